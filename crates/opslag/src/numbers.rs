//! Numbers in order, whatever the clock does.

use std::sync::{Mutex, PoisonError};

use dossier::BerichtId;

/// The greatest number that was committed or given out.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    last: Mutex<u128>,
}

impl Numbers {
    /// After what is in a store.
    pub(crate) fn after(newest: Option<BerichtId>) -> Self {
        Self { last: Mutex::new(newest.unwrap_or_default().0) }
    }

    /// Notes a number that somebody else made.
    pub(crate) fn seen(&self, number: BerichtId) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = number.0.max(*last);
    }

    /// The proposed number, or the next one when that is not greater than the last.
    pub(crate) fn next(&self, proposed: BerichtId) -> BerichtId {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = proposed.0.max(last.saturating_add(1));
        BerichtId(*last)
    }
}
