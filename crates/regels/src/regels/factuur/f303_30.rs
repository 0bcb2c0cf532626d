//! F303-30: The Client is known between these parties.

use super::super::tr304;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Voor deze cliënt is tussen deze gemeente en deze aanbieder ooit een toewijzing gewisseld.";

/// The Client is known between these parties. Source: TR304, docs/keuzes.md.
pub static F303_30: Regel = Regel {
    id: "F303-30",
    niveau: 3,
    retourcode: Some("8187"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::BekendeClient(tr304::toets)],
};
