//! What the rules on a 325 share.

use crate::moment::AntwoordToets;

/// Whether the 323 is known here line by line. One that was refused by its header has no lines to compare with; the
/// difference in verdict is a signal of its own.
pub fn beoordeeld(toets: &AntwoordToets<'_>) -> bool {
    toets.kennis.heen().is_some_and(|heen| heen.beoordeeld)
}
