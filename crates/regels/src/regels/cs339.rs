//! CS339: With Eenheid 83 IngediendBedrag.Bedrag equals GeleverdVolume, both in eurocent.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str =
    "Bij eenheid 83 (euro) is het ingediende bedrag gelijk aan het geleverde volume, beide in eurocenten.";

/// With Eenheid 83 IngediendBedrag.Bedrag equals GeleverdVolume, both in eurocent. Source: CS339
pub static CS339: Regel = Regel {
    id: "CS339",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Prestatie(toets)],
};

fn toets(prestatie: &Prestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if prestatie.eenheid == Eenheid::Euro && prestatie.bedrag.cent != prestatie.volume {
        let tekst =
            format!("bedrag {} wijkt af van volume {}", toon_euro(prestatie.bedrag.cent), toon_euro(prestatie.volume));
        meld.fout(
            prestatie.node,
            tekst,
            gegeven("Eenheid", code("83")).vergelijk(
                "IngediendBedrag",
                euro(prestatie.bedrag.cent),
                Moet::Equal,
                euro(prestatie.volume),
            ),
        );
    }
}
