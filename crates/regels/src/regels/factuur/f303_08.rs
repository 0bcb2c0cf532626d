//! F303-08: DeclaratieFactuurTotaalBedrag is the sum of the lines.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het totaal is de som van alle debetregels min de som van alle creditregels van het bericht; is die som \
    negatief, dan is het totaal credit.";

/// DeclaratieFactuurTotaalBedrag is the sum of the lines. Source: TR358, docs/keuzes.md.
pub static F303_08: Regel = Regel {
    id: "F303-08",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Factuur(toets)],
};

fn toets(factuur: &Factuur<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let som: i64 = factuur.prestaties().map(|p| p.bedrag.getekend()).sum();
    let totaal = factuur.totaal.getekend();
    if som != totaal {
        let tekst = format!(
            "DeclaratieFactuurTotaalBedrag is {}, de regels tellen op tot {}",
            toon_euro(totaal),
            toon_euro(som)
        );
        let spoor = gegeven("regels", factuur.prestaties().count()).vergelijk(
            "DeclaratieFactuurTotaalBedrag",
            euro(totaal),
            Moet::Equal,
            euro(som),
        );
        meld.fout(factuur.totaal_node, tekst, spoor);
    }
}
