//! CD041: Product.Code filled requires Omvang.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::codewaarde;

/// What people read about this rule.
const UITLEG: &str = "Een product met een productcode heeft een omvang.";

/// Product.Code filled requires Omvang. Source: CD041.
pub static CD041: Regel = Regel {
    id: "CD041",
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
    if node.at(&["Product", "Code"]).is_some() && node.child("Omvang").is_none() {
        meld.fout(
            node.id(),
            "Omvang ontbreekt bij een product met een productcode",
            gegeven("Product.Code", codewaarde(node, &["Product", "Code"])).vergelijk(
                "Omvang",
                gevuld(false),
                Moet::Equal,
                gevuld(true),
            ),
        );
    }
}
