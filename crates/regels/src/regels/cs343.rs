//! CS343: Eenheid 14, 16, 83 and 84 with an end after 2020 or none: Frequentie 2, 4 or 6.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::{einddatum, na_2020};

/// What people read about this rule.
const UITLEG: &str = "Etmalen, dagdelen, euro's en stuks (inspanning) worden niet per dag toegewezen, maar per week, per maand of \
    in totaal.";

/// Eenheid 14, 16, 83 and 84 with an end after 2020 or none: Frequentie 2, 4 or 6. Source: CS343.
pub static CS343: Regel = Regel {
    id: "CS343",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S315],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("AangevraagdProduct", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let waarde = |veld: &str| node.at(&["Omvang", veld]).map_or("", NodeRef::value);
    let per_dag = !matches!(waarde("Frequentie"), "2" | "4" | "6");
    if matches!(waarde("Eenheid"), "14" | "16" | "83" | "84") && na_2020(node) && per_dag {
        meld.fout(
            node.id(),
            format!("eenheid {} past niet bij frequentie {}", waarde("Eenheid"), waarde("Frequentie")),
            gegeven("Omvang.Eenheid", code(waarde("Eenheid"))).gegeven("Einddatum", einddatum(node)).vergelijk(
                "Omvang.Frequentie",
                code(waarde("Frequentie")),
                Moet::OneOf,
                "2, 4 of 6",
            ),
        );
    }
}
