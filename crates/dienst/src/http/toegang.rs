//! Who calls: a bearer token, never over a line that others can read.

use std::collections::BTreeSet;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use keten::luister::Peer;

use super::Staat;
use super::probleem::Probleem;

/// The parties that the caller acts for; an extension of every request behind [`eis_token`].
#[derive(Debug, Clone)]
pub(super) struct Houder(pub(super) BTreeSet<String>);

/// Lets a request through when its token is known.
pub(super) async fn eis_token(State(staat): State<Staat>, mut request: Request, next: Next) -> Response {
    let thuis = request.extensions().get::<Peer>().is_some_and(|peer| peer.adres.ip().to_canonical().is_loopback());
    if !staat.tls && !thuis {
        return open_lijn().into_response();
    }
    let partijen = staat.poort.partijen();
    let Some(codes) = token(request.headers()).and_then(|token| partijen.houder(token)) else {
        return onbekend().into_response();
    };
    request.extensions_mut().insert(Houder(codes.clone()));
    next.run(request).await
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let (schema, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    schema.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn onbekend() -> Probleem {
    Probleem::nieuw(
        StatusCode::UNAUTHORIZED,
        "onbekend-token",
        ("Onbekend token", "Unknown token"),
        "Geef een geldig token mee: Authorization: Bearer kp_... Een nieuw token maakt u met: ketenpoort token nieuw.",
        "Send a valid token: Authorization: Bearer kp_... Make a new one with: ketenpoort token nieuw.",
    )
}

fn open_lijn() -> Probleem {
    Probleem::nieuw(
        StatusCode::UPGRADE_REQUIRED,
        "geen-tls",
        ("Alleen over TLS", "Over TLS only"),
        "Dit token ging over een open lijn en geldt nu als bekend bij anderen: vervang het. Stel TLS in bij [http].",
        "This token went over an open line and counts as known to others: replace it. Configure TLS under [http].",
    )
}
