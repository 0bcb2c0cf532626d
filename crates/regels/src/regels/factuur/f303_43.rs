//! F303-43: A debet is credited once.

use super::super::tr390;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een toegekende debetregel wordt maar een keer gecrediteerd.";

/// A debet is credited once. Source: TR390, docs/keuzes.md.
pub static F303_43: Regel = Regel {
    id: "F303-43",
    niveau: 3,
    retourcode: Some("8017"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::PrestatieCredit(tr390::toets)],
};
