//! TR316: No VorigReferentieNummer equals a ReferentieNummer of the same message.

use std::collections::HashSet;

use bericht::Declaratie;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een regel en de creditering ervan reizen niet in hetzelfde bericht: VorigReferentieNummer is geen \
    ReferentieNummer van dit bericht. Crediteren en daarbij een verbeterde debetregel indienen mag wel.";

/// No VorigReferentieNummer equals a ReferentieNummer of the same message. Source: TR316, IV086.
pub static TR316: Regel = Regel {
    id: "TR316",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Declaratie(toets)],
};

fn toets(declaratie: &Declaratie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    // Most declaraties credit nothing.
    if declaratie.prestaties().all(|p| p.vorige.is_none()) {
        return;
    }
    let nummers: HashSet<&str> = declaratie.prestaties().map(|p| p.referentie).collect();
    for prestatie in declaratie.prestaties() {
        if prestatie.vorige.is_some_and(|vorige| nummers.contains(vorige)) {
            meld.fout(
                prestatie.node,
                "VorigReferentieNummer is een ReferentieNummer uit dit zelfde bericht",
                vergelijk("regels van dit bericht met dit nummer als ReferentieNummer", 1_usize, Moet::AtMost, 0_usize),
            );
        }
    }
}
