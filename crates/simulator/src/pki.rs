//! A throw-away authority with server and client certificates, as PEM files in a folder. For demo and tests: the key of
//! the authority lies beside the rest.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use keten::tls::{ClientTls, Identiteit};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use thiserror::Error;
use uuid::Uuid;

/// Days that a certificate is valid.
const GELDIG: Days = Days::new(365);
/// Days of one that ends soon.
const BIJNA: Days = Days::new(11);

/// An authority that cannot be made or used.
#[derive(Debug, Error)]
pub enum PkiFout {
    /// A file or folder.
    #[error("cannot write or read {}", pad.display())]
    Bestand {
        /// The path.
        pad: PathBuf,
        /// Cause.
        source: io::Error,
    },
    /// A name that cannot be in a file name.
    #[error(
        "\"{naam}\" cannot be the name of a certificate; use letters, digits, spaces, hyphens, dots and underscores"
    )]
    Naam {
        /// As given.
        naam: String,
    },
    /// The cryptography refused.
    #[error("the certificate cannot be made")]
    Maken(#[from] rcgen::Error),
}

/// How long a certificate is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Geldigheid {
    /// From yesterday on, for a year.
    Nu,
    /// From yesterday on, for eleven days.
    LooptAf,
    /// Until yesterday.
    Verlopen,
}

/// The authority in a folder.
#[derive(Debug)]
pub struct Pki {
    map: PathBuf,
    uitgever: Issuer<'static, KeyPair>,
}

impl Pki {
    /// The authority in this folder (mode 0700); made when there is none.
    ///
    /// # Errors
    /// [`PkiFout`].
    pub fn open(map: &Path) -> Result<Self, PkiFout> {
        let (ca, sleutel) = (map.join("ca.pem"), map.join("ca.key"));
        if !sleutel.exists() {
            return Self::maak(map);
        }
        let lees = |pad: &Path| fs::read_to_string(pad).map_err(|source| bestand(pad, source));
        let uitgever = Issuer::from_ca_cert_pem(&lees(&ca)?, KeyPair::from_pem(&lees(&sleutel)?)?)?;
        Ok(Self { map: map.to_owned(), uitgever })
    }

    fn maak(map: &Path) -> Result<Self, PkiFout> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(map).map_err(|source| bestand(map, source))?;
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        // Two of them must not be taken for each other.
        params.distinguished_name.push(DnType::CommonName, format!("Ketenpoort wegwerp-CA {}", Uuid::new_v4()));
        // As long as anything that it signs.
        zet_geldigheid(&mut params, (dagen(Geldigheid::Verlopen).0, dagen(Geldigheid::Nu).1));
        let sleutel = KeyPair::generate()?;
        let certificaat = params.self_signed(&sleutel)?;
        schrijf(&map.join("ca.pem"), &certificaat.pem())?;
        schrijf(&map.join("ca.key"), &sleutel.serialize_pem())?;
        Ok(Self { map: map.to_owned(), uitgever: Issuer::new(params, sleutel) })
    }

    /// The folder.
    pub fn map(&self) -> &Path {
        &self.map
    }

    /// PEM of the authority.
    pub fn ca(&self) -> PathBuf {
        self.map.join("ca.pem")
    }

    /// A server certificate for localhost, 127.0.0.1, ::1 and `ook`, as `server.pem` and `server.key`.
    ///
    /// # Errors
    /// [`PkiFout`].
    pub fn server(&self, ook: &[String]) -> Result<Identiteit, PkiFout> {
        let mut namen = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec();
        namen.extend_from_slice(ook);
        self.geef("server", "localhost", CertificateParams::new(namen)?, Geldigheid::Nu)
    }

    /// A client certificate with this common name, as `client-<cn>.pem` and `client-<cn>.key`.
    ///
    /// # Errors
    /// [`PkiFout`].
    pub fn client(&self, cn: &str, geldigheid: Geldigheid) -> Result<Identiteit, PkiFout> {
        let mag = |c: char| c.is_ascii_alphanumeric() || " -._".contains(c);
        if cn.is_empty() || cn.len() > 64 || !cn.chars().all(mag) {
            return Err(PkiFout::Naam { naam: cn.to_owned() });
        }
        self.geef(&format!("client-{}", cn.replace(' ', "_")), cn, CertificateParams::default(), geldigheid)
    }

    /// What a client with this common name needs to talk to a server of this authority.
    ///
    /// # Errors
    /// [`PkiFout`].
    pub fn client_tls(&self, cn: &str) -> Result<ClientTls, PkiFout> {
        Ok(ClientTls { ca: self.ca(), identiteit: Some(self.client(cn, Geldigheid::Nu)?) })
    }

    fn geef(
        &self,
        bestand: &str,
        cn: &str,
        mut params: CertificateParams,
        geldigheid: Geldigheid,
    ) -> Result<Identiteit, PkiFout> {
        params.distinguished_name.push(DnType::CommonName, cn);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        zet_geldigheid(&mut params, dagen(geldigheid));
        let sleutel = KeyPair::generate()?;
        let certificaat = params.signed_by(&sleutel, &self.uitgever)?;
        let pad = |extensie: &str| self.map.join(format!("{bestand}.{extensie}"));
        let identiteit = Identiteit { certificaat: pad("pem"), sleutel: pad("key") };
        schrijf(&identiteit.certificaat, &certificaat.pem())?;
        schrijf(&identiteit.sleutel, &sleutel.serialize_pem())?;
        Ok(identiteit)
    }
}

/// First and last day.
fn dagen(geldigheid: Geldigheid) -> (NaiveDate, NaiveDate) {
    let vandaag = DateTime::<Utc>::from(SystemTime::now()).date_naive();
    let gisteren = vandaag.checked_sub_days(Days::new(1)).unwrap_or(vandaag);
    match geldigheid {
        Geldigheid::Nu => (gisteren, gisteren.checked_add_days(GELDIG).unwrap_or(gisteren)),
        Geldigheid::LooptAf => (gisteren, gisteren.checked_add_days(BIJNA).unwrap_or(gisteren)),
        Geldigheid::Verlopen => (gisteren.checked_sub_days(GELDIG).unwrap_or(gisteren), gisteren),
    }
}

fn zet_geldigheid(params: &mut CertificateParams, (van, tot): (NaiveDate, NaiveDate)) {
    let moment = |dag: NaiveDate| {
        let klein = |getal: u32| u8::try_from(getal).unwrap_or(1);
        rcgen::date_time_ymd(dag.year(), klein(dag.month()), klein(dag.day()))
    };
    params.not_before = moment(van);
    params.not_after = moment(tot);
}

/// Writes a file that only its owner may read, whole or not at all.
fn schrijf(pad: &Path, inhoud: &str) -> Result<(), PkiFout> {
    let tijdelijk = pad.with_extension(format!("{}.tmp", Uuid::new_v4()));
    let schrijven = || {
        let mut bestand = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&tijdelijk)?;
        bestand.write_all(inhoud.as_bytes())?;
        fs::rename(&tijdelijk, pad)
    };
    schrijven().map_err(|source| bestand(pad, source))
}

fn bestand(pad: &Path, source: io::Error) -> PkiFout {
    PkiFout::Bestand { pad: pad.to_owned(), source }
}
