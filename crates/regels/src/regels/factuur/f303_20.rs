//! F303-20: DeclarantFactuurNummer is new.

use crate::beoordeling::factuurnummer_bezet;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een aanbieder gebruikt een factuurnummer bij een gemeente vijf jaar lang maar een keer, voor declaraties en \
    facturen samen. Het nummer van een bericht waarvan alleen de kop terugkwam is meteen weer vrij.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "De vijf jaar lopen van FactuurDagtekening tot FactuurDagtekening.";

/// DeclarantFactuurNummer is new. Source: docs/keuzes.md.
pub static F303_20: Regel = Regel {
    id: "F303-20",
    niveau: 3,
    retourcode: Some("0030"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Kop(toets)],
};

fn toets(toets: &KopToets<'_>, meld: &mut Meldingen) {
    let header = &toets.bericht.header;
    let dagtekening = header.identificatie.dagtekening;
    if let Some(eerder) = toets.kennis.identificatie().filter(|eerder| factuurnummer_bezet(eerder, dagtekening)) {
        let spoor = gegeven("FactuurDagtekening van het eerdere bericht", eerder.dagtekening)
            .gegeven("FactuurDagtekening van dit bericht", dagtekening)
            .vergelijk("eerdere berichten met dit DeclarantFactuurNummer", 1_usize, Moet::AtMost, 0_usize);
        meld.fout(header.identificatie_node, "een eerder bericht had hetzelfde DeclarantFactuurNummer", spoor);
    }
}
