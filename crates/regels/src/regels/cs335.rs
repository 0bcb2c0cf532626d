//! CS335: RedenWijziging 13 requires Einddatum equal to Ingangsdatum.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::dagwaarde;

/// What people read about this rule.
const UITLEG: &str = "Een verwijderde toewijzing (reden wijziging 13) eindigt op de dag waarop zij ingaat.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Ook een ontbrekende einddatum wordt geweigerd. Gelijke datums zonder reden 13 zijn een gewone toewijzing van \
    een dag.";

/// RedenWijziging 13 requires Einddatum equal to Ingangsdatum. Source: CS335.
pub static CS335: Regel = Regel {
    id: "CS335",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Element("ToegewezenProduct", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let waarde = |veld: &str| node.child(veld).map_or("", |n| n.value().trim());
    if waarde("RedenWijziging") == "13" && waarde("Einddatum") != waarde("Ingangsdatum") {
        meld.fout(
            node.id(),
            "Einddatum is niet gelijk aan Ingangsdatum bij een verwijderde toewijzing",
            gegeven("RedenWijziging", code("13")).vergelijk(
                "Einddatum",
                dagwaarde(node, "Einddatum"),
                Moet::Equal,
                dagwaarde(node, "Ingangsdatum"),
            ),
        );
    }
}
