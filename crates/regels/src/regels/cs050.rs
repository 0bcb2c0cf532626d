//! CS050: Partnernaam filled: NaamGebruik 1 to 4; else 1, in iJw also 6.

use bericht::Domein;
use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "NaamGebruik past bij de naam: met een partnernaam 1, 2, 3 of 4; zonder partnernaam 1 (eigen naam), in de \
    Jeugdwet ook 6 (niet-natuurlijk persoon).";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Zonder partnernaam mag in iWmo alleen 1; 6 bestaat voor een voogdijinstelling in de Jeugdwet.";

/// Partnernaam filled: NaamGebruik 1 to 4; else 1, in iJw also 6. Source: CS050.
pub static CS050: Regel = Regel {
    id: "CS050",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Element("Naam", toets)],
};

fn toets(node: NodeRef<'_>, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let Some(gebruik) = node.child("NaamGebruik") else { return };
    let klopt = match (node.child("Partnernaam").is_some(), gebruik.value()) {
        (true, "1" | "2" | "3" | "4") | (false, "1") => true,
        (false, "6") => bericht.domein == Domein::Ijw,
        _ => false,
    };
    if !klopt {
        let partner = node.child("Partnernaam").is_some();
        let mag = match bericht.domein {
            _ if partner => "1, 2, 3 of 4",
            Domein::Ijw => "1 of 6",
            Domein::Iwmo => "1",
        };
        meld.fout(
            gebruik.id(),
            format!("NaamGebruik {} past niet bij deze naam", gebruik.value()),
            gegeven("Partnernaam", gevuld(partner)).vergelijk("NaamGebruik", code(gebruik.value()), Moet::OneOf, mag),
        );
    }
}
