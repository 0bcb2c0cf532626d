//! CS340: DeclaratiePeriode is exactly one calendar month.

use bericht::Declaratie;
use chrono::Datelike;

use crate::prelude::*;
use crate::reken::{eerste_van_maand, laatste_van_maand};

/// What people read about this rule.
const UITLEG: &str = "De DeclaratiePeriode is precies een kalendermaand: van de eerste tot en met de laatste dag.";

/// DeclaratiePeriode is exactly one calendar month. Source: CS340
pub static CS340: Regel = Regel {
    id: "CS340",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Declaratie(toets)],
};

fn toets(declaratie: &Declaratie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let periode = declaratie.periode;
    let laatste = laatste_van_maand(periode.begin);
    if periode.begin.day() != 1 || periode.eind != laatste {
        let tekst = format!(
            "DeclaratiePeriode {} tot en met {} is geen hele kalendermaand",
            toon_datum(periode.begin),
            toon_datum(periode.eind)
        );
        meld.fout(
            declaratie.periode_node,
            tekst,
            vergelijk("DeclaratiePeriode.Begindatum", periode.begin, Moet::Equal, eerste_van_maand(periode.begin))
                .vergelijk("DeclaratiePeriode.Einddatum", periode.eind, Moet::Equal, laatste),
        );
    }
}
