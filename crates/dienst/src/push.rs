//! VSP Push V1 turned round: the hub hands in messages over mutual TLS. 204 after the durable write, 422 for what will
//! never be acceptable, 503 when it cannot be stored now.

use std::sync::Arc;

use axum::Router;
use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use dossier::{Deur, VspNummers};
use keten::push::{Grenzen, ontvang};
use keten::vsp::{Metadata, PAD, Probleem, Veldfouten};

use crate::ontvangst::{Aanbod, Afgewezen, Vsp, meld_weigering, neem_aan};
use crate::partijen::Indiener;
use crate::poort::{Poort, keten_van_oorzaken};
use crate::weigering::Weigering;

/// The name of this door.
const PUSH: &str = "push";

/// The one route; the listener in front of it demands a client certificate.
pub fn router(poort: Arc<Poort>) -> Router {
    Router::new().route(PAD, post(neem)).with_state(poort)
}

async fn neem(State(poort): State<Arc<Poort>>, request: Request) -> Response {
    let grenzen = Grenzen { payload: poort.keten().max_bytes, ..Grenzen::default() };
    // One whose length is not told may be as large as any.
    let grootte = request.body().size_hint().exact().unwrap_or(grenzen.payload).min(grenzen.payload);
    let Ok(plaats) = poort.ruimte.neem(grootte).await else {
        meld_weigering(&poort, PUSH, "druk", None);
        return storing();
    };
    let (metadata, bytes) = match ontvang(request, grenzen).await {
        Ok(deel) => deel,
        Err(weigering) => {
            meld_weigering(&poort, PUSH, reden(&weigering), None);
            return weigering.into_response();
        }
    };
    let Some(afzender) = metadata.routeringgegevens.afzender.code.clone() else {
        meld_weigering(&poort, PUSH, "metadata", None);
        return nooit("routeringgegevens.afzender.code", "De code van de afzender ontbreekt.").into_response();
    };
    let aanbod = Aanbod {
        bytes,
        deur: Deur::Push,
        indiener: Indiener::Schakelpunt,
        idempotentie: None,
        naam: None,
        vsp: Some(Vsp { nummers: nummers(&metadata), afzender }),
        vrijgave: false,
    };
    let werk = move || {
        // Also when the caller is gone meanwhile.
        let _plaats = plaats;
        neem_aan(&poort, &aanbod)
    };
    match tokio::task::spawn_blocking(werk).await {
        Ok(Ok(_)) => StatusCode::NO_CONTENT.into_response(),
        Ok(Err(Afgewezen::Weigering(weigering))) => geweigerd(&weigering).into_response(),
        Ok(Err(Afgewezen::Fout(_))) => storing(),
        Err(fout) => {
            tracing::error!(fout = %keten_van_oorzaken(&fout), "intake by push failed");
            storing()
        }
    }
}

/// The kind of a refusal before intake, in one word.
fn reden(weigering: &keten::push::Weigering) -> &'static str {
    use keten::push::Weigering::{Afgebroken, Delen, GeenMultipart, Metadata, TeGroot, TeTraag};
    match weigering {
        GeenMultipart => "geen-multipart",
        Delen(_) => "delen",
        Metadata(_) => "metadata",
        TeGroot { .. } => "te-groot",
        TeTraag => "te-traag",
        Afgebroken => "afgebroken",
    }
}

fn nummers(metadata: &Metadata) -> VspNummers {
    let referentie = &metadata.referentiegegevens;
    VspNummers { traceer: referentie.traceer_id.to_string(), conversatie: referentie.conversatie_id.to_string() }
}

fn nooit(veld: &str, melding: &str) -> Probleem {
    let fouten = Veldfouten::from([(veld.to_owned(), vec![melding.to_owned()])]);
    Probleem::new(StatusCode::UNPROCESSABLE_ENTITY, "Niet aangenomen", melding).met(fouten)
}

/// Whatever is wrong with the message stays wrong: the same request will never be taken, so 422 for every refusal but
/// size.
fn geweigerd(weigering: &Weigering) -> Probleem {
    let uitleg = weigering.uitleg();
    let status = if uitleg.status == 413 { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut fouten = Veldfouten::new();
    for melding in weigering.findings() {
        let regel = format!("regel {}:{}: {}", melding.line, melding.column, melding.message);
        fouten.entry(melding.rule.to_string()).or_default().push(regel);
    }
    Probleem::new(status, uitleg.titel, uitleg.nl).met(fouten)
}

fn storing() -> Response {
    let probleem = Probleem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "Storing",
        "Het lukt nu niet; er is niets aangenomen. Bied hetzelfde bericht later opnieuw aan.",
    );
    let mut response = probleem.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    response
}
