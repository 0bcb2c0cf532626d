//! TR414: A stop does not end before the current stop on the same start.

use crate::prelude::*;
use crate::regels::startstop::stops_op_start;

/// What people read about this rule.
const UITLEG: &str =
    "Een volgende stop op dezelfde start heeft een einddatum die niet voor die van de vorige stop ligt.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Dezelfde start is dezelfde toewijzing en begindatum; heeft de stop een eigen start, dan ook hetzelfde product. De regel \
    geldt niet bij verwijderen (status 3): TR063 zegt dat dan geen andere inhoud wordt getoetst.";

/// A stop does not end before the current stop on the same start. Source: TR414, OP378.
pub static TR414: Regel = Regel {
    id: "TR414",
    niveau: 3,
    retourcode: Some("9414"),
    standaarden: Standaarden::Beide,
    berichten: &[S307],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::StopNieuw(toets)],
};

fn toets(toets: &StopToets<'_>, meld: &mut Meldingen) {
    let laatste = stops_op_start(toets).map(|s| s.einddatum).max();
    if let Some(laatste) = laatste.filter(|laatste| toets.stop.einddatum < *laatste) {
        let eind = toon_datum(toets.stop.einddatum);
        let tekst = format!("Einddatum {eind} ligt voor die van de vorige stop, {}", toon_datum(laatste));
        meld.fout(
            toets.stop.einddatum_node,
            tekst,
            vergelijk("Einddatum", toets.stop.einddatum, Moet::NotBefore, laatste),
        );
    }
}
