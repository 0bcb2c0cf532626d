//! TR101: No two sibling classes carry the same logical key.

use std::collections::HashSet;

use bericht::{DeclaratieClient, Inhoud};
use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::sleutel::logische_sleutel;
use crate::regels::vorm::tweede;

/// What people read about this rule.
const UITLEG: &str = "Binnen een bericht komt een klasse met dezelfde logische sleutel maar een keer voor onder dezelfde \
    bovenliggende klasse. Wat in een sleutel ontbreekt, is gelijk aan wat in een andere sleutel ontbreekt.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Van een aangevraagd product in release 2.3 is geen sleutel bekend: haar voorbeelden gebruiken één referentie voor \
    twee producten. Een toegewezen product zonder ToewijzingNummer, dat die release toestaat, heeft geen sleutel. Bij een \
    start of stop hoort het BeschikkingNummer daar bij de sleutel.";

/// No two sibling classes carry the same logical key. Source: TR101
pub static TR101: Regel = Regel {
    id: "TR101",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S305, S307, S315, S317, S323, S325],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Bericht(bericht), Moment::Prestaties(prestaties)],
};

fn bericht(bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let mut bsns = HashSet::new();
    for client in bericht.clienten() {
        if !bsns.insert(client.bsn) {
            meld.fout(
                client.node,
                "dezelfde cliënt staat twee keer in het bericht",
                tweede("keren dat deze cliënt voorkomt"),
            );
        }
    }
    if !matches!(bericht.inhoud, Inhoud::Declaratie(_) | Inhoud::DeclaratieAntwoord(_)) {
        klassen(bericht, meld);
    }
}

/// Classes of the messages about one client; those are small, so the whole tree is walked.
fn klassen(bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let mut gezien = HashSet::new();
    for node in bericht.tree.root().descendants() {
        let Some(sleutel) = logische_sleutel(node) else { continue };
        let ouder = node.parent().map(NodeRef::id);
        if !gezien.insert((ouder, node.name(), sleutel)) {
            meld.fout(
                node.id(),
                format!("een {} met dezelfde logische sleutel staat er al", node.name()),
                tweede("keren dat deze sleutel voorkomt"),
            );
        }
    }
}

fn prestaties(client: &DeclaratieClient<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let mut gezien = HashSet::new();
    for prestatie in &client.prestaties {
        if !gezien.insert((prestatie.referentie, prestatie.vorige)) {
            meld.fout(
                prestatie.node,
                "dezelfde ProductReferentie staat twee keer bij deze cliënt",
                tweede("keren dat deze ProductReferentie voorkomt"),
            );
        }
    }
}
