//! TR063: A deletion refers to an earlier, not deleted delivery with the same logical key.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Verwijderen (status 3) kan alleen wat eerder met dezelfde logische sleutel is aangeleverd en nog niet is \
    verwijderd. Andere inhoudelijke controles blijven dan achterwege.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Wat al verwijderd of geweigerd is, telt niet als eerdere aanlevering.";

/// A deletion refers to an earlier, not deleted delivery with the same logical key. Source: TR063, OP033.
pub static TR063: Regel = Regel {
    id: "TR063",
    niveau: 3,
    retourcode: Some("9063"),
    standaarden: Standaarden::Beide,
    berichten: &[S305, S307],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::StartVerwijderen(start), Moment::StopVerwijderen(stop)],
};

fn start(toets: &StartToets<'_>, meld: &mut Meldingen) {
    if toets.bekend.register.plaats_van_start(toets.feit, toets.start).is_none() {
        meld.fout(
            toets.start.status_node,
            "er is geen eerdere, niet verwijderde start met dezelfde sleutel",
            gegeven("Begindatum", toets.start.begindatum)
                .gegeven("bekende starts van deze cliënt", toets.feit.starts.len())
                .vergelijk("eerdere, niet verwijderde starts met deze sleutel", 0_usize, Moet::AtLeast, 1_usize),
        );
    }
}

fn stop(toets: &StopToets<'_>, meld: &mut Meldingen) {
    if toets.bekend.register.plaats_van_stop(toets.feit, toets.stop).is_none() {
        meld.fout(
            toets.stop.status_node,
            "er is geen eerdere, niet verwijderde stop met dezelfde sleutel",
            gegeven("Begindatum", toets.stop.begindatum)
                .gegeven("Einddatum", toets.stop.einddatum)
                .gegeven("bekende stops van deze cliënt", toets.feit.stops.len())
                .vergelijk("eerdere, niet verwijderde stops met deze sleutel", 0_usize, Moet::AtLeast, 1_usize),
        );
    }
}
