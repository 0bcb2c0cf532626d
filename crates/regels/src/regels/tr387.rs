//! TR387: ProductPeriode begins on the first of the month, or on the Ingangsdatum in that month.

use crate::prelude::*;
use crate::reken::eerste_van_maand;

/// What people read about this rule.
const UITLEG: &str = "De productperiode begint op de eerste dag van de maand, of op de ingangsdatum van de toewijzing als die in \
    die maand valt. Start- en stopdatums spelen geen rol.";

/// ProductPeriode begins on the first of the month, or on the Ingangsdatum in that month. Source: TR387, OP364.
pub static TR387: Regel = Regel {
    id: "TR387",
    niveau: 3,
    retourcode: Some("9387"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let begin = op.toets.prestatie.periode.begin;
    let eerste = eerste_van_maand(begin);
    let moet = if eerste_van_maand(op.toewijzing.ingangsdatum) == eerste { op.toewijzing.ingangsdatum } else { eerste };
    if begin != moet {
        let tekst = format!("ProductPeriode begint op {} en moet beginnen op {}", toon_datum(begin), toon_datum(moet));
        meld.fout(
            op.toets.prestatie.node,
            tekst,
            op.versie().vergelijk("ProductPeriode.Begindatum", begin, Moet::Equal, moet),
        );
    }
}
