//! F303-60: ProductCategorie equals that of the toewijzing.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De productcategorie is die van de toewijzing, als de toewijzing er een noemt. Dit is een signaal: release \
    2.3 heeft geen code om hierop te weigeren.";

/// ProductCategorie equals that of the toewijzing. Source: docs/keuzes.md.
pub static F303_60: Regel = Regel {
    id: "F303-60",
    niveau: 3,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let gedeclareerd = op.toets.prestatie.categorie;
    if let Some(product) = op.toewijzing.product.as_ref().filter(|p| p.categorie != gedeclareerd) {
        let tekst = format!("categorie {gedeclareerd} wijkt af van categorie {} van de toewijzing", product.categorie);
        meld.signaal("F303-60", Some(op.toets.prestatie.node), tekst);
    }
}
