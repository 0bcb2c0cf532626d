//! TR413: No second tijdelijke stop on one start.

use crate::prelude::*;
use crate::regels::startstop::{TIJDELIJK, stops_op_start};

/// What people read about this rule.
const UITLEG: &str = "Op een start komt hoogstens een tijdelijke stop (reden 20).";

/// What was chosen where the standard leaves room.
const KEUZE: &str =
    "Dezelfde start is dezelfde toewijzing en begindatum; heeft de stop een eigen start, dan ook hetzelfde product.";

/// No second tijdelijke stop on one start. Source: TR413, OP377.
pub static TR413: Regel = Regel {
    id: "TR413",
    niveau: 3,
    retourcode: Some("9413"),
    standaarden: Standaarden::Beide,
    berichten: &[S307],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::StopNieuw(toets)],
};

fn toets(toets: &StopToets<'_>, meld: &mut Meldingen) {
    let eerder = stops_op_start(toets).filter(|s| s.reden == TIJDELIJK).count();
    if toets.stop.reden == TIJDELIJK && eerder > 0 {
        meld.fout(
            toets.stop.node,
            "op deze start is al een tijdelijke stop gemeld",
            vergelijk("eerdere tijdelijke stops op deze start", eerder, Moet::AtMost, 0_usize),
        );
    }
}
