//! TR353: A VOW holds a TeWijzigenProduct or a NieuwProduct.

use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str =
    "Een verzoek om wijziging wil iets veranderen: het noemt ten minste een te wijzigen of nieuw product.";

/// A VOW holds a TeWijzigenProduct or a NieuwProduct. Source: TR353.
pub static TR353: Regel = Regel {
    id: "TR353",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Verzoek", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if node.child("TeWijzigenProducten").is_none() && node.child("NieuweProducten").is_none() {
        meld.fout(
            node.id(),
            "er is geen te wijzigen en geen nieuw product",
            vergelijk("te wijzigen en nieuwe producten", 0_usize, Moet::AtLeast, 1_usize),
        );
    }
}
