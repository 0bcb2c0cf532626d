//! CD067: Verwijzer.Type 02 to 05 without ZorgverlenerCode: Naam required.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::{codewaarde, is_zorgverlener};

/// What people read about this rule.
const UITLEG: &str = "Een verwijzer van type 02 tot en met 05 zonder zorgverlenercode wordt met een naam genoemd.";

/// Verwijzer.Type 02 to 05 without ZorgverlenerCode: Naam required. Source: CD067.
pub static CD067: Regel = Regel {
    id: "CD067",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S315],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Verwijzer", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if is_zorgverlener(node) && node.child("ZorgverlenerCode").is_none() && node.child("Naam").is_none() {
        meld.fout(
            node.id(),
            "Naam en ZorgverlenerCode ontbreken allebei",
            gegeven("Verwijzer.Type", codewaarde(node, &["Type"]))
                .gegeven("ZorgverlenerCode", gevuld(false))
                .vergelijk("Naam", gevuld(false), Moet::Equal, gevuld(true)),
        );
    }
}
