//! TR355: The answer is about a verzoek that was sent.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een antwoord noemt de referentie van een verzoek dat deze aanbieder aan deze gemeente stuurde.";

/// The answer is about a verzoek that was sent. Source: TR355.
pub static TR355: Regel = Regel {
    id: "TR355",
    niveau: 3,
    retourcode: Some("9355"),
    standaarden: Standaarden::Beide,
    berichten: &[S319],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::VerzoekAntwoord(toets)],
};

fn toets(toets: &VerzoekAntwoordToets<'_>, meld: &mut Meldingen) {
    if toets.verzoek.is_none() {
        meld.fout(
            toets.antwoord.node,
            "er is geen verzoek met deze ReferentieAanbieder",
            vergelijk("verzoeken met deze referentie", 0_usize, Moet::AtLeast, 1_usize),
        );
    }
}
