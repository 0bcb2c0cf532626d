//! TR339: ProductCategorie equals that of the toewijzing, when given there.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De productcategorie is die van de toewijzing, als de toewijzing er een noemt.";

/// ProductCategorie equals that of the toewijzing, when given there. Source: TR339
pub static TR339: Regel = Regel {
    id: "TR339",
    niveau: 3,
    retourcode: Some("9339"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let gedeclareerd = op.toets.prestatie.categorie;
    if let Some(product) = op.toewijzing.product.as_ref().filter(|p| p.categorie != gedeclareerd) {
        let tekst = format!("categorie {gedeclareerd} wijkt af van categorie {} van de toewijzing", product.categorie);
        meld.fout(
            op.toets.prestatie.node,
            tekst,
            op.versie().vergelijk("ProductCategorie", code(gedeclareerd), Moet::Equal, code(&product.categorie)),
        );
    }
}
