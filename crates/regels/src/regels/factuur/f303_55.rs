//! F303-55: The sum of volumes fits the toewijzing over its whole term.

use super::super::tr322;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Alle toegekende en niet gecrediteerde volumes op een toewijzing, van 303 en 323 samen, passen binnen wat \
    over de hele looptijd is toegewezen. De regel die de som over de grens brengt wordt afgewezen en telt \
    niet mee voor de volgende.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Bij een open einddatum telt het einde van de declaratieperiode.";

/// The sum of volumes fits the toewijzing over its whole term. Source: TR322, docs/keuzes.md.
pub static F303_55: Regel = Regel {
    id: "F303-55",
    niveau: 3,
    retourcode: Some("9322"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::OpGeldigeToewijzing(tr322::toets)],
};
