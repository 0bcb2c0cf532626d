//! What can be wrong with certificates and keys; each text says what to do.

use std::path::PathBuf;

use thiserror::Error;

/// A certificate, key or authority that cannot be used.
#[derive(Debug, Error)]
pub enum TlsFout {
    /// The file is not there.
    #[error("{} does not exist; put the PEM file there or correct the path", pad.display())]
    Ontbreekt {
        /// Path as given.
        pad: PathBuf,
    },
    /// The file is there and cannot be read.
    #[error("cannot read {}; check its owner and permissions", pad.display())]
    Lezen {
        /// Path as given.
        pad: PathBuf,
        /// Cause.
        source: std::io::Error,
    },
    /// No certificate in the file, or one that cannot be read.
    #[error("{} holds no usable PEM certificate; it must have a block BEGIN CERTIFICATE (convert DER or PFX with openssl)",
        pad.display())]
    GeenCertificaat {
        /// Path as given.
        pad: PathBuf,
    },
    /// No key in the file.
    #[error("{} holds no usable PEM key; it must have a block BEGIN PRIVATE KEY", pad.display())]
    GeenSleutel {
        /// Path as given.
        pad: PathBuf,
    },
    /// The key has a passphrase.
    #[error("the key in {} is encrypted; take the passphrase off with `openssl pkey` and protect the file instead",
        pad.display())]
    SleutelVersleuteld {
        /// Path as given.
        pad: PathBuf,
    },
    /// Certificate and key are no pair.
    #[error("the key {} does not belong to the certificate {}; name the two that were made together",
        sleutel.display(), certificaat.display())]
    SleutelPastNiet {
        /// Path of the certificate.
        certificaat: PathBuf,
        /// Path of the key.
        sleutel: PathBuf,
    },
    /// A kind of key that is not supported.
    #[error("the key {} cannot be used; use RSA of 2048 bits or more, or ECDSA P-256 or P-384", sleutel.display())]
    Onbruikbaar {
        /// Path of the key.
        sleutel: PathBuf,
        /// Cause.
        source: rustls::Error,
    },
    /// The validity has ended.
    #[error("the certificate in {} expired on {datum}; ask for a new one and put it in its place", pad.display())]
    Verlopen {
        /// Path as given.
        pad: PathBuf,
        /// Last day of validity, UTC, `YYYY-MM-DD`.
        datum: String,
    },
    /// The validity has not begun.
    #[error("the certificate in {} is not valid before {datum}; wait until then, or correct the clock of this machine",
        pad.display())]
    NogNietGeldig {
        /// Path as given.
        pad: PathBuf,
        /// First day of validity, UTC, `YYYY-MM-DD`.
        datum: String,
    },
    /// Mutual TLS without a certificate to show.
    #[error("{doel} wants mutual TLS and no client certificate is set; name the certificate and its key")]
    GeenClientCertificaat {
        /// The endpoint, as the operator knows it.
        doel: String,
    },
    /// TLS itself cannot be set up.
    #[error("TLS cannot be set up")]
    Instellingen {
        /// Cause.
        source: rustls::Error,
    },
}

impl TlsFout {
    /// Whether the same files may be right later without anyone doing anything.
    pub fn retry_helps(&self) -> bool {
        matches!(self, TlsFout::NogNietGeldig { .. })
    }
}
