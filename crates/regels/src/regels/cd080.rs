//! CD080: Product.Code empty and an end after 2020 or none: Omvang empty.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::{na_2020, zonder_code};

/// What people read about this rule.
const UITLEG: &str =
    "Een toegewezen product zonder productcode dat na 2020 eindigt (of geen einddatum heeft) heeft geen omvang.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Niet in release 2.3: de regel kijkt naar een einde na 2020, toen die release al uit gebruik was. Zij kent geen \
    budget, dus zonder productcode staat de hoeveelheid er alleen in de omvang.";

/// Product.Code empty and an end after 2020 or none: Omvang empty. Source: CD080.
pub static CD080: Regel = Regel {
    id: "CD080",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Element("ToegewezenProduct", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if node.at(&["Product", "Code"]).is_none() && na_2020(node) && node.child("Omvang").is_some() {
        meld.fout(node.id(), "Omvang is gevuld zonder productcode", zonder_code(node));
    }
}
