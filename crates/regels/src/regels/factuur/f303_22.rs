//! F303-22: The gemeentecode exists in the CBS list.

use super::super::tr378;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De gemeentecode in de kop bestaat op de dag van controle volgens de lijst van het CBS.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Ook een code die op de ingangsdatum van een bekende toewijzing van de cliënt gold is goed. Met alleen de \
    meegeleverde lijst van een jaar is een onbekende code een signaal.";

/// The gemeentecode exists in the CBS list. Source: TR378, docs/keuzes.md.
pub static F303_22: Regel = Regel {
    id: "F303-22",
    niveau: 4,
    retourcode: Some("S300"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Kop(tr378::toets)],
};
