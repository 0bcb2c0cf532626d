//! TR388: ProductPeriode ends on the last of the month, or on the Einddatum in that month.

use crate::prelude::*;
use crate::reken::laatste_van_maand;

/// What people read about this rule.
const UITLEG: &str = "De productperiode eindigt op de laatste dag van de maand, of op de einddatum van de toewijzing als die in \
    die maand valt. Start- en stopdatums spelen geen rol.";

/// ProductPeriode ends on the last of the month, or on the Einddatum in that month. Source: TR388, IV089, OP364.
pub static TR388: Regel = Regel {
    id: "TR388",
    niveau: 3,
    retourcode: Some("9388"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let eind = op.toets.prestatie.periode.eind;
    let laatste = laatste_van_maand(eind);
    let moet = op.toewijzing.einddatum.filter(|einde| laatste_van_maand(*einde) == laatste).unwrap_or(laatste);
    if eind != moet {
        let tekst = format!("ProductPeriode eindigt op {} en moet eindigen op {}", toon_datum(eind), toon_datum(moet));
        meld.fout(
            op.toets.prestatie.node,
            tekst,
            op.versie().vergelijk("ProductPeriode.Einddatum", eind, Moet::Equal, moet),
        );
    }
}
