//! For whoever watches the daemon: alive, ready, counters. No token, and nothing about anyone.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Staat;
use super::berichten::blokkerend;
use super::probleem::Probleem;

/// The process answers.
pub(super) async fn leeft() -> &'static str {
    "ok\n"
}

/// The store answers and the daemon is not stopping.
pub(super) async fn gereed(State(staat): State<Staat>) -> Response {
    let stopt = staat.poort.stop.is_cancelled() || staat.poort.noodstop.is_cancelled();
    let leest = blokkerend(move || staat.poort.store.counts().is_ok()).await.unwrap_or(false);
    match (stopt, leest) {
        (false, true) => (StatusCode::OK, "ready\n").into_response(),
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response(),
        (false, false) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response(),
    }
}

/// Counters in the form of Prometheus.
pub(super) async fn metrics(State(staat): State<Staat>) -> Result<Response, Probleem> {
    let poort = staat.poort;
    let tekst = blokkerend(move || {
        let counts = poort.store.counts().map_err(crate::fout::DienstFout::from)?;
        Ok::<_, crate::fout::DienstFout>(poort.meting.tekst(counts, poort.wachtrij.lengte()))
    })
    .await??;
    let soort = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, soort)], tekst).into_response())
}
