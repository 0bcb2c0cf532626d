//! `GET /v1/overzicht/{lijst}`: the figures and lists of the command line, for a local party and about its own dossiers.
//! A Bsn is never among them.

use axum::Json;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bericht::Dossier;
use governor::clock::{Clock, DefaultClock};
use overzicht::lijst::{Rij, Soort, Voorwerp, Vraag};
use overzicht::{OverzichtFout, kpi, tijdvak};
use serde::Deserialize;

use super::Staat;
use super::berichten::blokkerend;
use super::postvak::partij;
use super::probleem::Probleem;
use super::toegang::Houder;
use crate::fout::DienstFout;
use crate::klok;
use crate::weigering::Weigering;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Welke {
    /// `2026-03` or `2026`.
    periode: String,
    partij: Option<String>,
    client: Option<String>,
}

fn verkeerde_vraag() -> Probleem {
    Weigering::Kop {
        nl: "Een overzicht kent alleen periode (2026-03 of 2026), partij en client. De periode is nodig; over een heel jaar \
             gaat de lijst client over één client.",
        en: "An overview knows periode (2026-03 or 2026), partij and client only. The periode is required; over a whole \
             year the list client is about one client.",
    }
    .into()
}

/// One of the lists, or `kpi`.
pub(super) async fn overzicht(
    State(staat): State<Staat>,
    Extension(houder): Extension<Houder>,
    pad: Result<Path<String>, axum::extract::rejection::PathRejection>,
    welke: Result<Query<Welke>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Probleem> {
    let Path(lijst) = pad.map_err(|_| Probleem::onbekend())?;
    let Query(welke) = welke.map_err(|_| verkeerde_vraag())?;
    let periode = tijdvak(&welke.periode).ok_or_else(verkeerde_vraag)?;
    // It reads a whole table, so it counts with the checks of a holder.
    let wie: Vec<&str> = houder.0.iter().map(String::as_str).collect();
    if let Err(te_vroeg) = staat.controles.check_key(&wie.join(" ")) {
        let wacht = te_vroeg.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
        return Err(Weigering::TeVaak { wacht }.into());
    }
    blokkerend(move || {
        let poort = &staat.poort;
        let eigen = partij(poort, &houder, welke.partij)?;
        let mag = |dossier: &Dossier| dossier.gemeente == eigen || dossier.aanbieder == eigen;
        let keten = poort.keten();
        let (store, contracten) = (poort.store.as_ref(), &keten.contracten);
        let dag = klok::dag(klok::nu_ms());
        let soort = match lijst.as_str() {
            "kpi" => {
                let vraag = kpi::Vraag { store, contracten, periode, dag, mag: &mag };
                return Ok(Json(kpi::kpi(&vraag).map_err(fout)?).into_response());
            }
            naam => Soort::ALLE.into_iter().find(|soort| soort.naam() == naam).ok_or_else(Probleem::onbekend)?,
        };
        // An answer is made in memory: every Prestatie of a year would be too much of it.
        if soort == Soort::Client && welke.client.is_none() && (periode.eind - periode.begin).num_days() > 31 {
            return Err(verkeerde_vraag());
        }
        let vraag = Vraag { store, contracten, periode, dag, client: welke.client, mag: &mag };
        let mut uit = Vec::from(*b"[");
        soort
            .rijen(&vraag, |rij: Rij| {
                if uit.len() > 1 {
                    uit.push(b',');
                }
                // Text and numbers in memory: serialising them cannot fail.
                let _ = serde_json::to_writer(&mut uit, &Voorwerp { kolommen: soort.kolommen(), rij: &rij });
                Ok::<(), OverzichtFout>(())
            })
            .map_err(fout)?;
        uit.push(b']');
        Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], uit).into_response())
    })
    .await?
}

fn fout(fout: OverzichtFout) -> Probleem {
    DienstFout::from(fout).into()
}
