//! F303-05: No more is asked than was computed.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het gevraagde bedrag is niet hoger dan het berekende bedrag, met de btw erbij. Lager mag.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Of de btw in het berekende bedrag zit, zegt het bericht niet; de afzender krijgt het voordeel.";

/// No more is asked than was computed. Source: docs/keuzes.md.
pub static F303_05: Regel = Regel {
    id: "F303-05",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::FactuurPrestatie(toets)],
};

fn toets(prestatie: &FactuurPrestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let Some(berekend) = prestatie.berekend else { return };
    let (gevraagd, btw) = (prestatie.bedrag.cent, prestatie.btw.map_or(0, |btw| btw.cent));
    let hoogste = berekend.cent + btw;
    if gevraagd > hoogste {
        let tekst = format!("gevraagd {}, berekend met btw {}", toon_euro(gevraagd), toon_euro(hoogste));
        let spoor = gegeven("BerekendBedrag", euro(berekend.cent)).gegeven("BtwBedrag", euro(btw)).vergelijk(
            "DeclaratieFactuurBedrag",
            euro(gevraagd),
            Moet::AtMost,
            euro(hoogste),
        );
        meld.fout(prestatie.node, tekst, spoor);
    }
}
