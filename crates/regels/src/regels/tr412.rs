//! TR412: A toewijzing without a ProductCode gets no Omvang.

use crate::prelude::*;
use crate::regels::vorm::{eindigt_na_2020, te_wijzigen};

/// What people read about this rule.
const UITLEG: &str =
    "Heeft de toewijzing geen productcode en eindigt zij na 2020 of niet, dan noemt een wijziging geen omvang.";

/// A toewijzing without a ProductCode gets no Omvang. Source: TR412.
pub static TR412: Regel = Regel {
    id: "TR412",
    niveau: 3,
    retourcode: Some("9412"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Verzoek(toets)],
};

fn toets(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    for (product, toewijzing) in te_wijzigen(toets) {
        let met_code = toewijzing.product.as_ref().is_some_and(|p| p.code.is_some());
        if !met_code && eindigt_na_2020(product.einddatum) && product.omvang.is_some() {
            meld.fout(
                product.node,
                "Omvang is gevuld terwijl de toewijzing geen productcode heeft",
                op_versie(toewijzing, &toets.feit.toewijzingen).gegeven("Einddatum", product.einddatum).vergelijk(
                    "Omvang",
                    gevuld(true),
                    Moet::Equal,
                    gevuld(false),
                ),
            );
        }
    }
}
