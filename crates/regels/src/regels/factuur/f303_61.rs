//! F303-61: ProductCode equals that of the toewijzing.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De productcode is die van de toewijzing, als de toewijzing er een noemt. Dit is een signaal: release 2.3 \
    heeft geen code om hierop te weigeren.";

/// ProductCode equals that of the toewijzing. Source: docs/keuzes.md.
pub static F303_61: Regel = Regel {
    id: "F303-61",
    niveau: 3,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let toegewezen = op.toewijzing.product.as_ref().and_then(|p| p.code.as_deref());
    if toegewezen.is_some_and(|code| code != op.toets.prestatie.code) {
        let tekst = "de productcode wijkt af van die van de toewijzing";
        meld.signaal("F303-61", Some(op.toets.prestatie.node), tekst);
    }
}
