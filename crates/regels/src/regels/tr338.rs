//! TR338: The toewijzing of a debet is known for this client.

use dossier::geldige_versie;

use crate::prelude::*;
use crate::regels::actueel::onbekende_toewijzing;

/// What people read about this rule.
const UITLEG: &str = "Een debetregel noemt een toewijzing die voor deze cliënt bekend is.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "De toewijzing moet ook van deze cliënt zijn. Is zij onbekend, dan worden de regels over de toewijzing niet \
    getoetst.";

/// The toewijzing of a debet is known for this client. Source: TR338
pub static TR338: Regel = Regel {
    id: "TR338",
    niveau: 3,
    retourcode: Some("9338"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieDebet(toets)],
};

pub(super) fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let feit = toets.kennis.client(toets.client);
    let node = toets.prestatie.node;
    if let Some(toewijzing) = geldige_versie(&feit.toewijzingen, toets.prestatie.nummer) {
        meld.akkoord(node, || op_versie(toewijzing, &feit.toewijzingen));
    } else {
        meld.fout(node, "de toewijzing is voor deze cliënt niet bekend", onbekende_toewijzing(feit));
    }
}
