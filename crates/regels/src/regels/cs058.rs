//! CS058: StatusAanlevering is 1 or 3.

use bericht::{StartProduct, StatusAanlevering, StopProduct};
use schema::tree::NodeId;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een start of stop wordt voor het eerst aangeleverd (1) of verwijderd (3). De waarden 2 en 9 uit de codelijst \
    worden niet gebruikt.";

/// StatusAanlevering is 1 or 3. Source: CS058, OP033x2.
pub static CS058: Regel = Regel {
    id: "CS058",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S305, S307],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Start(start), Moment::Stop(stop)],
};

fn start(start: &StartProduct, _: &Bericht<'_>, meld: &mut Meldingen) {
    toets(start.status, start.status_node, meld);
}

fn stop(stop: &StopProduct<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    toets(stop.status, stop.status_node, meld);
}

fn toets(status: StatusAanlevering, node: NodeId, meld: &mut Meldingen) {
    let deze = match status {
        StatusAanlevering::Eerste | StatusAanlevering::Verwijderen => return,
        StatusAanlevering::Gewijzigd => code("2"),
        StatusAanlevering::Ongewijzigd => code("9"),
    };
    meld.fout(
        node,
        "StatusAanlevering moet 1 (eerste aanlevering) of 3 (verwijderen) zijn",
        vergelijk("StatusAanlevering", deze, Moet::OneOf, "1 of 3"),
    );
}
