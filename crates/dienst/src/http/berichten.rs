//! `POST /v1/berichten` and what follows from a receipt.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, FromRequestParts, Path, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use dossier::{Deur, OntvangstId, OntvangstRecord, Stand};
use http_body_util::LengthLimitError;
use serde::Serialize;

use super::Staat;
use super::probleem::Probleem;
use super::toegang::Houder;
use crate::fout::DienstFout;
use crate::ontvangst::{Aanbod, Aangenomen, neem_aan as neem_in};
use crate::partijen::Indiener;
use crate::poort::Poort;
use crate::weergave::{self, Status};
use crate::weigering::Weigering;

/// Longest `Idempotency-Key`, in characters.
const SLEUTEL_MAX: usize = 255;

#[derive(Serialize)]
struct Ontvangstbewijs {
    ontvangst: String,
    nieuw: bool,
    status: String,
}

/// Takes in a message: 202 after it is on disk.
pub(super) async fn neem_aan(
    State(staat): State<Staat>,
    Extension(Houder(codes)): Extension<Houder>,
    request: Request,
) -> Result<Response, Probleem> {
    let (kop, body) = request.into_parts();
    let idempotentie = idempotentie(&staat.poort, &kop.headers)?;
    let bytes = lees_bericht(&staat.poort, &kop.headers, body).await?;
    let aanbod = Aanbod {
        bytes,
        deur: Deur::Http,
        indiener: Indiener::Partijen(codes),
        idempotentie,
        naam: None,
        vsp: None,
        vrijgave: vrijgave(&kop.headers)?,
    };
    let poort = staat.poort;
    let Aangenomen { ontvangst, nieuw } = blokkerend(move || neem_in(&poort, &aanbod)).await??;
    let status = format!("/v1/berichten/{ontvangst}");
    let plaats = HeaderValue::from_str(&status).unwrap_or_else(|_| HeaderValue::from_static("/v1/berichten"));
    let bewijs = Json(Ontvangstbewijs { ontvangst: ontvangst.0, nieuw, status });
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, plaats)], bewijs).into_response())
}

/// Runs work that validates and writes beside the network threads.
pub(super) async fn blokkerend<T: Send + 'static>(werk: impl FnOnce() -> T + Send + 'static) -> Result<T, DienstFout> {
    tokio::task::spawn_blocking(werk).await.map_err(DienstFout::Taak)
}

/// A keyed hash of the `Idempotency-Key`: nobody knows what a sender puts in it, and it is only ever compared.
fn idempotentie(poort: &Poort, headers: &HeaderMap) -> Result<Option<String>, Weigering> {
    let Some(waarde) = headers.get("idempotency-key") else { return Ok(None) };
    let goed = waarde.to_str().ok().filter(|text| (1..=SLEUTEL_MAX).contains(&text.len()));
    goed.map(|text| Some(poort.hasher.payload(text.as_bytes()))).ok_or(Weigering::Kop {
        nl: "Idempotency-Key moet 1 tot 255 gewone tekens zijn.",
        en: "Idempotency-Key must be 1 to 255 plain characters.",
    })
}

/// Whether the sender lets go what a contract keeps back.
fn vrijgave(headers: &HeaderMap) -> Result<bool, Weigering> {
    match headers.get("vrijgave").map(HeaderValue::as_bytes) {
        None => Ok(false),
        Some(b"contract") => Ok(true),
        Some(_) => Err(Weigering::Kop {
            nl: "Vrijgave kent alleen de waarde contract.",
            en: "Vrijgave knows the value contract only.",
        }),
    }
}

/// The bytes of a message: the content type must be XML, and no more is read than may come in.
pub(super) async fn lees_bericht(poort: &Poort, headers: &HeaderMap, body: Body) -> Result<Bytes, Probleem> {
    let soort = headers.get(header::CONTENT_TYPE).and_then(|soort| soort.to_str().ok()).unwrap_or("application/xml");
    let kern = soort.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !matches!(kern.as_str(), "application/xml" | "text/xml" | "application/octet-stream") {
        return Err(Probleem::nieuw(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "ander-type",
            ("Ander type", "Other content type"),
            "Bied het XML-bericht zelf aan, met Content-Type: application/xml.",
            "Hand in the XML message itself, with Content-Type: application/xml.",
        ));
    }
    let max = poort.keten().max_bytes;
    let lengte = headers.get(header::CONTENT_LENGTH).and_then(|n| n.to_str().ok()?.parse::<u64>().ok());
    if lengte.is_some_and(|lengte| lengte > max) {
        return Err(Weigering::TeGroot { max }.into());
    }
    to_bytes(body, usize::try_from(max).unwrap_or(usize::MAX)).await.map_err(|fout| {
        let te_groot = std::error::Error::source(&fout).is_some_and(<dyn std::error::Error>::is::<LengthLimitError>);
        if te_groot { Weigering::TeGroot { max }.into() } else { afgebroken() }
    })
}

fn afgebroken() -> Probleem {
    Probleem::nieuw(
        StatusCode::REQUEST_TIMEOUT,
        "afgebroken",
        ("Verzoek brak af", "Request broke off"),
        "Het bericht kwam niet in zijn geheel binnen; bied het opnieuw aan.",
        "The message did not come in as a whole; hand it in again.",
    )
}

/// The number in a path. One that cannot be read is one that nobody has.
pub(super) struct Nummer(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Nummer {
    type Rejection = Probleem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Probleem> {
        let pad = Path::<String>::from_request_parts(parts, state).await;
        pad.map(|Path(nummer)| Self(nummer)).map_err(|_| Probleem::onbekend())
    }
}

/// A receipt that the caller may see: as sender or as addressee.
fn zichtbaar(poort: &Poort, codes: &Houder, id: &str) -> Result<(OntvangstId, OntvangstRecord), Probleem> {
    let id = OntvangstId(id.to_owned());
    let gevonden = poort.ontvangst(&id)?.map(|(record, _)| record);
    let mag = |record: &OntvangstRecord| {
        let is = |code: &Option<String>| code.as_ref().is_some_and(|code| codes.0.contains(code));
        // What was refused, only checked or closed without a verdict never reached the addressee.
        let kwam_aan = !matches!(record.stand, Stand::Geweigerd | Stand::Gecontroleerd | Stand::Vervallen(_));
        is(&record.afzender) || (kwam_aan && is(&record.ontvanger))
    };
    gevonden.filter(mag).map(|record| (id, record)).ok_or_else(Probleem::onbekend)
}

/// How far a message is.
pub(super) async fn status(
    State(staat): State<Staat>,
    Extension(houder): Extension<Houder>,
    Nummer(id): Nummer,
) -> Result<Json<Status>, Probleem> {
    blokkerend(move || {
        let (id, record) = zichtbaar(&staat.poort, &houder, &id)?;
        Ok(Json(weergave::status(&staat.poort, &id, &record)?))
    })
    .await?
}

/// The bytes of the message.
pub(super) async fn inhoud(state: State<Staat>, houder: Extension<Houder>, id: Nummer) -> Result<Response, Probleem> {
    bytes(state, houder, id, (|inhoud| Some(inhoud.bytes), weergave::bytes_van_vastgelopen)).await
}

/// The bytes of our retour.
pub(super) async fn retour(state: State<Staat>, houder: Extension<Houder>, id: Nummer) -> Result<Response, Probleem> {
    bytes(state, houder, id, (|inhoud| inhoud.retour, |_, _| Ok(None))).await
}

/// What is asked of a judged message, and of one that was set aside.
type Keuze =
    (fn(weergave::Inhoud) -> Option<Vec<u8>>, fn(&Poort, &OntvangstRecord) -> Result<Option<Vec<u8>>, DienstFout>);

async fn bytes(
    State(staat): State<Staat>,
    Extension(houder): Extension<Houder>,
    Nummer(id): Nummer,
    (kies, van_vastgelopen): Keuze,
) -> Result<Response, Probleem> {
    blokkerend(move || {
        let (_, record) = zichtbaar(&staat.poort, &houder, &id)?;
        let bytes = match record.stand {
            Stand::Verwerkt(bericht) => {
                kies(weergave::inhoud(&staat.poort, bericht)?).ok_or_else(Probleem::onbekend)?
            }
            Stand::Vastgelopen(_) => van_vastgelopen(&staat.poort, &record)?.ok_or_else(Probleem::apart)?,
            Stand::Wacht => return Err(Probleem::nog_niet()),
            Stand::Vervallen(_) => return Err(Probleem::gesloten()),
            Stand::Geweigerd | Stand::Gecontroleerd => return Err(Probleem::onbekend()),
        };
        let soort = HeaderValue::from_static("application/xml");
        Ok(([(header::CONTENT_TYPE, soort)], bytes).into_response())
    })
    .await?
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Welke {
    prestatie: Option<u32>,
}

#[derive(Serialize)]
pub(super) struct Waarom {
    ontvangst: String,
    regels: Vec<String>,
}

/// Why the verdict is what it is, in Dutch.
pub(super) async fn waarom(
    State(staat): State<Staat>,
    Extension(houder): Extension<Houder>,
    Nummer(id): Nummer,
    welke: Result<Query<Welke>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Waarom>, Probleem> {
    let Query(Welke { prestatie }) = welke.map_err(|_| Weigering::Kop {
        nl: "Hier kan alleen naar een prestatie worden gevraagd, met een getal vanaf 1.",
        en: "Only a prestatie can be asked for here, by a number from 1.",
    })?;
    blokkerend(move || {
        let (id, record) = zichtbaar(&staat.poort, &houder, &id)?;
        if record.stand == dossier::Stand::Wacht {
            return Err(Probleem::nog_niet());
        }
        Ok(Json(Waarom { ontvangst: id.0, regels: weergave::waarom(&staat.poort, &record, prestatie)? }))
    })
    .await?
}
