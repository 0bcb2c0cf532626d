//! F303-41: ProductPeriode ends in the DeclaratiePeriode or earlier.

use super::super::tr319;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De productperiode eindigt in de declaratieperiode of eerder.";

/// ProductPeriode ends in the DeclaratiePeriode or earlier. Source: TR319, docs/keuzes.md.
pub static F303_41: Regel = Regel {
    id: "F303-41",
    niveau: 3,
    retourcode: Some("9319"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::PrestatieElk(tr319::toets)],
};
