//! CS337: ProductPeriode begins and ends in one calendar month.

use chrono::Datelike;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een ProductPeriode begint en eindigt in dezelfde kalendermaand van hetzelfde jaar.";

/// ProductPeriode begins and ends in one calendar month. Source: CS337
pub static CS337: Regel = Regel {
    id: "CS337",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Prestatie(toets)],
};

fn toets(prestatie: &Prestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let (begin, eind) = (prestatie.periode.begin, prestatie.periode.eind);
    if (begin.year(), begin.month()) != (eind.year(), eind.month()) {
        let tekst =
            format!("ProductPeriode {} tot en met {} beslaat meer dan een maand", toon_datum(begin), toon_datum(eind));
        meld.fout(
            prestatie.node,
            tekst,
            gegeven("ProductPeriode.Begindatum", begin).vergelijk(
                "ProductPeriode.Einddatum",
                eind,
                Moet::Fit,
                "dezelfde kalendermaand",
            ),
        );
    }
}
