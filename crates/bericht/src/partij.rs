//! Who talks to whom: domein, gemeente and aanbieder.

use serde::{Deserialize, Serialize};

/// Wettelijk domein: the standard a message belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Domein {
    /// Wmo 2015.
    Iwmo,
    /// Jeugdwet.
    Ijw,
}

impl Domein {
    /// `iwmo` or `ijw`, as in schemas and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Domein::Iwmo => "iwmo",
            Domein::Ijw => "ijw",
        }
    }

    /// The inverse of [`Domein::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "iwmo" => Some(Domein::Iwmo),
            "ijw" => Some(Domein::Ijw),
            _ => None,
        }
    }
}

/// Which side of the keten a party is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rol {
    /// Four-digit CBS code.
    Gemeente,
    /// Eight-digit AGB code.
    Aanbieder,
}

/// The triple inside which everything is looked up: nobody sees a number of another party.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Dossier {
    /// Wettelijk domein.
    pub domein: Domein,
    /// CBS code, four digits.
    pub gemeente: String,
    /// AGB code, eight digits.
    pub aanbieder: String,
}
