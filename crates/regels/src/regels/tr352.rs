//! TR352: A VOW holds an OngewijzigdProduct or a TeWijzigenProduct.

use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een verzoek om wijziging gaat over bestaande toewijzingen: het noemt ten minste een ongewijzigd of te \
    wijzigen product.";

/// A VOW holds an OngewijzigdProduct or a TeWijzigenProduct. Source: TR352.
pub static TR352: Regel = Regel {
    id: "TR352",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Verzoek", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if node.child("OngewijzigdeProducten").is_none() && node.child("TeWijzigenProducten").is_none() {
        meld.fout(
            node.id(),
            "er is geen ongewijzigd en geen te wijzigen product",
            vergelijk("ongewijzigde en te wijzigen producten", 0_usize, Moet::AtLeast, 1_usize),
        );
    }
}
