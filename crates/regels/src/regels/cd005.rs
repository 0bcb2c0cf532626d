//! CD005: LandCode is filled if and only if Postcode is.

use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "In een adres zijn postcode en landcode allebei gevuld of allebei leeg.";

/// LandCode is filled if and only if Postcode is. Source: CD005.
pub static CD005: Regel = Regel {
    id: "CD005",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Adres", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    match (node.child("LandCode"), node.child("Postcode")) {
        (Some(_), None) => meld.fout(
            node.id(),
            "LandCode is gevuld, Postcode niet",
            vergelijk("Postcode", gevuld(false), Moet::Equal, gevuld(true)),
        ),
        (None, Some(_)) => meld.fout(
            node.id(),
            "Postcode is gevuld, LandCode niet",
            vergelijk("LandCode", gevuld(false), Moet::Equal, gevuld(true)),
        ),
        _ => {}
    }
}
