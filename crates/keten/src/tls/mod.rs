//! TLS settings from PEM files: provider ring, TLS 1.2 and 1.3, nothing older.
//!
//! Whatever can be wrong with a file is found when it is loaded, not when the first message fails. The moment against
//! which validity is judged is an argument, in seconds since 1970.

mod bestand;
mod certificaat;
mod fout;
mod handvat;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::{ClientConfig, RootCertStore, ServerConfig};

pub use certificaat::{PeerCertificaat, geldig_tot};
pub use fout::TlsFout;
pub use handvat::TlsHandvat;

/// A certificate chain and its key, as files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identiteit {
    /// PEM with the certificate first, then those above it.
    pub certificaat: PathBuf,
    /// PEM with the key, not encrypted.
    pub sleutel: PathBuf,
}

/// What a client needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientTls {
    /// PEM with the authorities that the server may lean on; there are no built-in ones.
    pub ca: PathBuf,
    /// The certificate that we show. Without it mutual TLS is not possible.
    pub identiteit: Option<Identiteit>,
}

/// Settings of a server. With `client_ca` a client without a certificate of one of these authorities is refused in the
/// handshake.
///
/// # Errors
/// Each trouble with a file is its own variant of [`TlsFout`].
pub fn server_config(
    certificaat: &Path,
    sleutel: &Path,
    client_ca: Option<&Path>,
    nu: i64,
) -> Result<Arc<ServerConfig>, TlsFout> {
    let (keten, key) = identiteit(certificaat, sleutel, nu)?;
    let builder = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|source| TlsFout::Instellingen { source })?;
    let builder = match client_ca {
        None => builder.with_no_client_auth(),
        Some(pad) => {
            let wortels = Arc::new(wortels(pad, nu)?);
            let verifier = WebPkiClientVerifier::builder_with_provider(wortels, provider())
                .build()
                .map_err(|_| TlsFout::GeenCertificaat { pad: pad.to_owned() })?;
            builder.with_client_cert_verifier(verifier)
        }
    };
    let mut config = builder.with_single_cert(keten, key).map_err(|source| bij_paar(certificaat, sleutel, source))?;
    if client_ca.is_some() {
        // A resumed session does not look at the certificate again, which may have expired meanwhile.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
    }
    // The listener speaks HTTP/1.1 only.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// Settings of a client that may do without a certificate of its own.
///
/// # Errors
/// Each trouble with a file is its own variant of [`TlsFout`].
pub fn client_config(tls: &ClientTls, nu: i64) -> Result<Arc<ClientConfig>, TlsFout> {
    let builder = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|source| TlsFout::Instellingen { source })?
        .with_root_certificates(wortels(&tls.ca, nu)?);
    let config = match &tls.identiteit {
        None => builder.with_no_client_auth(),
        Some(Identiteit { certificaat, sleutel }) => {
            let (keten, key) = identiteit(certificaat, sleutel, nu)?;
            builder.with_client_auth_cert(keten, key).map_err(|source| bij_paar(certificaat, sleutel, source))?
        }
    };
    Ok(Arc::new(config))
}

/// Settings of a client for mutual TLS; `doel` names the endpoint in the error when there is no certificate to show.
///
/// # Errors
/// [`TlsFout::GeenClientCertificaat`], and those of [`client_config`].
pub fn wederzijds(tls: &ClientTls, doel: &str, nu: i64) -> Result<Arc<ClientConfig>, TlsFout> {
    if tls.identiteit.is_none() {
        return Err(TlsFout::GeenClientCertificaat { doel: doel.to_owned() });
    }
    client_config(tls, nu)
}

/// Handed over explicitly everywhere: a default of the process would depend on who came first.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// Certificate chain and key, each checked by itself.
fn identiteit(
    certificaat: &Path,
    sleutel: &Path,
    nu: i64,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), TlsFout> {
    let keten = bestand::certificaten(certificaat)?;
    if let Some(eerste) = keten.first() {
        certificaat::keur(eerste, certificaat, nu)?;
    }
    Ok((keten, bestand::sleutel(sleutel)?))
}

/// The authorities in a file. One that has expired among others is no trouble; only expired ones are.
fn wortels(pad: &Path, nu: i64) -> Result<RootCertStore, TlsFout> {
    let certificaten = bestand::certificaten(pad)?;
    let mut wortels = RootCertStore::empty();
    let mut eerste_fout = None;
    for certificaat in certificaten {
        let keur = certificaat::keur(&certificaat, pad, nu)
            .and_then(|()| wortels.add(certificaat).map_err(|_| TlsFout::GeenCertificaat { pad: pad.to_owned() }));
        if let Err(fout) = keur {
            eerste_fout.get_or_insert(fout);
        }
    }
    match eerste_fout {
        Some(fout) if wortels.is_empty() => Err(fout),
        _ => Ok(wortels),
    }
}

/// What rustls says of certificate and key together.
fn bij_paar(certificaat: &Path, sleutel: &Path, source: rustls::Error) -> TlsFout {
    match source {
        rustls::Error::InconsistentKeys(_) => {
            TlsFout::SleutelPastNiet { certificaat: certificaat.to_owned(), sleutel: sleutel.to_owned() }
        }
        rustls::Error::InvalidCertificate(_) => TlsFout::GeenCertificaat { pad: certificaat.to_owned() },
        source => TlsFout::Onbruikbaar { sleutel: sleutel.to_owned(), source },
    }
}
