//! TR315: No VorigReferentieNummer occurs twice in the message.

use std::collections::HashSet;

use bericht::Declaratie;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een debetregel wordt in een bericht hoogstens een keer gecrediteerd: hetzelfde VorigReferentieNummer komt \
    maar een keer voor.";

/// No VorigReferentieNummer occurs twice in the message. Source: TR315
pub static TR315: Regel = Regel {
    id: "TR315",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Declaratie(toets)],
};

fn toets(declaratie: &Declaratie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let mut gezien = HashSet::new();
    for prestatie in declaratie.prestaties() {
        if prestatie.vorige.is_some_and(|vorige| !gezien.insert(vorige)) {
            meld.fout(
                prestatie.node,
                "hetzelfde VorigReferentieNummer staat al bij een eerdere regel in dit bericht",
                vergelijk("regels met dit VorigReferentieNummer", 2_usize, Moet::AtMost, 1_usize),
            );
        }
    }
}
