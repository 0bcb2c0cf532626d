//! F303-12: A debet names no earlier line.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Alleen een creditregel noemt een vorig referentienummer. Bij een debetregel is het een signaal, geen \
    weigering.";

/// A debet names no earlier line. Source: docs/keuzes.md.
pub static F303_12: Regel = Regel {
    id: "F303-12",
    niveau: 2,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::FactuurPrestatie(toets)],
};

fn toets(prestatie: &FactuurPrestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if !prestatie.is_credit() && prestatie.vorige.is_some() {
        let tekst = "een debetregel met een VorigReferentieNummer: er wordt niets gecrediteerd";
        meld.signaal("F303-12", Some(prestatie.node), tekst);
    }
}
