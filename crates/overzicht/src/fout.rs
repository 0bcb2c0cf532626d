//! What can go wrong while the store is read.

use thiserror::Error;

/// Errors of an overview. None holds personal data.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OverzichtFout {
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] opslag::StoreError),
    /// A stored message could not be judged again.
    #[error("a stored message cannot be judged again")]
    Pipeline(#[from] pipeline::PipelineFout),
    /// Rows that belong together do not fit in an empty store.
    #[error("the rows of a dossier do not fit together: {0}")]
    Rijen(#[source] opslag::Rejection),
    /// A key in the store names no dossier.
    #[error("a row of {tabel} has a key that names no dossier")]
    Sleutel {
        /// The table.
        tabel: &'static str,
    },
}

impl OverzichtFout {
    /// Whether trying again can help.
    pub fn retry_helps(&self) -> bool {
        match self {
            OverzichtFout::Store(error) => error.retry_helps(),
            OverzichtFout::Pipeline(error) => error.retry_helps(),
            OverzichtFout::Rijen(_) | OverzichtFout::Sleutel { .. } => false,
        }
    }
}
