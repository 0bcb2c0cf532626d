//! For whoever watches the daemon: alive, ready, counters. No token, and nothing about anyone.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Staat;
use super::berichten::blokkerend;
use super::probleem::Probleem;
use crate::fout::DienstFout;
use crate::klok;
use crate::poort::{Poort, keten_van_oorzaken};

/// How long an answer about the store holds, however often it is asked; and how long the store may take for it.
const GELDIG: Duration = Duration::from_secs(5);

/// Whether the store can be written, tried by writing next to nothing.
#[derive(Debug, Default)]
pub(super) struct Schrijfproef(Mutex<Proefstaat>);

#[derive(Debug, Default)]
struct Proefstaat {
    begonnen: Option<Instant>,
    bezig: bool,
    gelukt: bool,
}

impl Schrijfproef {
    fn staat(&self) -> MutexGuard<'_, Proefstaat> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Blocking. One call at a time writes; on a store that hangs the others do not wait for it.
    fn gelukt(&self, poort: &Poort) -> bool {
        {
            let mut staat = self.staat();
            if staat.begonnen.is_some_and(|begonnen| begonnen.elapsed() < GELDIG) {
                return staat.gelukt;
            }
            if staat.bezig {
                return false;
            }
            (staat.begonnen, staat.bezig) = (Some(Instant::now()), true);
        }
        let gelukt = match poort.store.acquire_lease("gereed", "readyz", klok::nu_ms(), 0) {
            Ok(_) => true,
            Err(fout) => {
                let fout = DienstFout::from(fout);
                tracing::error!(fout = %keten_van_oorzaken(&fout), "not ready: the store cannot be written");
                poort.bij_fout(&fout);
                false
            }
        };
        let mut staat = self.staat();
        (staat.bezig, staat.gelukt) = (false, gelukt);
        gelukt
    }
}

/// The process answers.
pub(super) async fn leeft() -> &'static str {
    "ok\n"
}

/// The store can be written and the daemon is not stopping.
pub(super) async fn gereed(State(staat): State<Staat>) -> Response {
    let stopt = staat.poort.stop.is_cancelled() || staat.poort.noodstop.is_cancelled();
    let schrijft = blokkerend(move || staat.schrijfproef.gelukt(&staat.poort)).await.unwrap_or(false);
    match (stopt, schrijft) {
        (false, true) => (StatusCode::OK, "ready\n").into_response(),
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response(),
        (false, false) => (StatusCode::SERVICE_UNAVAILABLE, "the store cannot be written\n").into_response(),
    }
}

/// Counters in the form of Prometheus.
pub(super) async fn metrics(State(staat): State<Staat>) -> Result<Response, Probleem> {
    let poort = staat.poort;
    let tekst = blokkerend(move || {
        let counts = poort.tellingen()?;
        Ok::<_, DienstFout>(poort.meting.tekst(counts, poort.wachtrij.lengte()))
    })
    .await??;
    let soort = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, soort)], tekst).into_response())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use opslag::{SqliteOptions, SqliteSnapshot, SqliteStore};

    use super::*;
    use crate::proef::poort_met;

    #[test]
    fn a_store_that_can_be_read_and_not_written_is_not_ready() {
        let map = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(map.path(), &SqliteOptions::default()).unwrap();
        let alleen_lezen = SqliteSnapshot::open(map.path(), &SqliteOptions::default()).unwrap();
        let hasher = store.hasher().clone();
        let (goed, vol) = (poort_met(Arc::new(store), hasher.clone()), poort_met(Arc::new(alleen_lezen), hasher));
        let proef = Schrijfproef::default();
        assert!(proef.gelukt(&goed));
        // However long that write took.
        assert!(proef.staat().begonnen.replace(Instant::now() + Duration::from_secs(3600)).is_some());
        assert!(proef.gelukt(&vol), "the answer of just before holds");
        assert!(!Schrijfproef::default().gelukt(&vol));
        // A write that never comes back: the next one does not wait for it.
        let lang_geleden = Instant::now().checked_sub(2 * GELDIG).unwrap();
        let hangt = Schrijfproef(Mutex::new(Proefstaat { begonnen: Some(lang_geleden), bezig: true, gelukt: true }));
        assert!(!hangt.gelukt(&goed));
    }
}
