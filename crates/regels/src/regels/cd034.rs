//! CD034: Soort 01 and 03 require Adres.Postcode.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::codewaarde;

/// What people read about this rule.
const UITLEG: &str = "Een BRP-adres (01) en een verblijfadres (03) hebben een postcode.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Een ontbrekend adres telt als een ontbrekende postcode.";

/// Soort 01 and 03 require Adres.Postcode. Source: CD034.
pub static CD034: Regel = Regel {
    id: "CD034",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Element("Contact", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let vast = node.child("Soort").is_some_and(|soort| matches!(soort.value(), "01" | "03"));
    if vast && node.at(&["Adres", "Postcode"]).is_none() {
        meld.fout(
            node.id(),
            "Adres met Postcode ontbreekt bij een BRP- of verblijfadres",
            gegeven("Contact.Soort", codewaarde(node, &["Soort"])).vergelijk(
                "Adres.Postcode",
                gevuld(false),
                Moet::Equal,
                gevuld(true),
            ),
        );
    }
}
