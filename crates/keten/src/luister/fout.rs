//! Why there is nothing to listen on.

use std::io::ErrorKind;
use std::net::SocketAddr;

use thiserror::Error;

/// An address that cannot be listened on.
#[derive(Debug, Error)]
pub enum LuisterFout {
    /// Someone else has the port.
    #[error("{adres} is in use by another program; stop that one or choose another port")]
    Bezet {
        /// The address.
        adres: SocketAddr,
        /// Cause.
        source: std::io::Error,
    },
    /// The port needs rights that this process has not.
    #[error("no permission to listen on {adres}; choose a port from 1024 up or grant the right to bind low ports")]
    GeenRecht {
        /// The address.
        adres: SocketAddr,
        /// Cause.
        source: std::io::Error,
    },
    /// The address is not one of this machine.
    #[error("{adres} is not an address of this machine; use one of its own, or 0.0.0.0 for all")]
    Vreemd {
        /// The address.
        adres: SocketAddr,
        /// Cause.
        source: std::io::Error,
    },
    /// Anything else.
    #[error("cannot listen on {adres}")]
    Anders {
        /// The address.
        adres: SocketAddr,
        /// Cause.
        source: std::io::Error,
    },
    /// The operating system does not tell the address.
    #[error("the address that is listened on is not known")]
    Adres {
        /// Cause.
        source: std::io::Error,
    },
}

impl LuisterFout {
    pub(super) fn bij_bind(adres: SocketAddr, source: std::io::Error) -> Self {
        match source.kind() {
            ErrorKind::AddrInUse => LuisterFout::Bezet { adres, source },
            ErrorKind::PermissionDenied => LuisterFout::GeenRecht { adres, source },
            ErrorKind::AddrNotAvailable => LuisterFout::Vreemd { adres, source },
            _ => LuisterFout::Anders { adres, source },
        }
    }

    /// Whether the same call may succeed later without anyone changing a setting.
    pub fn retry_helps(&self) -> bool {
        matches!(self, LuisterFout::Bezet { .. } | LuisterFout::Anders { .. })
    }
}
