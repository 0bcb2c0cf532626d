//! F303-07: BtwBedrag follows from its percentage.

use crate::factuurbedrag::{HEEL, deel};
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str =
    "De btw volgt uit het percentage over het berekende of het gevraagde bedrag, erbovenop of erin begrepen.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Voorbeelden rekenen btw zowel boven op het bedrag als erin begrepen; beide zijn goed. Afgerond op hele \
    centen, een cent verschil telt niet.";

/// BtwBedrag follows from its percentage. Source: docs/keuzes.md.
pub static F303_07: Regel = Regel {
    id: "F303-07",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::FactuurPrestatie(toets)],
};

fn toets(prestatie: &FactuurPrestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let (Some(procent), Some(btw)) = (prestatie.btw_percentage, prestatie.btw) else { return };
    let over = [Some(prestatie.bedrag), prestatie.berekend].into_iter().flatten();
    let mogelijk: Vec<i64> = over
        .flat_map(|bedrag| [deel(bedrag.cent, procent, HEEL), deel(bedrag.cent, procent, HEEL + procent)])
        .collect();
    if mogelijk.iter().any(|cent| (cent - btw.cent).abs() <= VERSCHIL) {
        return;
    }
    let mut spoor = gegeven("BtwPercentage in honderdsten", Waarde::Number(procent));
    for cent in mogelijk {
        spoor = spoor.vergelijk("BtwBedrag", euro(btw.cent), Moet::Equal, euro(cent));
    }
    meld.fout(prestatie.node, format!("BtwBedrag {} volgt niet uit het percentage", toon_euro(btw.cent)), spoor);
}

/// Cents that a sender may have rounded otherwise.
const VERSCHIL: i64 = 1;
