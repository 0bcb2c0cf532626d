//! F303-53: ProductPeriode does not end after the toewijzing.

use super::super::tr308;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De productperiode eindigt niet na de einddatum van de toewijzing.";

/// ProductPeriode does not end after the toewijzing. Source: TR308, docs/keuzes.md.
pub static F303_53: Regel = Regel {
    id: "F303-53",
    niveau: 3,
    retourcode: Some("9308"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(tr308::toets)],
};
