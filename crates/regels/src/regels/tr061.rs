//! TR061: At least one Contact of the client has Soort 01, 02 or 03.

use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str =
    "Van een cliënt is ten minste een BRP-adres (01), correspondentieadres (02) of verblijfadres (03) bekend.";

/// At least one Contact of the client has Soort 01, 02 or 03. Source: TR061.
pub static TR061: Regel = Regel {
    id: "TR061",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Contactgegevens", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let vast = node.children().filter_map(|contact| contact.child("Soort"));
    if !vast.into_iter().any(|soort| matches!(soort.value(), "01" | "02" | "03")) {
        meld.fout(
            node.id(),
            "er is geen contact van soort 01, 02 of 03",
            vergelijk("contacten van soort 01, 02 of 03", 0_usize, Moet::AtLeast, 1_usize),
        );
    }
}
