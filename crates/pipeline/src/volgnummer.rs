//! The number of a message inside this installation: by the clock, and never before one that was given earlier.

use dossier::BerichtId;
use opslag::Store;
use uuid::Uuid;

/// A new number. What is known at a message, the chain of a credit and the queue after a restart go by the order of these
/// numbers, so the store has the last word when the clock was set back.
pub fn volgnummer(store: &dyn Store) -> BerichtId {
    store.number(BerichtId(Uuid::now_v7().as_u128()))
}
