//! CD078: Omvang filled: Budget empty.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::bedragwaarde;

/// What people read about this rule.
const UITLEG: &str = "Een toewijzing met een omvang heeft geen budget.";

/// Omvang filled: Budget empty. Source: CD078.
pub static CD078: Regel = Regel {
    id: "CD078",
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
    if let (Some(_), Some(budget)) = (node.child("Omvang"), node.child("Budget")) {
        meld.fout(
            budget.id(),
            "Budget is gevuld naast een omvang",
            gegeven("Omvang", gevuld(true)).vergelijk(
                "Budget",
                bedragwaarde(node, "Budget"),
                Moet::Equal,
                gevuld(false),
            ),
        );
    }
}
