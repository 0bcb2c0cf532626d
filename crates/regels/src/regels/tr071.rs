//! TR071: A start that has been stopped cannot be deleted.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een start waarop al een stop is gemeld wordt niet verwijderd; verwijder eerst de stop.";

/// A start that has been stopped cannot be deleted. Source: TR071, OP033.
pub static TR071: Regel = Regel {
    id: "TR071",
    niveau: 3,
    retourcode: Some("9071"),
    standaarden: Standaarden::Beide,
    berichten: &[S305],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::StartVerwijderen(toets)],
};

fn toets(toets: &StartToets<'_>, meld: &mut Meldingen) {
    let start = toets.start;
    let stops = toets.bekend.stops(start.nummer, start.product.as_ref());
    let gestopt = stops.filter(|stop| stop.begindatum == start.begindatum).count();
    if gestopt > 0 {
        meld.fout(
            start.status_node,
            "op deze start is al een stop gemeld",
            gegeven("Begindatum", start.begindatum).vergelijk("stops op deze start", gestopt, Moet::AtMost, 0_usize),
        );
    }
}
