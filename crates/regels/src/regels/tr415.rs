//! TR415: No stop of any kind after a definitieve stop on the same start.

use crate::prelude::*;
use crate::regels::startstop::{TIJDELIJK, stops_op_start};

/// What people read about this rule.
const UITLEG: &str = "Na een definitieve stop volgt op dezelfde start geen andere stop meer.";

/// What was chosen where the standard leaves room.
const KEUZE: &str =
    "Dezelfde start is dezelfde toewijzing en begindatum; heeft de stop een eigen start, dan ook hetzelfde product.";

/// No stop of any kind after a definitieve stop on the same start. Source: TR415, OP378.
pub static TR415: Regel = Regel {
    id: "TR415",
    niveau: 3,
    retourcode: Some("9415"),
    standaarden: Standaarden::Beide,
    berichten: &[S307],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::StopNieuw(toets)],
};

fn toets(toets: &StopToets<'_>, meld: &mut Meldingen) {
    let eerder = stops_op_start(toets).filter(|s| s.reden != TIJDELIJK).count();
    if eerder > 0 {
        meld.fout(
            toets.stop.node,
            "op deze start is al een definitieve stop gemeld",
            vergelijk("eerdere definitieve stops op deze start", eerder, Moet::AtMost, 0_usize),
        );
    }
}
