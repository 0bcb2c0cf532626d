//! TR360: In onderzoek only as the first answer.

use bericht::IN_ONDERZOEK;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "In onderzoek is hoogstens het eerste antwoord op een verzoek.";

/// In onderzoek only as the first answer. Source: TR360.
pub static TR360: Regel = Regel {
    id: "TR360",
    niveau: 3,
    retourcode: Some("9360"),
    standaarden: Standaarden::Beide,
    berichten: &[S319],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::VerzoekAntwoord(toets)],
};

fn toets(toets: &VerzoekAntwoordToets<'_>, meld: &mut Meldingen) {
    let eerder = toets.verzoek.map_or(0, |v| v.antwoorden.len());
    if toets.antwoord.antwoord == IN_ONDERZOEK && eerder > 0 {
        meld.fout(
            toets.antwoord.node,
            "op dit verzoek is al geantwoord",
            gegeven("VerzoekAntwoord", code(IN_ONDERZOEK)).vergelijk(
                "eerdere antwoorden op dit verzoek",
                eerder,
                Moet::AtMost,
                0_usize,
            ),
        );
    }
}
