//! TR359: No answer after a toewijzing with the same reference.

use dossier::VerzoekFeit;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Op een verzoek dat met een toewijzing is gehonoreerd volgt geen antwoord meer.";

/// No answer after a toewijzing with the same reference. Source: TR359.
pub static TR359: Regel = Regel {
    id: "TR359",
    niveau: 3,
    retourcode: Some("9359"),
    standaarden: Standaarden::Beide,
    berichten: &[S319],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::VerzoekAntwoord(toets)],
};

fn toets(toets: &VerzoekAntwoordToets<'_>, meld: &mut Meldingen) {
    if toets.verzoek.is_some_and(VerzoekFeit::is_gehonoreerd) {
        meld.fout(
            toets.antwoord.node,
            "op dit verzoek is al een toewijzing gestuurd",
            vergelijk("toewijzingen op dit verzoek", 1_usize, Moet::AtMost, 0_usize),
        );
    }
}
