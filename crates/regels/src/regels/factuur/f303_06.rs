//! F303-06: Percentage and amount of btw go together, and an exemption has none.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Btw-percentage en btw-bedrag staan er samen of geen van beide; bij een vrijstelling is er geen btw boven \
    nul.";

/// Percentage and amount of btw go together, and an exemption has none. Source: docs/keuzes.md.
pub static F303_06: Regel = Regel {
    id: "F303-06",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::FactuurPrestatie(toets)],
};

fn toets(prestatie: &FactuurPrestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let (procent, bedrag) = (prestatie.btw_percentage, prestatie.btw);
    if procent.is_some() != bedrag.is_some() {
        let spoor = gegeven("BtwPercentage", gevuld(procent.is_some())).vergelijk(
            "BtwBedrag",
            gevuld(bedrag.is_some()),
            Moet::Equal,
            gevuld(procent.is_some()),
        );
        meld.fout(prestatie.node, "BtwPercentage en BtwBedrag staan er niet allebei", spoor);
    }
    let btw = bedrag.map_or(0, |btw| btw.cent);
    if prestatie.btw_vrij && (btw != 0 || procent.is_some_and(|procent| procent != 0)) {
        let spoor = gegeven("BtwVrijstellingIndicatie", code("1"))
            .gegeven("BtwPercentage in honderdsten", Waarde::Number(procent.unwrap_or(0)))
            .vergelijk("BtwBedrag", euro(btw), Moet::Equal, euro(0));
        meld.fout(prestatie.node, "er staat btw bij een prestatie die is vrijgesteld", spoor);
    }
}
