//! TR375: A generieke toewijzing gets no Omvang.

use crate::prelude::*;
use crate::regels::vorm::{eindigt_na_2020, te_wijzigen};

/// What people read about this rule.
const UITLEG: &str =
    "Een generieke toewijzing (zonder product) die na 2020 eindigt of geen einddatum heeft krijgt geen omvang.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Bedoeld is de omvang van het te wijzigen product, en de einddatum daarvan.";

/// A generieke toewijzing gets no Omvang. Source: TR375.
pub static TR375: Regel = Regel {
    id: "TR375",
    niveau: 3,
    retourcode: Some("9375"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Verzoek(toets)],
};

fn toets(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    for (product, toewijzing) in te_wijzigen(toets) {
        if toewijzing.product.is_none() && eindigt_na_2020(product.einddatum) && product.omvang.is_some() {
            meld.fout(
                product.node,
                "Omvang is gevuld bij een generieke toewijzing",
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
