//! CS318: Client.Naam.NaamGebruik is not 6.

use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een cliënt is een natuurlijk persoon: NaamGebruik 6 hoort alleen bij een relatie.";

/// Client.Naam.NaamGebruik is not 6. Source: CS318.
pub static CS318: Regel = Regel {
    id: "CS318",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Client", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if let Some(gebruik) = node.at(&["Naam", "NaamGebruik"]).filter(|g| g.value() == "6") {
        meld.fout(
            gebruik.id(),
            "NaamGebruik 6 (niet-natuurlijk persoon) hoort niet bij een cliënt",
            vergelijk("Client.Naam.NaamGebruik", code("6"), Moet::Differ, code("6")),
        );
    }
}
