//! CD009: Contact.Periode only with Soort 04.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::codewaarde;

/// What people read about this rule.
const UITLEG: &str = "Alleen een tijdelijk verblijfadres (soort 04) heeft een periode.";

/// Contact.Periode only with Soort 04. Source: CD009.
pub static CD009: Regel = Regel {
    id: "CD009",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Contact", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let tijdelijk = node.child("Soort").is_some_and(|soort| soort.value() == "04");
    if let Some(periode) = node.child("Periode").filter(|_| !tijdelijk) {
        meld.fout(
            periode.id(),
            "Periode hoort alleen bij een tijdelijk verblijfadres (soort 04)",
            gegeven("Contact.Soort", codewaarde(node, &["Soort"])).vergelijk(
                "Periode",
                gevuld(true),
                Moet::Equal,
                gevuld(false),
            ),
        );
    }
}
