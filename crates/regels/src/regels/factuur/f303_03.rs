//! F303-03: The amounts of a Prestatie are all debet or all credit.

use bericht::Bedrag;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str =
    "Binnen een prestatie zijn het berekende bedrag, de btw en het gevraagde bedrag alle debet of alle credit.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Een bedrag van nul is debet noch credit.";

/// The amounts of a Prestatie are all debet or all credit. Source: docs/keuzes.md.
pub static F303_03: Regel = Regel {
    id: "F303-03",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::FactuurPrestatie(toets)],
};

fn toets(prestatie: &FactuurPrestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let gevraagd = prestatie.bedrag;
    let anders = |bedrag: &Bedrag| bedrag.cent != 0 && gevraagd.cent != 0 && bedrag.dc != gevraagd.dc;
    for (element, bedrag) in [("BerekendBedrag", prestatie.berekend), ("BtwBedrag", prestatie.btw)] {
        if let Some(bedrag) = bedrag.filter(anders) {
            let spoor = gegeven("DeclaratieFactuurBedrag.DebetCredit", code(gevraagd.dc.as_str())).vergelijk(
                element,
                code(bedrag.dc.as_str()),
                Moet::Equal,
                code(gevraagd.dc.as_str()),
            );
            meld.fout(
                prestatie.node,
                format!("{element} heeft een andere DebetCredit dan het gevraagde bedrag"),
                spoor,
            );
        }
    }
}
