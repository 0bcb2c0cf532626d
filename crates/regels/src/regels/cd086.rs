//! CD086: VerzoekAntwoord 2: RedenAfwijzingVerzoek empty.

use bericht::IN_ONDERZOEK;
use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::codewaarde;

/// What people read about this rule.
const UITLEG: &str = "Een verzoek dat in onderzoek is heeft geen reden van afwijzing.";

/// VerzoekAntwoord 2: RedenAfwijzingVerzoek empty. Source: CD086.
pub static CD086: Regel = Regel {
    id: "CD086",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S319],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Antwoord", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let in_onderzoek = node.child("VerzoekAntwoord").is_some_and(|a| a.value() == IN_ONDERZOEK);
    if let Some(reden) = node.child("RedenAfwijzingVerzoek").filter(|_| in_onderzoek) {
        meld.fout(
            reden.id(),
            "RedenAfwijzingVerzoek is gevuld terwijl het verzoek in onderzoek is",
            gegeven("VerzoekAntwoord", code(IN_ONDERZOEK)).vergelijk(
                "RedenAfwijzingVerzoek",
                codewaarde(node, &["RedenAfwijzingVerzoek"]),
                Moet::Equal,
                gevuld(false),
            ),
        );
    }
}
