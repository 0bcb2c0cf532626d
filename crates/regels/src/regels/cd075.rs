//! CD075: Budget filled requires the end date.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::{bedragwaarde, einddatum};

/// What people read about this rule.
const UITLEG: &str = "Een toewijzing met een budget heeft een einddatum.";

/// Budget filled requires the end date. Source: CD075.
pub static CD075: Regel = Regel {
    id: "CD075",
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
        Moment::Element("TeWijzigenProduct", toets),
    ],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if node.child("Budget").is_some() && einddatum(node).is_none() {
        meld.fout(
            node.id(),
            "de einddatum ontbreekt bij een budget",
            gegeven("Budget", bedragwaarde(node, "Budget")).vergelijk(
                "Einddatum",
                gevuld(false),
                Moet::Equal,
                gevuld(true),
            ),
        );
    }
}
