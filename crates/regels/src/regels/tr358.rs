//! TR358: TotaalIngediendBedrag is the sum of debet minus the sum of credit.

use bericht::Declaratie;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het totaal ingediende bedrag is de som van alle debetregels min de som van alle creditregels van het \
    bericht; is die som negatief, dan is het totaal credit.";

/// TotaalIngediendBedrag is the sum of debet minus the sum of credit. Source: TR358
pub static TR358: Regel = Regel {
    id: "TR358",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Declaratie(toets)],
};

fn toets(declaratie: &Declaratie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let som: i64 = declaratie.prestaties().map(|p| p.bedrag.getekend()).sum();
    let totaal = declaratie.totaal.getekend();
    if som != totaal {
        let tekst =
            format!("TotaalIngediendBedrag is {}, de regels tellen op tot {}", toon_euro(totaal), toon_euro(som));
        meld.fout(
            declaratie.totaal_node,
            tekst,
            gegeven("regels", declaratie.prestaties().count()).vergelijk(
                "TotaalIngediendBedrag",
                euro(totaal),
                Moet::Equal,
                euro(som),
            ),
        );
    }
}
