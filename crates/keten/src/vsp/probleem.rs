//! The body of a refusal.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::Veldfouten;

/// Problem details (RFC 9457) with the faults per field, as the interface describes them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probleem {
    /// What kind of problem, as a URI; `about:blank` when the status says it all.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub soort: Option<String>,
    /// The kind of problem in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The HTTP status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// This problem in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What is wrong, per field or per code.
    #[serde(default, skip_serializing_if = "Veldfouten::is_empty")]
    pub errors: Veldfouten,
}

impl Probleem {
    /// A problem with a title and an explanation.
    pub fn new(status: StatusCode, title: &str, detail: impl Into<String>) -> Self {
        Self {
            soort: Some("about:blank".to_owned()),
            title: Some(title.to_owned()),
            status: Some(status.as_u16()),
            detail: Some(detail.into()),
            errors: Veldfouten::new(),
        }
    }

    /// The same, with faults per field.
    #[must_use]
    pub fn met(self, errors: Veldfouten) -> Self {
        Self { errors, ..self }
    }
}

impl IntoResponse for Probleem {
    fn into_response(self) -> Response {
        let status = self.status.and_then(|s| StatusCode::from_u16(s).ok()).unwrap_or(StatusCode::BAD_REQUEST);
        let json = serde_json::to_vec(&self).unwrap_or_default();
        // The published interface names application/json, not application/problem+json.
        let soort = HeaderValue::from_static("application/json");
        (status, [(header::CONTENT_TYPE, soort)], json).into_response()
    }
}
