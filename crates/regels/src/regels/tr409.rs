//! TR409: Woonplaatsbeginsel only with RedenAfwijzingVerzoek 8.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::codewaarde;

/// What people read about this rule.
const UITLEG: &str = "Alleen bij afwijzingsreden 8 noemt het antwoord een andere gemeente.";

/// What was chosen where the standard leaves room.
const KEUZE: &str =
    "Ook zonder reden van afwijzing wordt een woonplaatsbeginsel geweigerd; de tekst van de regel gaat voor.";

/// Woonplaatsbeginsel only with RedenAfwijzingVerzoek 8. Source: TR409.
pub static TR409: Regel = Regel {
    id: "TR409",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Ijw,
    berichten: &[S319],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Element("Antwoord", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let reden = node.child("RedenAfwijzingVerzoek").map(NodeRef::value);
    if let Some(woonplaats) = node.child("Woonplaatsbeginsel").filter(|_| reden != Some("8")) {
        meld.fout(
            woonplaats.id(),
            "Woonplaatsbeginsel hoort alleen bij afwijzingsreden 8",
            gegeven("RedenAfwijzingVerzoek", codewaarde(node, &["RedenAfwijzingVerzoek"])).vergelijk(
                "Woonplaatsbeginsel",
                gevuld(true),
                Moet::Equal,
                gevuld(false),
            ),
        );
    }
}
