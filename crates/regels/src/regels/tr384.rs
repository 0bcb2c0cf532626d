//! TR384: The toewijzing of a debet is not deleted.

use dossier::Toewijzing;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Op een verwijderde toewijzing (reden wijziging 13) wordt niet gedeclareerd.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Een verwijderde toewijzing heeft geen periode of volume: de andere regels over de toewijzing worden dan niet \
    getoetst.";

/// The toewijzing of a debet is not deleted. Source: TR384
pub static TR384: Regel = Regel {
    id: "TR384",
    niveau: 3,
    retourcode: Some("9384"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::OpToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    if is_ingetrokken_als_verwijderd(op.toewijzing) {
        meld.fout(
            op.toets.prestatie.node,
            "de toewijzing is verwijderd",
            op.versie().vergelijk("RedenWijziging", code("13"), Moet::Differ, code("13")),
        );
    }
}

/// RedenWijziging 13 of the valid version, whatever its dates.
pub fn is_ingetrokken_als_verwijderd(toewijzing: &Toewijzing) -> bool {
    toewijzing.reden_wijziging.as_deref() == Some("13")
}
