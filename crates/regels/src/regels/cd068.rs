//! CD068: Verwijzer.Type other than 02 to 05: ZorgverlenerCode empty.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::{codewaarde, is_zorgverlener};

/// What people read about this rule.
const UITLEG: &str = "Alleen een verwijzer van type 02 tot en met 05 heeft een zorgverlenercode.";

/// Verwijzer.Type other than 02 to 05: ZorgverlenerCode empty. Source: CD068.
pub static CD068: Regel = Regel {
    id: "CD068",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S315],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Verwijzer", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if let Some(code) = node.child("ZorgverlenerCode").filter(|_| !is_zorgverlener(node)) {
        meld.fout(
            code.id(),
            "ZorgverlenerCode hoort niet bij dit type verwijzer",
            gegeven("Verwijzer.Type", codewaarde(node, &["Type"])).vergelijk(
                "ZorgverlenerCode",
                gevuld(true),
                Moet::Equal,
                gevuld(false),
            ),
        );
    }
}
