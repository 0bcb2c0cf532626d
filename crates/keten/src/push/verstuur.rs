//! The sending half: one attempt to deliver one message.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use reqwest::{Body, Client, Response, Url};
use rustls::{AlertDescription, CertificateError, ClientConfig};
use thiserror::Error;
use tokio::time::timeout;

use super::antwoord::Poging;
use super::voortgang::{Stilstand, Voortgang};
use crate::vsp::{DEEL_METADATA, DEEL_PAYLOAD, Metadata};

/// Limits of one attempt. Source: transport.md 4.4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientInstellingen {
    /// For a connection, without TLS.
    pub verbinden: Duration,
    /// For the TLS handshake.
    pub handshake: Duration,
    /// Without progress while the request goes out or the answer comes in.
    pub stilstand: Duration,
    /// From the last byte sent to the head of the answer.
    pub antwoord: Duration,
    /// For everything together, of a small message; never less than the waits above ask for.
    pub geheel: Duration,
    /// The slowest line on which a large message still gets through, in bytes per second.
    pub tempo: u32,
}

impl Default for ClientInstellingen {
    fn default() -> Self {
        Self {
            verbinden: Duration::from_secs(10),
            handshake: Duration::from_secs(10),
            stilstand: Duration::from_secs(30),
            antwoord: Duration::from_secs(60),
            geheel: Duration::from_secs(180),
            tempo: 64 << 10,
        }
    }
}

impl ClientInstellingen {
    /// How long an attempt with so many bytes may take in all.
    fn geheel_voor(&self, bytes: usize) -> Duration {
        let Self { verbinden, handshake, antwoord, geheel, tempo, .. } = *self;
        let onderweg = Duration::from_secs(bytes as u64 / u64::from(tempo.max(1)));
        geheel.max(verbinden + handshake + onderweg + antwoord)
    }
}

/// A client that cannot be made.
#[derive(Debug, Error)]
pub enum ClientFout {
    /// The address is no https address.
    #[error("{url} cannot be pushed to; give an address that begins with https://")]
    Adres {
        /// As given.
        url: String,
    },
    /// The HTTP library does not start.
    #[error("the HTTP client cannot be set up")]
    Instellingen {
        /// Cause.
        source: reqwest::Error,
    },
}

/// Delivers to one endpoint. Cheap to clone; clones share their connections.
#[derive(Debug, Clone)]
pub struct PushClient {
    client: Client,
    url: Url,
    instellingen: ClientInstellingen,
}

/// Of a refusal so much is read, to find codes in.
const MAX_ANTWOORD: usize = 64 << 10;
/// Shorter than servers keep a connection: one that the other side just closed costs an attempt.
const BEWAAR_VERBINDING: Duration = Duration::from_secs(15);

impl PushClient {
    /// A client for the full address of the call, which ends in `/rest-push/v1/berichten`. Redirects and proxies are not
    /// followed; `tls` says whom we trust and what we show.
    ///
    /// # Errors
    /// [`ClientFout`].
    pub fn new(url: &str, tls: &Arc<ClientConfig>, instellingen: ClientInstellingen) -> Result<Self, ClientFout> {
        let adres = Url::parse(url).ok().filter(|u| u.scheme() == "https" && u.has_host());
        let adres = adres.ok_or_else(|| ClientFout::Adres { url: url.to_owned() })?;
        let client = Client::builder()
            .tls_backend_preconfigured(ClientConfig::clone(tls))
            .redirect(Policy::none())
            .no_proxy()
            .http1_only()
            .https_only(true)
            .tcp_nodelay(true)
            .pool_idle_timeout(BEWAAR_VERBINDING)
            // The library has one limit for both.
            .connect_timeout(instellingen.verbinden + instellingen.handshake)
            .user_agent(concat!("ketenpoort/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|source| ClientFout::Instellingen { source })?;
        Ok(Self { client, url: adres, instellingen })
    }

    /// How long an attempt can last at most with a payload of at most so many bytes.
    pub fn langste(&self, bytes: usize) -> Duration {
        // Reading the answer comes after the exchange.
        self.instellingen.geheel_voor(bytes) + self.instellingen.stilstand
    }

    /// One attempt. Never fails otherwise than by its [`Poging`]; dropping the future ends the attempt.
    pub async fn push(&self, metadata: &Metadata, payload: Bytes) -> Poging {
        let (voortgang, lichaam) = Voortgang::van(payload.clone());
        let formulier = match formulier(metadata, lichaam, payload.len()) {
            Ok(formulier) => formulier,
            Err(fout) => return bij_fout(&fout, false),
        };
        let verzoek = self.client.post(self.url.clone()).multipart(formulier).send();
        let ClientInstellingen { stilstand, antwoord, .. } = self.instellingen;
        let geheel = self.instellingen.geheel_voor(payload.len());
        let kop = tokio::select! {
            kop = verzoek => kop,
            wat = voortgang.bewaak(stilstand, antwoord) => return bij_stilstand(wat),
            () = tokio::time::sleep(geheel) => {
                return Poging::opnieuw("time-out of the whole exchange", voortgang.is_verzonden());
            }
        };
        match kop {
            Ok(response) => beoordeel(response, stilstand).await,
            Err(fout) => bij_fout(&fout, voortgang.is_verzonden()),
        }
    }
}

fn formulier(metadata: &Metadata, payload: super::voortgang::Gemeten, lengte: usize) -> reqwest::Result<Form> {
    let kop = Part::bytes(metadata.json()).mime_str("application/json")?;
    let inhoud = Part::stream_with_length(Body::wrap(payload), lengte as u64)
        // Servers that tell files from fields by the presence of a name want one; it says nothing of the message.
        .file_name(DEEL_PAYLOAD)
        .mime_str("application/octet-stream")?;
    Ok(Form::new().part(DEEL_METADATA, kop).part(DEEL_PAYLOAD, inhoud))
}

/// The status decides. The body is only looked at for codes, so that one that does not come changes nothing.
async fn beoordeel(mut response: Response, stilstand: Duration) -> Poging {
    let mut inhoud = Vec::new();
    if response.status() != reqwest::StatusCode::NO_CONTENT {
        let lezen = async {
            while let Ok(Some(stuk)) = response.chunk().await {
                let ruimte = MAX_ANTWOORD.saturating_sub(inhoud.len());
                inhoud.extend(stuk.iter().take(ruimte));
                if inhoud.len() >= MAX_ANTWOORD {
                    break;
                }
            }
        };
        let _ = timeout(stilstand, lezen).await;
    }
    Poging::van(response.status(), response.headers(), &inhoud, SystemTime::now())
}

fn bij_stilstand(wat: Stilstand) -> Poging {
    match wat {
        Stilstand::Verzenden => Poging::opnieuw("time-out: the endpoint stopped reading", false),
        Stilstand::Antwoord => Poging::opnieuw("time-out: no answer after the whole message was sent", true),
    }
}

/// The kinds of trouble without an answer. Only kinds are told: texts of libraries may quote what came in.
fn bij_fout(fout: &reqwest::Error, verzonden: bool) -> Poging {
    if let Some(tls) = keten(fout).find_map(|oorzaak| oorzaak.downcast_ref::<rustls::Error>()) {
        return Poging::opnieuw(bij_tls(tls), false);
    }
    if fout.is_connect() {
        let geweigerd = io_soort(fout) == Some(io::ErrorKind::ConnectionRefused);
        let reden = match (fout.is_timeout(), geweigerd) {
            (true, _) => "time-out while connecting",
            (_, true) => "connection refused",
            _ => "no connection: name not found, host unreachable or connection broken off",
        };
        return Poging::opnieuw(reden, false);
    }
    let reden = match io_soort(fout) {
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionAborted) => {
            "connection reset before the answer"
        }
        _ => "connection broke off before the answer",
    };
    Poging::opnieuw(reden, verzonden)
}

fn bij_tls(fout: &rustls::Error) -> String {
    use CertificateError as C;
    match fout {
        rustls::Error::InvalidCertificate(C::Expired | C::ExpiredContext { .. }) => {
            "TLS: the certificate of the endpoint has expired".to_owned()
        }
        rustls::Error::InvalidCertificate(C::NotValidYet | C::NotValidYetContext { .. }) => {
            "TLS: the certificate of the endpoint is not valid yet; check the clock".to_owned()
        }
        // A bad signature: an authority of the same name that is another one.
        rustls::Error::InvalidCertificate(C::UnknownIssuer | C::BadSignature) => {
            "TLS: the certificate of the endpoint is of an authority that we do not trust; check the CA file".to_owned()
        }
        rustls::Error::InvalidCertificate(C::NotValidForName | C::NotValidForNameContext { .. }) => {
            "TLS: the certificate of the endpoint is for another name; check the address".to_owned()
        }
        rustls::Error::InvalidCertificate(_) => "TLS: the certificate of the endpoint is not valid".to_owned(),
        rustls::Error::AlertReceived(alarm) if gaat_over_ons(*alarm) => {
            format!(
                "TLS: the endpoint refused our certificate ({alarm:?}); check the client certificate and its validity"
            )
        }
        rustls::Error::AlertReceived(alarm) => format!("TLS: the endpoint ended the handshake ({alarm:?})"),
        _ => "TLS: the handshake failed".to_owned(),
    }
}

fn gaat_over_ons(alarm: AlertDescription) -> bool {
    use AlertDescription as A;
    matches!(
        alarm,
        A::NoCertificate
            | A::BadCertificate
            | A::UnsupportedCertificate
            | A::CertificateRevoked
            | A::CertificateExpired
            | A::CertificateUnknown
            | A::UnknownCA
            | A::AccessDenied
            | A::CertificateRequired
    )
}

/// An error and what is under it; an I/O error hides what it wraps from `source`.
fn keten<'e>(fout: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(fout), |fout: &&'e (dyn Error + 'static)| {
        let fout: &'e (dyn Error + 'static) = *fout;
        match fout.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(binnen) => Some(binnen),
            None => fout.source(),
        }
    })
}

fn io_soort(fout: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    keten(fout).filter_map(|oorzaak| oorzaak.downcast_ref::<io::Error>()).map(io::Error::kind).last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_message_and_a_patient_setting_get_their_time() {
        let gewoon = ClientInstellingen::default();
        assert_eq!(gewoon.geheel_voor(2048).as_secs(), 180);
        // 25 MB at 64 KB per second take 400 seconds, besides connecting and the answer.
        assert_eq!(gewoon.geheel_voor(26_214_400).as_secs(), 400 + 80);
        let geduldig = ClientInstellingen { antwoord: Duration::from_secs(400), ..gewoon };
        assert_eq!(geduldig.geheel_voor(2048).as_secs(), 420);
    }
}
