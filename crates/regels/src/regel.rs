//! What a rule is.

use bericht::{Domein, Soort};

use crate::moment::Moment;

/// The standards a rule belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standaarden {
    /// iWmo and iJw.
    Beide,
    /// iJw only.
    Ijw,
    /// iWmo only.
    Iwmo,
}

/// A rule of the standard, or one of our own where a release has none.
#[derive(Debug)]
pub struct Regel {
    /// Id in the standard, e.g. `TR018`, or of our own, e.g. `F303-08`.
    pub id: &'static str,
    /// Control level: 2 in the message, 3 against the dossier, 4 against external sources and the contract.
    pub niveau: u8,
    /// Retourcode; none for rules on a 325, which has no retour, and for rules that only tell something.
    pub retourcode: Option<&'static str>,
    /// Standards.
    pub standaarden: Standaarden,
    /// Messages it is tested in.
    pub berichten: &'static [Soort],
    /// What people read, in Dutch.
    pub uitleg: &'static str,
    /// Where the standard leaves room: the choice that was made, in Dutch. See docs/keuzes.md.
    pub keuze: Option<&'static str>,
    /// The elements or moments it listens to.
    pub momenten: &'static [Moment],
}

impl Regel {
    /// Whether it is one of our own rules for a 303 of release 2.3 (docs/keuzes.md).
    pub fn is_factuurregel(&self) -> bool {
        self.berichten == [Soort::S303]
    }

    /// Whether it only tells something: a rule on a heenbericht without a retourcode refuses nothing.
    pub fn is_signaal(&self) -> bool {
        self.retourcode.is_none() && self.berichten.iter().all(|soort| soort.heen().is_none())
    }

    /// Whether the rule is tested in a message of a domain.
    pub fn geldt_voor(&self, domein: Domein, soort: Soort) -> bool {
        let standaard = match self.standaarden {
            Standaarden::Beide => true,
            Standaarden::Ijw => domein == Domein::Ijw,
            Standaarden::Iwmo => domein == Domein::Iwmo,
        };
        standaard && self.berichten.contains(&soort)
    }
}
