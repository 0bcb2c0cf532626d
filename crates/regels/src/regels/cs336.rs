//! CS336: RedenWijziging is not 01.

use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Reden wijziging 01 (vervallen) wordt niet meer gebruikt.";

/// RedenWijziging is not 01. Source: CS336.
pub static CS336: Regel = Regel {
    id: "CS336",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("ToegewezenProduct", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if let Some(reden) = node.child("RedenWijziging").filter(|r| r.value() == "01") {
        meld.fout(
            reden.id(),
            "RedenWijziging 01 wordt niet meer gebruikt",
            vergelijk("RedenWijziging", code("01"), Moet::Differ, code("01")),
        );
    }
}
