//! Problem details (RFC 9457): Dutch, with English beside it, and the findings when there are any.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use pipeline::Melding;
use serde::Serialize;

use crate::fout::DienstFout;
use crate::ontvangst::Afgewezen;
use crate::poort::keten_van_oorzaken;
use crate::weigering::Weigering;

/// The body of every answer that is not 2xx.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Probleem(Box<Details>);

#[derive(Debug, Clone, Serialize)]
struct Details {
    /// A name of the kind of problem; stable.
    #[serde(rename = "type")]
    soort: String,
    /// Kind of problem, Dutch.
    title: &'static str,
    /// The same, English.
    title_en: &'static str,
    /// HTTP status.
    status: u16,
    /// What is the matter and what to do, Dutch.
    detail: String,
    /// The same, English.
    detail_en: String,
    /// Receipt number of the attempt, when one is on record.
    #[serde(skip_serializing_if = "Option::is_none")]
    ontvangst: Option<String>,
    /// What is wrong with the message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bevindingen: Vec<Melding>,
    /// Seconds after which the same may work.
    #[serde(skip)]
    wacht: Option<u64>,
}

impl Probleem {
    /// A problem in words; title and text are Dutch and English.
    pub fn nieuw(
        status: StatusCode,
        soort: &str,
        (title, title_en): (&'static str, &'static str),
        nl: &str,
        en: &str,
    ) -> Self {
        Self(Box::new(Details {
            soort: format!("urn:ketenpoort:probleem:{soort}"),
            title,
            title_en,
            status: status.as_u16(),
            detail: nl.to_owned(),
            detail_en: en.to_owned(),
            ontvangst: None,
            bevindingen: Vec::new(),
            wacht: None,
        }))
    }

    /// Number of the record of the attempt, when there is one.
    pub fn ontvangst(&self) -> Option<&str> {
        self.0.ontvangst.as_deref()
    }

    /// The same, with the number of a record.
    #[must_use]
    pub fn met_ontvangst(mut self, ontvangst: &str) -> Self {
        self.0.ontvangst = Some(ontvangst.to_owned());
        self
    }

    /// There is no such message for who asks.
    pub fn onbekend() -> Self {
        Self::nieuw(
            StatusCode::NOT_FOUND,
            "niet-gevonden",
            ("Niet gevonden", "Not found"),
            "Er is hier voor u niets met dit nummer.",
            "There is nothing here for you with this number.",
        )
    }

    /// The message is there and not judged yet.
    pub fn nog_niet() -> Self {
        Self::nieuw(
            StatusCode::NOT_FOUND,
            "nog-niet",
            ("Nog niet", "Not yet"),
            "Het bericht is ontvangen en wordt nog beoordeeld; vraag het straks opnieuw.",
            "The message was received and is being judged; ask again later.",
        )
    }

    /// The message is there, and no verdict comes unless an operator does something.
    pub fn apart() -> Self {
        Self::nieuw(
            StatusCode::NOT_FOUND,
            "vastgelopen",
            ("Apart gezet", "Set aside"),
            "Het bericht is ontvangen en staat apart; dit is er nog niet van. De beheerder van deze poort moet ernaar kijken.",
            "The message was received and is set aside; this is not there yet. The operator of this gateway has to look.",
        )
    }

    /// An operator closed the receipt without a verdict.
    pub fn gesloten() -> Self {
        Self::nieuw(
            StatusCode::NOT_FOUND,
            "vervallen",
            ("Zonder oordeel gesloten", "Closed without a verdict"),
            "De beheerder van deze poort heeft deze ontvangst gesloten. Bied het bericht opnieuw aan.",
            "The operator of this gateway closed this receipt. Hand the message in again.",
        )
    }
}

impl From<Weigering> for Probleem {
    fn from(weigering: Weigering) -> Self {
        let uitleg = weigering.uitleg();
        let status = StatusCode::from_u16(uitleg.status).unwrap_or(StatusCode::BAD_REQUEST);
        let mut probleem = Self::nieuw(status, uitleg.soort, (uitleg.titel, uitleg.titel_en), uitleg.nl, uitleg.en);
        probleem.0.ontvangst = weigering.ontvangst().map(|id| id.0.clone());
        match weigering {
            Weigering::TeGroot { max } => {
                probleem.0.detail = format!("{} Hoogstens {max} bytes.", probleem.0.detail);
                probleem.0.detail_en = format!("{} At most {max} bytes.", probleem.0.detail_en);
            }
            Weigering::TeVaak { wacht } => probleem.0.wacht = Some(wacht),
            Weigering::Niveau1 { findings, truncated, .. } => {
                if truncated {
                    probleem.0.detail += " Er zijn meer bevindingen dan hier staan.";
                    probleem.0.detail_en += " There are more findings than stand here.";
                }
                probleem.0.bevindingen = findings;
            }
            Weigering::Niveau2 { findings, .. } | Weigering::Vastgehouden { findings, .. } => {
                probleem.0.bevindingen = findings;
            }
            _ => {}
        }
        probleem
    }
}

impl From<DienstFout> for Probleem {
    fn from(fout: DienstFout) -> Self {
        tracing::error!(fout = %keten_van_oorzaken(&fout), "request failed");
        // After a restart on a sound disk the same works, so a failed disk counts as trouble that passes.
        if !fout.retry_helps() && !fout.is_fataal() {
            return Self::nieuw(
                StatusCode::INTERNAL_SERVER_ERROR,
                "fout-in-poort",
                ("Fout in de poort", "Fault in the gateway"),
                "De poort kan dit niet uitvoeren, en opnieuw proberen helpt niet. Vraag de beheerder van deze poort ernaar \
                 te kijken; het logboek noemt de oorzaak.",
                "The gateway cannot do this, and trying again does not help. Ask the operator of this gateway to look; the \
                 log names the cause.",
            );
        }
        let mut probleem = Self::nieuw(
            StatusCode::SERVICE_UNAVAILABLE,
            "storing",
            ("Storing", "Not available now"),
            "Het lukt nu niet; er is niets aangenomen. Probeer het over een halve minuut opnieuw.",
            "This does not work now; nothing was accepted. Try again in half a minute.",
        );
        probleem.0.wacht = Some(30);
        probleem
    }
}

impl From<Afgewezen> for Probleem {
    fn from(afgewezen: Afgewezen) -> Self {
        match afgewezen {
            Afgewezen::Weigering(weigering) => (*weigering).into(),
            Afgewezen::Fout(fout) => fout.into(),
        }
    }
}

impl IntoResponse for Probleem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static("nl"));
        if let Some(wacht) = self.0.wacht {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wacht));
        }
        if status == StatusCode::UNAUTHORIZED {
            let eis = HeaderValue::from_static("Bearer realm=\"ketenpoort\"");
            headers.insert(header::WWW_AUTHENTICATE, eis);
        }
        if status == StatusCode::UPGRADE_REQUIRED {
            headers.insert(HeaderName::from_static("upgrade"), HeaderValue::from_static("TLS/1.2, HTTP/1.1"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use opslag::StoreError;

    use super::*;

    #[test]
    fn only_trouble_that_passes_asks_to_try_again() {
        let passes = [
            DienstFout::Verdrongen,
            StoreError::DiskFull { source: "x".into() }.into(),
            // The daemon stops, and whoever looks after it starts it again.
            StoreError::Stopped.into(),
        ];
        for fout in passes {
            let probleem = Probleem::from(fout);
            assert_eq!((probleem.0.status, probleem.0.wacht), (503, Some(30)));
        }
        for fout in [DienstFout::Paniek, DienstFout::Ontbreekt { wat: "x" }, StoreError::BlobName.into()] {
            let probleem = Probleem::from(fout);
            assert_eq!((probleem.0.status, probleem.0.wacht), (500, None));
            assert!(probleem.0.detail.contains("beheerder") && probleem.0.detail_en.contains("operator"));
        }
    }
}
