//! CD077: Budget filled: Omvang empty.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::bedragwaarde;

/// What people read about this rule.
const UITLEG: &str = "Een toewijzing met een budget heeft geen omvang.";

/// Budget filled: Omvang empty. Source: CD077.
pub static CD077: Regel = Regel {
    id: "CD077",
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
    if let (Some(_), Some(omvang)) = (node.child("Budget"), node.child("Omvang")) {
        meld.fout(
            omvang.id(),
            "Omvang is gevuld naast een budget",
            gegeven("Budget", bedragwaarde(node, "Budget")).vergelijk(
                "Omvang",
                gevuld(true),
                Moet::Equal,
                gevuld(false),
            ),
        );
    }
}
