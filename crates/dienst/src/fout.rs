//! What can go wrong in the daemon that is no fault of who hands something in.

use thiserror::Error;

/// Errors of the daemon. No text holds personal data.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DienstFout {
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] opslag::StoreError),
    /// A message could not be judged.
    #[error("the message cannot be judged")]
    Pipeline(#[from] pipeline::PipelineFout),
    /// An overview could not be made.
    #[error("the overview cannot be made")]
    Overzicht(#[from] overzicht::OverzichtFout),
    /// A record that must be there is not, or is another one than expected.
    #[error("the store lacks {wat}")]
    Ontbreekt {
        /// What is missing.
        wat: &'static str,
    },
    /// Others kept changing the same receipt.
    #[error("the receipt was changed by others too often")]
    Verdrongen,
    /// A folder or file of a party cannot be used.
    #[error("cannot {wat} {pad}")]
    Bestand {
        /// What was tried.
        wat: &'static str,
        /// Where; never the name of a dropped file.
        pad: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folders cannot be watched.
    #[error("the folders of the parties cannot be watched")]
    Wacht(#[source] notify::Error),
    /// A thread or task cannot be started.
    #[error("a thread cannot be started")]
    Start(#[source] std::io::Error),
    /// The judgement of a message ended by a panic: a fault of the program, which would come again with the same message.
    #[error("judging the message ended in a fault of the program")]
    Paniek,
    /// The process ended while the message was judged, more than once.
    #[error("the daemon ended {0} times while it judged this message; it may be the cause")]
    Afgebroken(u32),
    /// A task ended by a panic.
    #[error("a task ended unexpectedly")]
    Taak(#[source] tokio::task::JoinError),
}

impl DienstFout {
    /// Whether trying again helps.
    pub fn retry_helps(&self) -> bool {
        match self {
            DienstFout::Store(error) => error.retry_helps(),
            DienstFout::Pipeline(error) => error.retry_helps(),
            DienstFout::Overzicht(error) => error.retry_helps(),
            DienstFout::Verdrongen => true,
            DienstFout::Bestand { source, .. } => source.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        }
    }

    /// Whether the disk is not to be trusted any more, so that the daemon must stop.
    pub fn is_fataal(&self) -> bool {
        use opslag::StoreError::{Stopped, SyncFailed};
        let (DienstFout::Store(store) | DienstFout::Pipeline(pipeline::PipelineFout::Store(store))) = self else {
            return false;
        };
        matches!(store, SyncFailed { .. } | Stopped)
    }
}
