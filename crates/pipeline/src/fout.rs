//! What can go wrong that is not a fault of the message.

use thiserror::Error;

use crate::besluit::RETOUR_MAX;

/// Errors of the pipeline. None holds personal data.
#[derive(Debug, Error)]
pub enum PipelineFout {
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] opslag::StoreError),
    /// A retour could not be written.
    #[error("the retour cannot be written")]
    Retour(#[source] bericht::BerichtFout),
    /// A retour that we wrote does not fit its own schema; nothing was committed.
    #[error("the retour {soort} does not fit its schema: {reason}")]
    RetourOngeldig {
        /// Message number.
        soort: String,
        /// First finding.
        reason: String,
    },
    /// A retour is larger than can be delivered; nothing was committed.
    #[error(
        "the retour {soort} takes {bytes} bytes, more than the {RETOUR_MAX} that can be delivered; have the sender split \
         the message"
    )]
    RetourTeGroot {
        /// Message number.
        soort: &'static str,
        /// Its size.
        bytes: usize,
    },
    /// A stored verdict or payload that must be there is not.
    #[error("the store lacks {what} of an earlier message")]
    Ontbreekt {
        /// What is missing.
        what: &'static str,
    },
    /// A retour was offered to be sent as a message of its own.
    #[error("a {soort} is a retour; only the judgement of its heenbericht makes and sends it")]
    GeenHeenbericht {
        /// Message number.
        soort: &'static str,
    },
    /// Other decisions kept changing the same rows.
    #[error("the same rows were changed by others {attempts} times in a row")]
    Verdrongen {
        /// How often it was tried.
        attempts: u32,
    },
}

impl PipelineFout {
    /// Whether trying again can help.
    pub fn retry_helps(&self) -> bool {
        match self {
            PipelineFout::Store(error) => error.retry_helps(),
            PipelineFout::Verdrongen { .. } => true,
            _ => false,
        }
    }
}
