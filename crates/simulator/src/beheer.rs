//! The control API: JSON over plain HTTP on a loopback address.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use keten::vsp::Probleem;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::fouten::Fout;
use crate::ledger::Ontvangen;
use crate::simulator::Verkeer;
use crate::staat::Staat;

#[derive(Clone)]
pub(crate) struct Beheer {
    pub staat: Arc<Staat>,
    pub verkeer: Arc<Verkeer>,
}

pub(crate) fn router(beheer: Beheer) -> Router {
    Router::new()
        .route("/ledger", get(ledger))
        .route("/berichten", get(berichten))
        .route("/berichten/{traceerId}", get(bericht))
        .route("/berichten/{traceerId}/payload", get(payload))
        .route("/fouten", get(fouten).post(zet_fouten).delete(wis_fouten))
        .route("/neer", post(neer))
        .route("/reset", post(reset))
        .with_state(beheer)
}

async fn ledger(State(beheer): State<Beheer>) -> Response {
    als_json(&beheer.staat.ledger())
}

/// A message without its payload.
fn samenvatting(bericht: &Ontvangen) -> serde_json::Value {
    json!({
        "traceerId": bericht.metadata.referentiegegevens.traceer_id,
        "tijd": bericht.tijd,
        "metadata": bericht.metadata,
        "bytes": bericht.payload.len(),
        "sha256": bericht.sha256,
        "herhalingen": bericht.herhalingen,
    })
}

async fn berichten(State(beheer): State<Beheer>) -> Response {
    als_json(&beheer.staat.berichten().iter().map(samenvatting).collect::<Vec<_>>())
}

async fn bericht(State(beheer): State<Beheer>, Path(id): Path<String>) -> Response {
    match zoek(&beheer, &id) {
        Some(bericht) => als_json(&samenvatting(&bericht)),
        None => onbekend(),
    }
}

async fn payload(State(beheer): State<Beheer>, Path(id): Path<String>) -> Response {
    match zoek(&beheer, &id) {
        Some(bericht) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"))], bericht.payload)
                .into_response()
        }
        None => onbekend(),
    }
}

fn zoek(beheer: &Beheer, id: &str) -> Option<Ontvangen> {
    beheer.staat.bericht(Uuid::try_parse(id).ok()?)
}

fn onbekend() -> Response {
    Probleem::new(StatusCode::NOT_FOUND, "Niet gevonden", "Er is geen bericht met dit traceerId.").into_response()
}

/// One fault or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum EenOfMeer {
    Een(Fout),
    Meer(Vec<Fout>),
}

async fn zet_fouten(State(beheer): State<Beheer>, body: Bytes) -> Response {
    let gelezen = match serde_json::from_slice(&body) {
        Ok(EenOfMeer::Een(fout)) => vec![fout],
        Ok(EenOfMeer::Meer(fouten)) => fouten,
        Err(_) => {
            let vorm =
                r#"Geef een fout of een lijst, zoals {"fout":{"antwoord":{"status":503}},"bij":{"volgende":3}}."#;
            return ongeldig(vorm);
        }
    };
    // All or none.
    match gelezen.into_iter().map(Fout::gekeurd).collect::<Result<Vec<_>, _>>() {
        Ok(fouten) => {
            for fout in fouten {
                beheer.staat.zet_fout(fout);
            }
            StatusCode::NO_CONTENT.into_response()
        }
        Err(fout) => ongeldig(&fout.to_string()),
    }
}

fn ongeldig(detail: &str) -> Response {
    Probleem::new(StatusCode::BAD_REQUEST, "Ongeldig verzoek", detail).into_response()
}

async fn fouten(State(beheer): State<Beheer>) -> Response {
    als_json(&beheer.staat.fouten())
}

async fn wis_fouten(State(beheer): State<Beheer>) -> StatusCode {
    beheer.staat.wis_fouten();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Neer {
    seconden: u32,
}

async fn neer(State(beheer): State<Beheer>, body: Bytes) -> Response {
    match serde_json::from_slice::<Neer>(&body) {
        Ok(Neer { seconden }) => {
            beheer.verkeer.neer(Duration::from_secs(u64::from(seconden)));
            StatusCode::NO_CONTENT.into_response()
        }
        Err(_) => ongeldig(r#"Geef {"seconden":60}."#),
    }
}

async fn reset(State(beheer): State<Beheer>) -> StatusCode {
    beheer.staat.wis();
    StatusCode::NO_CONTENT
}

fn als_json(waarde: &impl Serialize) -> Response {
    match serde_json::to_vec(waarde) {
        Ok(json) => ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], json).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
