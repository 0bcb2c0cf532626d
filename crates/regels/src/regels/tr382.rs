//! TR382: A stop repeats the key of the latest start.

use crate::prelude::*;
use crate::regels::startstop::{is_start_van, loopt};

/// What people read about this rule.
const UITLEG: &str = "Een stop herhaalt de gegevens van de laatste start op de toewijzing: toewijzing, product en begindatum zijn \
    gelijk.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "De laatste start is die met de hoogste begindatum op dezelfde toewijzing en hetzelfde product. Een start die \
    nog loopt is altijd te stoppen, ook als een eerdere start later begon. De codelijst verbindt 9069 met TR069, dat \
    nergens is beschreven; het is de oude naam van TR382.";

/// A stop repeats the key of the latest start. Source: TR382 with code 9069, OP155.
pub static TR382: Regel = Regel {
    id: "TR382",
    niveau: 3,
    retourcode: Some("9069"),
    standaarden: Standaarden::Beide,
    berichten: &[S307],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::StopNieuw(toets)],
};

fn toets(toets: &StopToets<'_>, meld: &mut Meldingen) {
    let (stop, bekend) = (toets.stop, toets.bekend);
    let starts = || bekend.starts(stop.nummer, stop.product.as_ref());
    let Some(start) = starts().find(|s| is_start_van(s, stop)) else {
        let alle = toets.feit.starts.iter().filter(|s| s.verwijderd.is_none());
        meld.fout(
            stop.node,
            "er is geen start met dezelfde toewijzing, hetzelfde product en dezelfde begindatum",
            gegeven("Begindatum", stop.begindatum)
                .gegeven("niet verwijderde starts van deze cliënt", alle.count())
                .vergelijk("starts met dezelfde sleutel", 0_usize, Moet::AtLeast, 1_usize),
        );
        return;
    };
    if loopt(start, bekend) {
        return;
    }
    let laatste = starts().map(|s| s.begindatum).max();
    if let Some(laatste) = laatste.filter(|laatste| *laatste > stop.begindatum) {
        meld.fout(
            stop.node,
            format!("de stop hoort bij een eerdere start; de laatste begint op {}", toon_datum(laatste)),
            vergelijk("Begindatum", stop.begindatum, Moet::Equal, laatste),
        );
    }
}
