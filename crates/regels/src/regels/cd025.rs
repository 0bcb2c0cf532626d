//! CD025: LandCode NL requires Huis.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::{codewaarde, in_nederland};

/// What people read about this rule.
const UITLEG: &str = "Een adres in Nederland heeft een huisnummer.";

/// LandCode NL requires Huis. Source: CD025.
pub static CD025: Regel = Regel {
    id: "CD025",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Adres", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if in_nederland(node) && node.child("Huis").is_none() {
        meld.fout(
            node.id(),
            "Huis ontbreekt bij een adres in Nederland",
            gegeven("LandCode", codewaarde(node, &["LandCode"])).vergelijk(
                "Huis",
                gevuld(false),
                Moet::Equal,
                gevuld(true),
            ),
        );
    }
}
