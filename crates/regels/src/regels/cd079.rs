//! CD079: Budget empty requires Product.

use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Zonder budget noemt een toewijzing een product.";

/// Budget empty requires Product. Source: CD079.
pub static CD079: Regel = Regel {
    id: "CD079",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S315, S317],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[
        Moment::Element("ToegewezenProduct", toets),
        Moment::Element("AangevraagdProduct", toets),
        Moment::Element("NieuwProduct", toets),
    ],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if node.child("Budget").is_none() && node.child("Product").is_none() {
        meld.fout(
            node.id(),
            "Product ontbreekt terwijl er geen budget is",
            gegeven("Budget", gevuld(false)).vergelijk("Product", gevuld(false), Moet::Equal, gevuld(true)),
        );
    }
}
