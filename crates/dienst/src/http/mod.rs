//! The HTTP face: intake, status, check beforehand, mailbox, overviews, health and metrics.

mod berichten;
mod controle;
mod gezondheid;
mod overzicht;
mod postvak;
mod probleem;
mod toegang;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

pub use probleem::Probleem;

use crate::poort::Poort;

/// What the handlers share.
#[derive(Clone)]
pub struct Staat {
    /// The gateway.
    pub poort: Arc<Poort>,
    /// Whether the listener speaks TLS; without it tokens are taken over loopback only.
    pub tls: bool,
    controles: Arc<DefaultKeyedRateLimiter<String>>,
    schrijfproef: Arc<gezondheid::Schrijfproef>,
}

impl std::fmt::Debug for Staat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Staat {{ tls: {} }}", self.tls)
    }
}

impl Staat {
    /// For a listener with or without TLS, and so many checks per minute and party.
    pub fn nieuw(poort: Arc<Poort>, tls: bool, controles_per_minuut: NonZeroU32) -> Self {
        let quota = Quota::per_minute(controles_per_minuut);
        Self { poort, tls, controles: Arc::new(RateLimiter::keyed(quota)), schrijfproef: Arc::default() }
    }
}

/// All routes.
pub fn router(staat: Staat) -> Router {
    // Bodies are read with the limit of the configuration, which can change while running.
    let met_token = Router::new()
        .route("/v1/berichten", post(berichten::neem_aan))
        .route("/v1/berichten/{id}", get(berichten::status))
        .route("/v1/berichten/{id}/inhoud", get(berichten::inhoud))
        .route("/v1/berichten/{id}/retour", get(berichten::retour))
        .route("/v1/berichten/{id}/waarom", get(berichten::waarom))
        .route("/v1/controle", post(controle::controleer))
        .route("/v1/overzicht/{lijst}", get(overzicht::overzicht))
        .route("/v1/postvak", get(postvak::lijst))
        .route("/v1/postvak/{nummer}", get(postvak::regel))
        .route("/v1/postvak/{nummer}/bevestig", post(postvak::bevestig))
        .layer(from_fn_with_state(staat.clone(), toegang::eis_token));
    Router::new()
        .merge(met_token)
        .route("/healthz", get(gezondheid::leeft))
        .route("/readyz", get(gezondheid::gereed))
        .route("/metrics", get(gezondheid::metrics))
        .fallback(onbekend)
        .method_not_allowed_fallback(andere_methode)
        .layer(from_fn(tijd))
        .with_state(staat)
}

async fn onbekend() -> Probleem {
    Probleem::nieuw(
        StatusCode::NOT_FOUND,
        "onbekend-pad",
        ("Onbekend pad", "Unknown path"),
        "Dit pad bestaat niet. Berichten gaan met POST naar /v1/berichten.",
        "There is no such path. Messages go to /v1/berichten with POST.",
    )
}

async fn andere_methode() -> Probleem {
    Probleem::nieuw(
        StatusCode::METHOD_NOT_ALLOWED,
        "andere-methode",
        ("Andere methode", "Other method"),
        "Dit pad kent deze methode niet.",
        "This path does not know this method.",
    )
}

/// A line in the log per request, and headers that keep answers out of caches. The path may hold a receipt, which is a
/// random number; a query is left out.
async fn tijd(request: Request, next: Next) -> Response {
    let (methode, pad) = (veilige_methode(request.method()), veilig_pad(request.uri().path()));
    let begin = Instant::now();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("cache-control"), HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    let (status, ms) = (response.status().as_u16(), millis(begin.elapsed()));
    tracing::debug!(methode, pad, status, ms, "request");
    response
}

/// A method can be any word; those that we know are told.
fn veilige_methode(methode: &Method) -> &'static str {
    match methode.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "(other)",
    }
}

/// The route without what the caller put in it.
fn veilig_pad(pad: &str) -> &'static str {
    let mut delen = pad.split('/').skip(1);
    match (delen.next(), delen.next(), delen.next(), delen.next()) {
        (Some("v1"), Some("berichten"), None, _) => "/v1/berichten",
        (Some("v1"), Some("berichten"), Some(_), None) => "/v1/berichten/{id}",
        (Some("v1"), Some("berichten"), Some(_), Some("retour")) => "/v1/berichten/{id}/retour",
        (Some("v1"), Some("berichten"), Some(_), Some("inhoud")) => "/v1/berichten/{id}/inhoud",
        (Some("v1"), Some("berichten"), Some(_), Some("waarom")) => "/v1/berichten/{id}/waarom",
        (Some("v1"), Some("controle"), None, _) => "/v1/controle",
        (Some("v1"), Some("overzicht"), Some(_), None) => "/v1/overzicht/{lijst}",
        (Some("v1"), Some("postvak"), None, _) => "/v1/postvak",
        (Some("v1"), Some("postvak"), Some(_), None) => "/v1/postvak/{nummer}",
        (Some("v1"), Some("postvak"), Some(_), Some("bevestig")) => "/v1/postvak/{nummer}/bevestig",
        (Some("healthz"), None, ..) => "/healthz",
        (Some("readyz"), None, ..) => "/readyz",
        (Some("metrics"), None, ..) => "/metrics",
        _ => "(other)",
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
