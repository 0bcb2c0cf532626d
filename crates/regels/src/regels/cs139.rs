//! CS139: DatumGebruik and Datum of a Geboortedatum agree.

use bericht::Geboortedatum;
use chrono::Datelike;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Is van een geboortedatum een deel onbekend, dan past de datum bij DatumGebruik: 1 (dag onbekend) heeft dag \
    01, 2 (dag en maand onbekend) heeft 1 januari, 3 (onbekend) is 1 januari 1900.";

/// DatumGebruik and Datum of a Geboortedatum agree. Source: CS139, IV009.
pub static CS139: Regel = Regel {
    id: "CS139",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S305, S307, S315],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Geboortedatum(toets)],
};

fn toets(geboren: &Geboortedatum<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let datum = geboren.datum;
    let (klopt, vorm) = match geboren.gebruik {
        Some("1") => (datum.day() == 1, "dag 01"),
        Some("2") => (datum.ordinal() == 1, "1 januari"),
        Some("3") => (datum.ordinal() == 1 && datum.year() == 1900, "1 januari 1900"),
        _ => return,
    };
    if !klopt {
        meld.fout(
            geboren.datum_node,
            "de geboortedatum past niet bij DatumGebruik",
            gegeven("DatumGebruik", code(geboren.gebruik.unwrap_or_default())).vergelijk(
                "Geboortedatum",
                Waarde::Withheld,
                Moet::Fit,
                vorm,
            ),
        );
    }
}
