//! TR304: The client is known between these parties.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Voor deze cliënt is tussen deze gemeente en deze aanbieder ooit een toewijzing gewisseld. In een \
    declaratie-antwoord: de cliënt komt voor in de declaratie.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Een verwijderde toewijzing is genoeg om een cliënt te kennen; de volgende regels gaan over de toewijzing \
    zelf.";

/// The client is known between these parties. Source: TR304
pub static TR304: Regel = Regel {
    id: "TR304",
    niveau: 3,
    retourcode: Some("8187"),
    standaarden: Standaarden::Beide,
    berichten: &[S317, S323, S325],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::BekendeClient(toets)],
};

pub(super) fn toets(toets: &ClientToets<'_>, meld: &mut Meldingen) {
    if toets.bericht.soort == S325 {
        if !toets.kennis.verzonden_client(toets.sleutel) {
            meld.fout(
                toets.client.bsn_node,
                "deze cliënt komt niet voor in de declaratie",
                vergelijk("prestaties van deze cliënt in de declaratie", 0_usize, Moet::AtLeast, 1_usize),
            );
        }
    } else if !toets.kennis.client_bekend(toets.sleutel) {
        meld.fout(
            toets.client.bsn_node,
            "voor deze cliënt is tussen deze partijen geen toewijzing bekend",
            vergelijk("toewijzingen van deze cliënt bij deze aanbieder", 0_usize, Moet::AtLeast, 1_usize),
        );
    }
}
