//! F303-40: ReferentieNummer is new.

use super::super::tr314;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een referentienummer is uniek voor de aanbieder: het komt in het bericht en in eerdere declaraties en \
    facturen niet voor. Ook een afgewezen prestatie heeft haar nummer verbruikt.";

/// ReferentieNummer is new. Source: TR314, docs/keuzes.md.
pub static F303_40: Regel = Regel {
    id: "F303-40",
    niveau: 3,
    retourcode: Some("8021"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::PrestatieElk(tr314::toets)],
};
