//! TR307: ProductPeriode does not begin before the toewijzing.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De productperiode begint niet voor de ingangsdatum van de toewijzing.";

/// ProductPeriode does not begin before the toewijzing. Source: TR307
pub static TR307: Regel = Regel {
    id: "TR307",
    niveau: 3,
    retourcode: Some("9307"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

pub(super) fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let (begin, grens) = (op.toets.prestatie.periode.begin, op.toewijzing.ingangsdatum);
    if begin < grens {
        let tekst =
            format!("ProductPeriode begint op {}, voor de ingangsdatum {}", toon_datum(begin), toon_datum(grens));
        meld.fout(
            op.toets.prestatie.node,
            tekst,
            op.versie().vergelijk("ProductPeriode.Begindatum", begin, Moet::NotBefore, grens),
        );
    }
}
