//! TR074: A first delivery has a logical key that is not in use.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een start of stop met status 1 heeft een logische sleutel die niet eerder is aangeleverd. Na verwijderen mag \
    dezelfde sleutel opnieuw.";

/// A first delivery has a logical key that is not in use. Source: TR074
pub static TR074: Regel = Regel {
    id: "TR074",
    niveau: 3,
    retourcode: Some("9074"),
    standaarden: Standaarden::Beide,
    berichten: &[S305, S307],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::StartNieuw(start), Moment::StopNieuw(stop)],
};

fn start(toets: &StartToets<'_>, meld: &mut Meldingen) {
    if toets.bekend.register.plaats_van_start(toets.feit, toets.start).is_some() {
        meld.fout(
            toets.start.node,
            "een start met dezelfde sleutel is al aangeleverd",
            gegeven("Begindatum", toets.start.begindatum).vergelijk(
                "eerdere, niet verwijderde starts met deze sleutel",
                1_usize,
                Moet::AtMost,
                0_usize,
            ),
        );
    }
}

fn stop(toets: &StopToets<'_>, meld: &mut Meldingen) {
    if toets.bekend.register.plaats_van_stop(toets.feit, toets.stop).is_some() {
        meld.fout(
            toets.stop.node,
            "een stop met dezelfde sleutel is al aangeleverd",
            gegeven("Begindatum", toets.stop.begindatum).gegeven("Einddatum", toets.stop.einddatum).vergelijk(
                "eerdere, niet verwijderde stops met deze sleutel",
                1_usize,
                Moet::AtMost,
                0_usize,
            ),
        );
    }
}
