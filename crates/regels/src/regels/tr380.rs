//! TR380: A NieuwProduct begins after Dagtekening.

use bericht::datum;
use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een nieuw product in een verzoek om wijziging gaat in na de dagtekening van het bericht.";

/// A NieuwProduct begins after Dagtekening. Source: TR380.
pub static TR380: Regel = Regel {
    id: "TR380",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("NieuwProduct", toets)],
};

fn toets(node: NodeRef<'_>, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let dagtekening = bericht.header.identificatie.dagtekening;
    if let Some(ingang) = node.child("GewensteIngangsdatum")
        && datum(ingang.value()).is_some_and(|dag| dag <= dagtekening)
    {
        meld.fout(
            ingang.id(),
            format!("GewensteIngangsdatum ligt niet na de dagtekening {}", toon_datum(dagtekening)),
            vergelijk("GewensteIngangsdatum", datum(ingang.value()), Moet::After, dagtekening),
        );
    }
}
