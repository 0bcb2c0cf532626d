//! CS100: DeclaratiePeriode and ProductPeriode begin on or after 2021-01-01.

use bericht::{Datum, Declaratie, datum};
use chrono::Datelike;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Declaraties met dit bericht gaan over zorg vanaf 1 januari 2021.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Alleen de begindatums worden getoetst; met CS337 en CS340 is dat genoeg.";

/// DeclaratiePeriode and ProductPeriode begin on or after 2021-01-01. Source: CS100
pub static CS100: Regel = Regel {
    id: "CS100",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Declaratie(declaratie), Moment::Prestatie(prestatie)],
};

fn declaratie(declaratie: &Declaratie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if declaratie.periode.begin.year() < 2021 {
        meld.fout(
            declaratie.periode_node,
            te_vroeg("DeclaratiePeriode", declaratie.periode.begin),
            vergelijk("DeclaratiePeriode.Begindatum", declaratie.periode.begin, Moet::NotBefore, datum("2021-01-01")),
        );
    }
}

fn prestatie(prestatie: &Prestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if prestatie.periode.begin.year() < 2021 {
        meld.fout(
            prestatie.node,
            te_vroeg("ProductPeriode", prestatie.periode.begin),
            vergelijk("ProductPeriode.Begindatum", prestatie.periode.begin, Moet::NotBefore, datum("2021-01-01")),
        );
    }
}

fn te_vroeg(element: &str, begin: Datum) -> String {
    format!("{element} begint op {}, voor 01-01-2021", toon_datum(begin))
}
