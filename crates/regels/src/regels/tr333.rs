//! TR333: DeclaratieNummer is new.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een aanbieder gebruikt een declaratienummer maar een keer. Het nummer van een declaratie die als geheel is \
    afgewezen mag opnieuw.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Het nummer is vrij zolang geen declaratie ermee in behandeling is genomen.";

/// DeclaratieNummer is new. Source: TR333, OP349.
pub static TR333: Regel = Regel {
    id: "TR333",
    niveau: 3,
    retourcode: Some("9333"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::DeclaratieDossier(toets)],
};

fn toets(toets: &DeclaratieToets<'_>, meld: &mut Meldingen) {
    if let Some(eerder) = toets.kennis.declaratie() {
        meld.fout(
            toets.declaratie.node,
            "een eerdere declaratie had hetzelfde DeclaratieNummer",
            gegeven("begin van de periode van de eerdere declaratie", eerder.periode.begin).vergelijk(
                "eerdere declaraties met dit DeclaratieNummer",
                1_usize,
                Moet::AtMost,
                0_usize,
            ),
        );
    }
}
