//! What can be wrong with a contract file.

use thiserror::Error;

/// A contract that cannot be used.
#[derive(Debug, Error)]
pub enum ContractFout {
    /// The folder or a file cannot be read.
    #[error("cannot read {path}")]
    Lezen {
        /// Path as given.
        path: String,
        /// Cause.
        source: std::io::Error,
    },
    /// The file is no TOML, or has an unknown key or a value of the wrong kind.
    #[error("{path}: not a valid contract")]
    Vorm {
        /// Path as given.
        path: String,
        /// Cause, with line and column.
        source: Box<toml::de::Error>,
    },
    /// The file is understood but says something impossible.
    #[error("{path}: {reason}")]
    Inhoud {
        /// Path as given.
        path: String,
        /// What is wrong, lower case.
        reason: String,
    },
}
