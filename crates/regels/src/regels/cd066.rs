//! CD066: Verwijzer.Type 02 to 05 with ZorgverlenerCode: Naam empty.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::{codewaarde, is_zorgverlener};

/// What people read about this rule.
const UITLEG: &str =
    "Een verwijzer van type 02 tot en met 05 met een zorgverlenercode wordt niet ook met een naam genoemd.";

/// Verwijzer.Type 02 to 05 with ZorgverlenerCode: Naam empty. Source: CD066.
pub static CD066: Regel = Regel {
    id: "CD066",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S315],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Verwijzer", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if is_zorgverlener(node) && node.child("ZorgverlenerCode").is_some() && node.child("Naam").is_some() {
        meld.fout(
            node.id(),
            "Naam is gevuld naast ZorgverlenerCode",
            gegeven("Verwijzer.Type", codewaarde(node, &["Type"])).gegeven("ZorgverlenerCode", gevuld(true)).vergelijk(
                "Naam",
                gevuld(true),
                Moet::Equal,
                gevuld(false),
            ),
        );
    }
}
