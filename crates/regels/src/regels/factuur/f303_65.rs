//! F303-65: The sum of amounts fits the Budget of the toewijzing.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Alle toegekende en niet gecrediteerde bedragen op een toewijzing met een budget passen samen binnen dat \
    budget. Dit is een signaal: release 2.3 kent geen budget en geen code daarvoor.";

/// The sum of amounts fits the Budget of the toewijzing. Source: docs/keuzes.md.
pub static F303_65: Regel = Regel {
    id: "F303-65",
    niveau: 3,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let Some(budget) = op.toewijzing.budget else { return };
    let (eerder, bedrag) = (op.verbruik.bedrag, op.toets.prestatie.bedrag.cent);
    let over = eerder + bedrag - budget;
    if over > 0 {
        let (eerder, deze, budget) = (toon_euro(eerder), toon_euro(bedrag), toon_euro(budget));
        let tekst = format!("al toegekend {eerder}, deze regel {deze}, budget {budget}");
        meld.contractsignaal("F303-65", op.toets.prestatie.node, tekst, None, Some(over));
    }
}
