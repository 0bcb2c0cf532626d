//! Why a simulator does not start or a message cannot be sent with it.

use std::net::SocketAddr;
use std::path::PathBuf;

use thiserror::Error;

use crate::pki::PkiFout;

/// Trouble around a simulator; what it does on command is none.
#[derive(Debug, Error)]
pub enum SimulatorFout {
    /// The certificates.
    #[error("the certificates cannot be made")]
    Pki(#[from] PkiFout),
    /// TLS.
    #[error("TLS cannot be set up")]
    Tls(#[from] keten::tls::TlsFout),
    /// An address.
    #[error("cannot listen")]
    Luisteren(#[from] keten::luister::LuisterFout),
    /// Whoever reaches the control API commands the simulator, so it stays on this machine.
    #[error("the control API only listens on a loopback address, not on {adres}")]
    Beheeradres {
        /// As given.
        adres: SocketAddr,
    },
    /// The schemas that messages are compared with.
    #[error("the schemas cannot be used")]
    Schemas(#[from] bericht::BerichtFout),
    /// A folder or file.
    #[error("cannot use {}", pad.display())]
    Bestand {
        /// The path.
        pad: PathBuf,
        /// Cause.
        source: std::io::Error,
    },
    /// The endpoint to push to.
    #[error("cannot push")]
    Client(#[from] keten::push::ClientFout),
    /// The metadata of a message to push.
    #[error("the metadata is outside its bounds: {velden}")]
    Metadata {
        /// Field and messages.
        velden: String,
    },
}
