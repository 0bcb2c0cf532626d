//! TR377: RedenAfwijzingVerzoek 8 requires Woonplaatsbeginsel.

use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str =
    "Wordt afgewezen omdat een andere gemeente aan de beurt is (reden 8), dan noemt het antwoord die gemeente.";

/// RedenAfwijzingVerzoek 8 requires Woonplaatsbeginsel. Source: TR377.
pub static TR377: Regel = Regel {
    id: "TR377",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Ijw,
    berichten: &[S319],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Antwoord", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let reden = node.child("RedenAfwijzingVerzoek").map(NodeRef::value);
    if reden == Some("8") && node.child("Woonplaatsbeginsel").is_none() {
        meld.fout(
            node.id(),
            "Woonplaatsbeginsel ontbreekt bij afwijzingsreden 8",
            gegeven("RedenAfwijzingVerzoek", code("8")).vergelijk(
                "Woonplaatsbeginsel",
                gevuld(false),
                Moet::Equal,
                gevuld(true),
            ),
        );
    }
}
