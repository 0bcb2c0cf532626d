//! F303-51: The toewijzing of a debet is not deleted.

use super::super::tr384::is_ingetrokken_als_verwijderd;
use super::super::vorm::reden;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Op een verwijderde toewijzing wordt niet gedeclareerd: een die eindigt op de dag waarop zij ingaat, met \
    reden wijziging 01, of 13 in release 3.2.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "De andere regels over de toewijzing worden dan niet getoetst.";

/// The toewijzing of a debet is not deleted. Source: TR384, docs/keuzes.md.
pub static F303_51: Regel = Regel {
    id: "F303-51",
    niveau: 3,
    retourcode: Some("0551"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::OpToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    if op.toewijzing.is_verwijderd() || is_ingetrokken_als_verwijderd(op.toewijzing) {
        let spoor = op.versie().gegeven("RedenWijziging", reden(op.toewijzing)).vergelijk(
            "Einddatum",
            op.toewijzing.einddatum,
            Moet::After,
            op.toewijzing.ingangsdatum,
        );
        meld.fout(op.toets.prestatie.node, "de toewijzing is verwijderd", spoor);
    }
}
