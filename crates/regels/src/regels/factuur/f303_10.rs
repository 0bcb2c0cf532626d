//! F303-10: Without BerekendBedrag the amount fits volume and tariff.

use crate::factuurbedrag::uit_tarief;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Staat er geen berekend bedrag, dan is het gevraagde niet hoger dan volume maal tarief met de btw erbij. \
    Dit is een signaal, geen weigering.";

/// Without BerekendBedrag the amount fits volume and tariff. Source: docs/keuzes.md.
pub static F303_10: Regel = Regel {
    id: "F303-10",
    niveau: 2,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::FactuurPrestatie(toets)],
};

fn toets(prestatie: &FactuurPrestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let (None, Some((_, tot))) = (prestatie.berekend, uit_tarief(prestatie)) else { return };
    let (gevraagd, hoogste) = (prestatie.bedrag.cent, tot.saturating_add(prestatie.btw.map_or(0, |btw| btw.cent)));
    if gevraagd > hoogste {
        let tekst = format!("gevraagd {}, volume maal tarief met btw is {}", toon_euro(gevraagd), toon_euro(hoogste));
        meld.contractsignaal("F303-10", prestatie.node, tekst, None, Some(gevraagd - hoogste));
    }
}
