//! What we want to know of one certificate.

use std::path::Path;

use chrono::DateTime;
use data_encoding::HEXLOWER;
use rustls::pki_types::CertificateDer;
use sha2::{Digest, Sha256};
use x509_parser::oid_registry::OID_X509_SERIALNUMBER;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::AttributeTypeAndValue;

use super::bestand;
use super::fout::TlsFout;

/// The certificate that a client showed, after the handshake proved that it holds the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerCertificaat {
    /// The certificate itself.
    pub der: Vec<u8>,
    /// Common name of the subject, when there is one.
    pub cn: Option<String>,
    /// Attribute serialNumber of the subject, where PKIoverheid writes the OIN; not the number of the certificate.
    pub serial_number: Option<String>,
    /// SHA-256 over `der`, hexadecimal in small letters.
    pub vingerafdruk: String,
}

impl PeerCertificaat {
    /// Reads a certificate; parts that cannot be read are absent.
    pub fn van_der(der: &[u8]) -> Self {
        let gelezen = X509Certificate::from_der(der).ok().map(|(_, certificaat)| certificaat);
        let subject = gelezen.as_ref().map(|certificaat| certificaat.subject());
        Self {
            der: der.to_vec(),
            cn: subject.and_then(|s| s.iter_common_name().next()).and_then(tekst),
            serial_number: subject.and_then(|s| s.iter_by_oid(&OID_X509_SERIALNUMBER).next()).and_then(tekst),
            vingerafdruk: HEXLOWER.encode(&Sha256::digest(der)),
        }
    }
}

fn tekst(attribuut: &AttributeTypeAndValue<'_>) -> Option<String> {
    attribuut.as_str().ok().map(str::to_owned)
}

/// Last moment of validity of the first certificate in a file, in seconds since 1970; for a warning in time.
///
/// # Errors
/// The file cannot be read or holds no certificate.
pub fn geldig_tot(pad: &Path) -> Result<i64, TlsFout> {
    let certificaten = bestand::certificaten(pad)?;
    let geen = || TlsFout::GeenCertificaat { pad: pad.to_owned() };
    let eerste = certificaten.first().ok_or_else(geen)?;
    let (_, certificaat) = X509Certificate::from_der(eerste).map_err(|_| geen())?;
    Ok(certificaat.validity().not_after.timestamp())
}

/// Whether a certificate can be read and is valid at `nu`.
pub(super) fn keur(certificaat: &CertificateDer<'_>, pad: &Path, nu: i64) -> Result<(), TlsFout> {
    let (_, certificaat) =
        X509Certificate::from_der(certificaat).map_err(|_| TlsFout::GeenCertificaat { pad: pad.to_owned() })?;
    let (van, tot) = (certificaat.validity().not_before.timestamp(), certificaat.validity().not_after.timestamp());
    if nu < van {
        return Err(TlsFout::NogNietGeldig { pad: pad.to_owned(), datum: datum(van) });
    }
    if nu > tot {
        return Err(TlsFout::Verlopen { pad: pad.to_owned(), datum: datum(tot) });
    }
    Ok(())
}

fn datum(seconden: i64) -> String {
    DateTime::from_timestamp(seconden, 0).map(|moment| moment.format("%Y-%m-%d").to_string()).unwrap_or_default()
}
