//! CD085: VerzoekAntwoord 1 requires RedenAfwijzingVerzoek.

use bericht::AFGEWEZEN;
use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een afwijzing noemt haar reden.";

/// VerzoekAntwoord 1 requires RedenAfwijzingVerzoek. Source: CD085.
pub static CD085: Regel = Regel {
    id: "CD085",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S319],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Antwoord", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let afgewezen = node.child("VerzoekAntwoord").is_some_and(|a| a.value() == AFGEWEZEN);
    if afgewezen && node.child("RedenAfwijzingVerzoek").is_none() {
        meld.fout(
            node.id(),
            "RedenAfwijzingVerzoek ontbreekt bij een afwijzing",
            gegeven("VerzoekAntwoord", code(AFGEWEZEN)).vergelijk(
                "RedenAfwijzingVerzoek",
                gevuld(false),
                Moet::Equal,
                gevuld(true),
            ),
        );
    }
}
