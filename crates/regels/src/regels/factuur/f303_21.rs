//! F303-21: FactuurDagtekening does not lie after the reference date.

use super::super::tr135;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De dagtekening van de factuur ligt niet na de dag waarop het bericht wordt gecontroleerd (Nederlandse \
    kalenderdatum).";

/// FactuurDagtekening does not lie after the reference date. Source: TR135, docs/keuzes.md.
pub static F303_21: Regel = Regel {
    id: "F303-21",
    niveau: 4,
    retourcode: Some("8848"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Kop(tr135::toets)],
};
