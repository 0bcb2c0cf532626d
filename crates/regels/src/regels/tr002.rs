//! TR002: A birth date lies at most 120 years before Dagtekening, unless it is the unknown date.

use bericht::{Datum, Geboortedatum};
use chrono::Datelike;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een geboortedatum ligt hoogstens 120 jaar voor de dagtekening van het bericht. Uitgezonderd is de geheel \
    onbekende geboortedatum (1 januari 1900 met DatumGebruik 3).";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Precies 120 jaar wordt aanvaard.";

/// A birth date lies at most 120 years before Dagtekening, unless it is the unknown date. Source: TR002
pub static TR002: Regel = Regel {
    id: "TR002",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S305, S307, S315],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Geboortedatum(toets)],
};

fn toets(geboren: &Geboortedatum<'_>, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let onbekend = geboren.gebruik == Some("3") && getal(geboren.datum) == 19_000_101;
    if !onbekend && getal(geboren.datum) + 1_200_000 < getal(bericht.header.identificatie.dagtekening) {
        meld.fout(
            geboren.datum_node,
            "de geboortedatum ligt meer dan 120 jaar voor de dagtekening",
            gegeven("Dagtekening", bericht.header.identificatie.dagtekening).vergelijk(
                "Geboortedatum",
                Waarde::Withheld,
                Moet::Fit,
                "hoogstens 120 jaar voor de dagtekening",
            ),
        );
    }
}

/// JJJJMMDD as a number, so that 29 February needs no special case.
fn getal(datum: Datum) -> i64 {
    i64::from(datum.year()) * 10_000 + i64::from(datum.month() * 100 + datum.day())
}
