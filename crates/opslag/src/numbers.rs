//! Numbers in order, whatever the clock does.

use std::sync::{Mutex, PoisonError};

use dossier::{BerichtId, ChangeSet};

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

    /// Notes the numbers of sets, whoever made them.
    pub(crate) fn seen(&self, sets: &[ChangeSet]) {
        let Some(greatest) = sets.iter().map(|set| set.id.0).max() else { return };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = greatest.max(*last);
    }

    /// The proposed number, or the next one when that is not greater than the last.
    pub(crate) fn next(&self, proposed: BerichtId) -> BerichtId {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = proposed.0.max(last.saturating_add(1));
        BerichtId(*last)
    }
}
