//! TR383: ReferentieAanbieder differs between the AangevraagdProducten.

use std::collections::HashSet;

use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Elk aangevraagd product in een verzoek heeft een eigen referentie van de aanbieder.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Niet in release 2.3: haar voorbeelden gebruiken één referentie voor twee aangevraagde producten, en de \
    hoogste code van een regel is daar 9326.";

/// ReferentieAanbieder differs between the AangevraagdProducten. Source: TR383.
pub static TR383: Regel = Regel {
    id: "TR383",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S315],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Element("AangevraagdeProducten", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let mut gezien = HashSet::new();
    for referentie in node.children().filter_map(|product| product.child("ReferentieAanbieder")) {
        if !gezien.insert(referentie.value()) {
            meld.fout(
                referentie.id(),
                "dezelfde ReferentieAanbieder staat al bij een ander product",
                vergelijk("aangevraagde producten met deze referentie", 2_usize, Moet::AtMost, 1_usize),
            );
        }
    }
}
