//! TR308: ProductPeriode does not end after the toewijzing.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De productperiode eindigt niet na de einddatum van de toewijzing.";

/// ProductPeriode does not end after the toewijzing. Source: TR308
pub static TR308: Regel = Regel {
    id: "TR308",
    niveau: 3,
    retourcode: Some("9308"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

pub(super) fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let eind = op.toets.prestatie.periode.eind;
    if let Some(grens) = op.toewijzing.einddatum.filter(|grens| eind > *grens) {
        let tekst = format!("ProductPeriode eindigt op {}, na de einddatum {}", toon_datum(eind), toon_datum(grens));
        meld.fout(
            op.toets.prestatie.node,
            tekst,
            op.versie().vergelijk("ProductPeriode.Einddatum", eind, Moet::NotAfter, grens),
        );
    }
}
