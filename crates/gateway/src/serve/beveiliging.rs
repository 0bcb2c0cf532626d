//! Certificates and the client for deliveries, loaded and found right before anything is bound or replaced.

use std::path::PathBuf;
use std::sync::Arc;

use dienst::bezorging::{Bezorginstellingen, Lijn};
use keten::push::{ClientInstellingen, PushClient};
use keten::tls;
use rustls::ServerConfig;

use crate::configuratie::{Configuratie, Endpoint, Luister};
use crate::einde::Fout;

/// A certificate that we show to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificaat {
    /// The key in gateway.toml.
    pub sleutel: &'static str,
    /// The file it was read from.
    pub pad: PathBuf,
    /// Last moment of validity, in seconds since 1970.
    pub tot: i64,
}

/// What the doors and the delivery need.
pub struct Beveiliging {
    /// Of the HTTP interface, when it has a certificate.
    pub http: Option<Arc<ServerConfig>>,
    /// Of the Push interface, when there is one.
    pub push: Option<Arc<ServerConfig>>,
    /// To the endpoint, when there is one.
    pub lijn: Option<Lijn>,
    /// All certificates of ours in it.
    pub certificaten: Vec<Certificaat>,
}

impl Beveiliging {
    /// Loads everything that the configuration names.
    pub fn laad(configuratie: &Configuratie) -> Result<Self, Fout> {
        let nu = nu();
        let push = configuratie.push.as_ref();
        let endpoint = configuratie.endpoint.as_ref();
        let identiteiten = [
            ("http.certificaat", configuratie.http.tls.as_ref()),
            ("push.certificaat", push.and_then(|luister| luister.tls.as_ref())),
            ("endpoint.certificaat", endpoint.and_then(|endpoint| endpoint.tls.identiteit.as_ref())),
        ];
        let certificaten = identiteiten.into_iter().filter_map(|(sleutel, identiteit)| Some((sleutel, identiteit?)));
        Ok(Self {
            http: server(&configuratie.http, nu)?,
            push: push.map(|luister| server(luister, nu)).transpose()?.flatten(),
            lijn: endpoint.map(|endpoint| lijn(endpoint, nu)).transpose()?,
            certificaten: certificaten
                .map(|(sleutel, identiteit)| {
                    let pad = identiteit.certificaat.clone();
                    Ok(Certificaat { sleutel, tot: tls::geldig_tot(&pad)?, pad })
                })
                .collect::<Result<_, Fout>>()?,
        })
    }
}

/// Seconds since 1970, against which certificates are judged.
pub fn nu() -> i64 {
    i64::try_from(dienst::nu_ms() / 1000).unwrap_or(i64::MAX)
}

fn server(luister: &Luister, nu: i64) -> Result<Option<Arc<ServerConfig>>, Fout> {
    let Some(identiteit) = &luister.tls else { return Ok(None) };
    let config = tls::server_config(&identiteit.certificaat, &identiteit.sleutel, luister.client_ca.as_deref(), nu)?;
    Ok(Some(config))
}

fn lijn(endpoint: &Endpoint, nu: i64) -> Result<Lijn, Fout> {
    let config = tls::wederzijds(&endpoint.tls, &endpoint.url, nu)?;
    let instellingen = ClientInstellingen { antwoord: endpoint.antwoord, ..ClientInstellingen::default() };
    Ok(Lijn {
        client: PushClient::new(&endpoint.url, &config, instellingen)?,
        instellingen: Bezorginstellingen {
            herhaling: endpoint.herhaling.clone(),
            onderbreker: endpoint.onderbreker.clone(),
            tegelijk: endpoint.tegelijk,
            stroom: endpoint.stroom.clone(),
        },
    })
}
