//! F303-11: Lines with btw have a total of btw.

use bericht::Bedrag;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str =
    "Hebben regels btw, dan staat er een totaal aan btw in de kop. Dit is een signaal, geen weigering.";

/// Lines with btw have a total of btw. Source: docs/keuzes.md.
pub static F303_11: Regel = Regel {
    id: "F303-11",
    niveau: 2,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Factuur(toets)],
};

fn toets(factuur: &Factuur<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let som: i64 = factuur.prestaties().filter_map(|p| p.btw).map(Bedrag::getekend).sum();
    if factuur.btw_totaal.is_none() && som != 0 {
        let tekst = format!("de regels hebben samen {} btw; BtwTotaalBedrag ontbreekt", toon_euro(som));
        meld.signaal("F303-11", Some(factuur.totaal_node), tekst);
    }
}
