//! F303-04: BerekendBedrag follows from volume and tariff.

use crate::factuurbedrag::{HEEL, deel, uit_tarief};
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str =
    "Het berekende bedrag is het geleverde volume maal het tarief. Ontbreekt het, dan is er niets te toetsen.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Met een verrekenpercentage (10000 is het hele bedrag) is ook dat deel goed, en het hele bedrag met een \
    signaal. Minuten: ook wat een uurtarief geeft dat per minuut tot dit tarief afrondt. Bij eenheid 83 is \
    het volume zelf het bedrag.";

/// BerekendBedrag follows from volume and tariff. Source: docs/keuzes.md.
pub static F303_04: Regel = Regel {
    id: "F303-04",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::FactuurPrestatie(toets)],
};

fn toets(prestatie: &FactuurPrestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let (Some(berekend), Some((van, tot))) = (prestatie.berekend, uit_tarief(prestatie)) else { return };
    let klopt = |(van, tot): (i64, i64)| van <= berekend.cent && berekend.cent <= tot;
    let deels = prestatie.verrekenpercentage.map(|p| (p, (deel(van, p, HEEL), deel(tot, p, HEEL))));
    if deels.is_some_and(|(_, deels)| klopt(deels)) {
        return;
    }
    let uitkomst =
        if van == tot { toon_euro(van) } else { format!("{} tot en met {}", toon_euro(van), toon_euro(tot)) };
    if klopt((van, tot)) {
        if deels.is_some() {
            let tekst =
                format!("Verrekenpercentage is niet te herkennen in BerekendBedrag, het hele bedrag {uitkomst}");
            meld.signaal("F303-04", Some(prestatie.node), tekst);
        }
        return;
    }
    let mut spoor = gegeven("GeleverdVolume", Waarde::volume(prestatie.volume, prestatie.eenheid))
        .gegeven("ProductTarief", prestatie.tarief.map_or(Waarde::Empty, euro))
        .vergelijk("BerekendBedrag", euro(berekend.cent), Moet::AtLeast, euro(van))
        .vergelijk("BerekendBedrag", euro(berekend.cent), Moet::AtMost, euro(tot));
    if let Some((procent, (van, tot))) = deels {
        spoor = spoor
            .gegeven("Verrekenpercentage in honderdsten", Waarde::Number(procent))
            .gegeven("of, met dat percentage: ten minste", euro(van))
            .gegeven("en hoogstens", euro(tot));
    }
    let bedrag = toon_euro(berekend.cent);
    meld.fout(prestatie.node, format!("BerekendBedrag {bedrag} volgt niet uit volume en tarief: {uitkomst}"), spoor);
}
