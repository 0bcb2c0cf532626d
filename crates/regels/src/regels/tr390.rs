//! TR390: A debet is credited once.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een toegekende debetregel wordt maar een keer gecrediteerd.";

/// A debet is credited once. Source: TR390, OP360.
pub static TR390: Regel = Regel {
    id: "TR390",
    niveau: 3,
    retourcode: Some("9390"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::PrestatieCredit(toets)],
};

pub(super) fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let debet = toets.prestatie.vorige.and_then(|vorige| toets.kennis.prestatie(vorige));
    let eigen = debet.filter(|d| d.client == *toets.client);
    if eigen.is_some_and(|d| d.gecrediteerd_door.is_some()) {
        meld.fout(
            toets.prestatie.node,
            "de debetregel is al eerder gecrediteerd",
            vergelijk("eerdere credits op deze debetregel", 1_usize, Moet::AtMost, 0_usize),
        );
    }
}
