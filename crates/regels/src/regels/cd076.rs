//! CD076: Frequentie 2 requires the end date.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::{codewaarde, einddatum};

/// What people read about this rule.
const UITLEG: &str = "Een omvang per week heeft een einddatum.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Niet in release 2.3: de voorwaarden met de nummers eromheen gaan over het budget, dat die release niet \
    kent.";

/// Frequentie 2 requires the end date. Source: CD076.
pub static CD076: Regel = Regel {
    id: "CD076",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S315, S317],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[
        Moment::Element("ToegewezenProduct", toets),
        Moment::Element("AangevraagdProduct", toets),
        Moment::Element("NieuwProduct", toets),
        Moment::Element("TeWijzigenProduct", toets),
    ],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let per_week = node.at(&["Omvang", "Frequentie"]).is_some_and(|f| f.value() == "2");
    if per_week && einddatum(node).is_none() {
        meld.fout(
            node.id(),
            "de einddatum ontbreekt bij een omvang per week",
            gegeven("Omvang.Frequentie", codewaarde(node, &["Omvang", "Frequentie"])).vergelijk(
                "Einddatum",
                gevuld(false),
                Moet::Equal,
                gevuld(true),
            ),
        );
    }
}
