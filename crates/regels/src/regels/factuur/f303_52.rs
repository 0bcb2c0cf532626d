//! F303-52: ProductPeriode does not begin before the toewijzing.

use super::super::tr307;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De productperiode begint niet voor de ingangsdatum van de toewijzing.";

/// ProductPeriode does not begin before the toewijzing. Source: TR307, docs/keuzes.md.
pub static F303_52: Regel = Regel {
    id: "F303-52",
    niveau: 3,
    retourcode: Some("9307"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(tr307::toets)],
};
