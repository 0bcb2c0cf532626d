//! Text of which nobody knows what the sender put in it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Free text of a sender; shows its length only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VrijeTekst(String);

impl VrijeTekst {
    /// The text itself: for storing and passing on, never for a log.
    pub fn waarde(&self) -> &str {
        &self.0
    }
}

impl From<String> for VrijeTekst {
    fn from(tekst: String) -> Self {
        Self(tekst)
    }
}

impl fmt::Debug for VrijeTekst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VrijeTekst({} tekens)", self.0.chars().count())
    }
}
