//! F303-50: The toewijzing of a debet is known for this client.

use super::super::tr338;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een debetregel hoort bij een toewijzing die voor deze cliënt bekend is.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "De toewijzing moet ook van deze cliënt zijn. Is zij onbekend, dan worden de regels over de toewijzing \
    niet getoetst.";

/// The toewijzing of a debet is known for this client. Source: TR338, docs/keuzes.md.
pub static F303_50: Regel = Regel {
    id: "F303-50",
    niveau: 3,
    retourcode: Some("0551"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieDebet(tr338::toets)],
};
