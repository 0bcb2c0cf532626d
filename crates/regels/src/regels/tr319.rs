//! TR319: ProductPeriode ends in the DeclaratiePeriode or earlier.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De productperiode ligt in de gedeclareerde maand of in een eerdere maand.";

/// What was chosen where the standard leaves room.
const KEUZE: &str =
    "De regel heeft een eigen code en wordt daarom op niveau 3 op de prestatie getoetst, niet als 0001.";

/// ProductPeriode ends in the DeclaratiePeriode or earlier. Source: TR319
pub static TR319: Regel = Regel {
    id: "TR319",
    niveau: 3,
    retourcode: Some("9319"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieElk(toets)],
};

pub(super) fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let (eind, grens) = (toets.prestatie.periode.eind, toets.declaratie.periode.eind);
    if eind > grens {
        let tekst =
            format!("ProductPeriode eindigt op {}, na de DeclaratiePeriode ({})", toon_datum(eind), toon_datum(grens));
        meld.fout(toets.prestatie.node, tekst, vergelijk("ProductPeriode.Einddatum", eind, Moet::NotAfter, grens));
    }
}
