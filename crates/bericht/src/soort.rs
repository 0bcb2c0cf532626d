//! The messages of the releases by number, and what belongs to what.

use serde::{Deserialize, Serialize};

use crate::partij::Rol;

/// A message by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Soort {
    /// Toewijzing.
    S301,
    /// Retour op toewijzing.
    S302,
    /// Declaratie or factuur (release 2.3).
    S303,
    /// Retour op declaratie or factuur (release 2.3).
    S304,
    /// Start.
    S305,
    /// Retour op start.
    S306,
    /// Stop.
    S307,
    /// Retour op stop.
    S308,
    /// Verzoek om toewijzing.
    S315,
    /// Retour op verzoek om toewijzing.
    S316,
    /// Verzoek om wijziging.
    S317,
    /// Retour op verzoek om wijziging.
    S318,
    /// Antwoord.
    S319,
    /// Retour op antwoord.
    S320,
    /// Declaratie.
    S323,
    /// Declaratie-antwoord.
    S325,
}

use Soort::{S301, S302, S303, S304, S305, S306, S307, S308, S315, S316, S317, S318, S319, S320, S323, S325};

impl Soort {
    /// All messages, in order of their number.
    pub const ALLE: [Soort; 16] =
        [S301, S302, S303, S304, S305, S306, S307, S308, S315, S316, S317, S318, S319, S320, S323, S325];
    /// The heenberichten: each gets exactly one retour.
    pub const HEEN: [Soort; 8] = [S301, S303, S305, S307, S315, S317, S319, S323];

    /// Message number, e.g. `323`.
    pub fn nummer(self) -> &'static str {
        match self {
            S301 => "301",
            S302 => "302",
            S303 => "303",
            S304 => "304",
            S305 => "305",
            S306 => "306",
            S307 => "307",
            S308 => "308",
            S315 => "315",
            S316 => "316",
            S317 => "317",
            S318 => "318",
            S319 => "319",
            S320 => "320",
            S323 => "323",
            S325 => "325",
        }
    }

    /// The message with this number.
    pub fn parse(nummer: &str) -> Option<Self> {
        Self::ALLE.into_iter().find(|s| s.nummer() == nummer)
    }

    /// The retour that answers a heenbericht.
    pub fn retour(self) -> Option<Soort> {
        match self {
            S301 => Some(S302),
            S303 => Some(S304),
            S305 => Some(S306),
            S307 => Some(S308),
            S315 => Some(S316),
            S317 => Some(S318),
            S319 => Some(S320),
            S323 => Some(S325),
            _ => None,
        }
    }

    /// The heenbericht that a retour answers.
    pub fn heen(self) -> Option<Soort> {
        Self::HEEN.into_iter().find(|heen| heen.retour() == Some(self))
    }

    /// Whether it is a 303 or 304 of release 2.3, which names its parties and its number in its own way.
    pub fn is_factuur(self) -> bool {
        matches!(self, S303 | S304)
    }

    /// Whether it is a message by which Prestaties are declared: 323, and 303 in release 2.3.
    pub fn declareert(self) -> bool {
        matches!(self, S303 | S323)
    }

    /// Role of the `Afzender` in the header. In 302 to 320 the header is copied from the heenbericht, so there it is not
    /// the real sender; see [`Soort::header_is_gekopieerd`].
    pub fn afzender(self) -> Rol {
        match self {
            S301 | S302 | S304 | S319 | S320 | S325 => Rol::Gemeente,
            _ => Rol::Aanbieder,
        }
    }

    /// Whether `Afzender` and `Ontvanger` are those of the heenbericht (302 to 320), so that the real sender is `Ontvanger`.
    pub fn header_is_gekopieerd(self) -> bool {
        matches!(self, S302 | S306 | S308 | S316 | S318 | S320)
    }
}

impl TryFrom<String> for Soort {
    type Error = String;

    fn try_from(nummer: String) -> Result<Self, String> {
        Soort::parse(&nummer).ok_or_else(|| format!("unknown message {nummer}"))
    }
}

impl From<Soort> for String {
    fn from(soort: Soort) -> String {
        soort.nummer().to_owned()
    }
}

impl std::fmt::Display for Soort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.nummer())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_retour_has_one_heenbericht() {
        for heen in Soort::HEEN {
            assert_eq!(heen.retour().and_then(Soort::heen), Some(heen));
        }
        assert_eq!(Soort::parse("323"), Some(S323));
        assert_eq!(Soort::parse("321"), None);
    }
}
