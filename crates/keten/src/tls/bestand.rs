//! PEM files.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::fout::TlsFout;

/// All certificates in a file, in their order; at least one.
pub(super) fn certificaten(pad: &Path) -> Result<Vec<CertificateDer<'static>>, TlsFout> {
    let pem = lees(pad)?;
    let geen = || TlsFout::GeenCertificaat { pad: pad.to_owned() };
    let certificaten = CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>().map_err(|_| geen())?;
    if certificaten.is_empty() { Err(geen()) } else { Ok(certificaten) }
}

/// The first key in a file.
pub(super) fn sleutel(pad: &Path) -> Result<PrivateKeyDer<'static>, TlsFout> {
    let pem = lees(pad)?;
    PrivateKeyDer::from_pem_slice(&pem).map_err(|_| {
        if is_versleuteld(&pem) {
            TlsFout::SleutelVersleuteld { pad: pad.to_owned() }
        } else {
            TlsFout::GeenSleutel { pad: pad.to_owned() }
        }
    })
}

fn lees(pad: &Path) -> Result<Vec<u8>, TlsFout> {
    fs::read(pad).map_err(|source| match source.kind() {
        ErrorKind::NotFound => TlsFout::Ontbreekt { pad: pad.to_owned() },
        _ => TlsFout::Lezen { pad: pad.to_owned(), source },
    })
}

/// Both ways in which OpenSSL marks a key with a passphrase.
fn is_versleuteld(pem: &[u8]) -> bool {
    let heeft = |merk: &[u8]| pem.windows(merk.len()).any(|venster| venster == merk);
    heeft(b"BEGIN ENCRYPTED PRIVATE KEY") || heeft(b"Proc-Type: 4,ENCRYPTED")
}
