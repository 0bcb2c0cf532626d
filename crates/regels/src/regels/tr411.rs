//! TR411: A toewijzing with a ProductCode keeps its Omvang.

use crate::prelude::*;
use crate::regels::vorm::te_wijzigen;

/// What people read about this rule.
const UITLEG: &str =
    "Heeft de toewijzing een productcode, dan noemt een wijziging de omvang, ook als die gelijk blijft.";

/// A toewijzing with a ProductCode keeps its Omvang. Source: TR411.
pub static TR411: Regel = Regel {
    id: "TR411",
    niveau: 3,
    retourcode: Some("9411"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Verzoek(toets)],
};

fn toets(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    for (product, toewijzing) in te_wijzigen(toets) {
        let met_code = toewijzing.product.as_ref().is_some_and(|p| p.code.is_some());
        if met_code && product.omvang.is_none() {
            meld.fout(
                product.node,
                "Omvang ontbreekt terwijl de toewijzing een productcode heeft",
                op_versie(toewijzing, &toets.feit.toewijzingen).vergelijk(
                    "Omvang",
                    gevuld(false),
                    Moet::Equal,
                    gevuld(true),
                ),
            );
        }
    }
}
