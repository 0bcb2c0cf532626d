//! CD007: Taal is filled if and only if Communicatie.Vorm is 1.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::codewaarde;

/// What people read about this rule.
const UITLEG: &str = "De taal wordt genoemd als de cliënt een tolk voor een taal nodig heeft (vorm 1), en alleen dan.";

/// Taal is filled if and only if Communicatie.Vorm is 1. Source: CD007.
pub static CD007: Regel = Regel {
    id: "CD007",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Communicatie", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let tolk = node.child("Vorm").is_some_and(|vorm| vorm.value() == "1");
    if tolk != node.child("Taal").is_some() {
        meld.fout(
            node.id(),
            if tolk { "Taal ontbreekt bij vorm 1" } else { "Taal hoort alleen bij vorm 1" },
            gegeven("Communicatie.Vorm", codewaarde(node, &["Vorm"])).vergelijk(
                "Taal",
                gevuld(!tolk),
                Moet::Equal,
                gevuld(tolk),
            ),
        );
    }
}
