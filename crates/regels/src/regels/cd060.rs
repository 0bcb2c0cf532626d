//! CD060: VorigReferentieNummer is filled if and only if DebetCredit is C.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een creditregel noemt in VorigReferentieNummer de debetregel die hij terugneemt; een debetregel noemt er \
    geen.";

/// VorigReferentieNummer is filled if and only if DebetCredit is C. Source: CD060
pub static CD060: Regel = Regel {
    id: "CD060",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323, S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Prestatie(toets)],
};

fn toets(prestatie: &Prestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    match (prestatie.is_credit(), prestatie.vorige) {
        (true, None) => meld.fout(
            prestatie.node,
            "creditregel zonder VorigReferentieNummer",
            gegeven("DebetCredit", code("C")).vergelijk(
                "VorigReferentieNummer",
                gevuld(false),
                Moet::Equal,
                gevuld(true),
            ),
        ),
        (false, Some(_)) => meld.fout(
            prestatie.node,
            "debetregel met een VorigReferentieNummer",
            gegeven("DebetCredit", code("D")).vergelijk(
                "VorigReferentieNummer",
                gevuld(true),
                Moet::Equal,
                gevuld(false),
            ),
        ),
        _ => {}
    }
}
