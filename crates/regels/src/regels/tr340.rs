//! TR340: ProductCode equals that of the toewijzing, when given there.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De productcode is die van de toewijzing, als de toewijzing er een noemt.";

/// ProductCode equals that of the toewijzing, when given there. Source: TR340
pub static TR340: Regel = Regel {
    id: "TR340",
    niveau: 3,
    retourcode: Some("9340"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let toegewezen = op.toewijzing.product.as_ref().and_then(|p| p.code.as_deref());
    if toegewezen.is_some_and(|code| code != op.toets.prestatie.code) {
        meld.fout(
            op.toets.prestatie.node,
            "de productcode wijkt af van die van de toewijzing",
            op.versie().vergelijk(
                "ProductCode",
                code(op.toets.prestatie.code),
                Moet::Equal,
                Waarde::productcode(op.toewijzing.product.as_ref()),
            ),
        );
    }
}
