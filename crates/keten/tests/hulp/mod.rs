//! A throw-away authority and metadata for the tests of this crate.
#![allow(dead_code)] // each test program uses another part

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use keten::luister::{Instellingen, Luisteraar};
use keten::tls::{ClientTls, Identiteit, TlsHandvat, server_config, wederzijds};
use keten::vsp::{Berichtstroom, Metadata, Referentiegegevens, Relatie, Routeringgegevens};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::ClientConfig;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// 2026-01-15, when everything that is not made otherwise is valid.
pub const NU: i64 = 1_768_435_200;

/// A folder with an authority that signs what is asked.
pub struct Ca {
    pub map: TempDir,
    uitgever: Issuer<'static, KeyPair>,
}

impl Ca {
    pub fn nieuw() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, format!("Test-CA {}", Uuid::new_v4()));
        let sleutel = KeyPair::generate().expect("a key");
        let certificaat = params.self_signed(&sleutel).expect("an authority");
        let map = tempfile::tempdir().expect("a folder");
        fs::write(map.path().join("ca.pem"), certificaat.pem()).expect("a file");
        Self { map, uitgever: Issuer::new(params, sleutel) }
    }

    pub fn pad(&self, naam: &str) -> PathBuf {
        self.map.path().join(naam)
    }

    /// A certificate for localhost with a common name and an OIN, valid over these years.
    pub fn maak(&self, naam: &str, jaren: (i32, i32)) -> Identiteit {
        let mut params = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).expect("names");
        params.distinguished_name.push(DnType::CommonName, naam);
        let serial_number = DnType::CustomDnType(vec![2, 5, 4, 5]);
        params.distinguished_name.push(serial_number, "00000099000000001000");
        params.not_before = rcgen::date_time_ymd(jaren.0, 1, 1);
        params.not_after = rcgen::date_time_ymd(jaren.1, 1, 1);
        let sleutel = KeyPair::generate().expect("a key");
        let certificaat = params.signed_by(&sleutel, &self.uitgever).expect("a certificate");
        let identiteit =
            Identiteit { certificaat: self.pad(&format!("{naam}.pem")), sleutel: self.pad(&format!("{naam}.key")) };
        fs::write(&identiteit.certificaat, certificaat.pem()).expect("a file");
        fs::write(&identiteit.sleutel, sleutel.serialize_pem()).expect("a file");
        identiteit
    }

    /// Settings of a client of this authority with a certificate of its own.
    pub fn client(&self, naam: &str) -> Arc<ClientConfig> {
        let tls = ClientTls { ca: self.pad("ca.pem"), identiteit: Some(self.maak(naam, (2020, 2099))) };
        wederzijds(&tls, "the test", NU).expect("settings")
    }

    /// Settings of a server that wants a certificate of this authority.
    pub fn server(&self) -> TlsHandvat {
        let Identiteit { certificaat, sleutel } = self.maak("server", (2020, 2099));
        TlsHandvat::new(server_config(&certificaat, &sleutel, Some(&self.pad("ca.pem")), NU).expect("settings"))
    }
}

/// A running listener.
pub struct Lopend {
    pub poort: u16,
    pub stop: CancellationToken,
    pub taak: JoinHandle<keten::luister::Afronding>,
}

pub async fn start(router: axum::Router, tls: Option<TlsHandvat>, instellingen: Instellingen) -> Lopend {
    let luisteraar = Luisteraar::bind(([127, 0, 0, 1], 0).into(), tls, instellingen).await.expect("a free port");
    let poort = luisteraar.adres().expect("an address").port();
    let stop = CancellationToken::new();
    let taak = tokio::spawn(luisteraar.bedien(router, stop.clone()));
    Lopend { poort, stop, taak }
}

/// Metadata that is right.
pub fn metadata() -> Metadata {
    let relatie = |rol: &str, code: &str| Relatie { rol: rol.to_owned(), code: Some(code.to_owned()) };
    Metadata {
        routeringgegevens: Routeringgegevens {
            afzender: relatie("Instelling", "99990001"),
            geadresseerden: vec![relatie("Gemeente", "0363")],
            berichtstroom: Berichtstroom {
                berichttype: "JW323".to_owned(),
                berichtsubtype: None,
                berichtversie: 3,
                berichtsubversie: 2,
                actie: "Indienen".to_owned(),
            },
        },
        referentiegegevens: Referentiegegevens {
            conversatie_id: Uuid::new_v4(),
            traceer_id: Uuid::new_v4(),
            als_antwoord_op: None,
            referentie_id: None,
        },
        verwerkingscontext: None,
    }
}
