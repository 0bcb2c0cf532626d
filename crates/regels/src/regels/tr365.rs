//! TR365: Only a verzoek in onderzoek can get another answer.

use bericht::IN_ONDERZOEK;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Na een afwijzing volgt op hetzelfde verzoek geen ander antwoord; alleen op in onderzoek volgt nog een \
    afwijzing.";

/// Only a verzoek in onderzoek can get another answer. Source: TR365.
pub static TR365: Regel = Regel {
    id: "TR365",
    niveau: 3,
    retourcode: Some("9365"),
    standaarden: Standaarden::Beide,
    berichten: &[S319],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::VerzoekAntwoord(toets)],
};

fn toets(toets: &VerzoekAntwoordToets<'_>, meld: &mut Meldingen) {
    let eerder = toets.verzoek.map_or(&[][..], |v| v.antwoorden.as_slice());
    let definitief = eerder.iter().filter(|eerder| eerder.antwoord != IN_ONDERZOEK).count();
    if definitief > 0 {
        meld.fout(
            toets.antwoord.node,
            "dit verzoek is al afgewezen",
            vergelijk("eerdere antwoorden anders dan in onderzoek", definitief, Moet::AtMost, 0_usize),
        );
    }
}
