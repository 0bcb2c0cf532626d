//! CD043: BeschikkingIngangsdatum is filled if and only if BeschikkingNummer is.

use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het nummer en de ingangsdatum van een beschikking zijn allebei gevuld of allebei leeg.";

/// BeschikkingIngangsdatum is filled if and only if BeschikkingNummer is. Source: CD043.
pub static CD043: Regel = Regel {
    id: "CD043",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S315],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("AangevraagdProduct", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let nummer = node.child("BeschikkingNummer").is_some();
    if node.child("BeschikkingIngangsdatum").is_some() != nummer {
        meld.fout(
            node.id(),
            "BeschikkingNummer en BeschikkingIngangsdatum zijn niet allebei gevuld of leeg",
            gegeven("BeschikkingNummer", gevuld(nummer)).vergelijk(
                "BeschikkingIngangsdatum",
                gevuld(!nummer),
                Moet::Equal,
                gevuld(nummer),
            ),
        );
    }
}
