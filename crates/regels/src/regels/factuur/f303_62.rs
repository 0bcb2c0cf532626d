//! F303-62: Eenheid fits the toewijzing.

use crate::prelude::*;
use crate::reken::eenheid_past;

/// What people read about this rule.
const UITLEG: &str = "De eenheid is die van de toewijzing; op een toewijzing in uren mag in minuten worden gedeclareerd. Dit is \
    een signaal: release 2.3 heeft geen code om hierop te weigeren, en de volumes zijn dan niet te \
    vergelijken.";

/// Eenheid fits the toewijzing. Source: docs/keuzes.md.
pub static F303_62: Regel = Regel {
    id: "F303-62",
    niveau: 3,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let (prestatie, omvang) = (op.toets.prestatie, op.toewijzing.omvang);
    if let Some(omvang) = omvang.filter(|omvang| !eenheid_past(omvang.eenheid, prestatie.eenheid)) {
        let (deze, die) = (prestatie.eenheid.code(), omvang.eenheid.code());
        let tekst =
            format!("eenheid {deze} past niet bij eenheid {die} van de toewijzing; het volume is niet getoetst");
        meld.signaal("F303-62", Some(prestatie.node), tekst);
    }
}
