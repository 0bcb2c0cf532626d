//! F303-09: BtwTotaalBedrag is the sum of the lines.

use bericht::Bedrag;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het totaal aan btw is, als het er staat, de som van de btw op alle debetregels min die op alle \
    creditregels.";

/// BtwTotaalBedrag is the sum of the lines. Source: docs/keuzes.md.
pub static F303_09: Regel = Regel {
    id: "F303-09",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Factuur(toets)],
};

fn toets(factuur: &Factuur<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let Some((node, totaal)) = factuur.btw_totaal else { return };
    let totaal = totaal.getekend();
    let som: i64 = factuur.prestaties().filter_map(|p| p.btw).map(Bedrag::getekend).sum();
    if som != totaal {
        let tekst = format!("BtwTotaalBedrag is {}, de regels tellen op tot {}", toon_euro(totaal), toon_euro(som));
        let spoor = vergelijk("BtwTotaalBedrag", euro(totaal), Moet::Equal, euro(som));
        meld.fout(node, tekst, spoor);
    }
}
