//! TR346: IngediendBedrag is volume times tariff, rounded as the standard says.

use crate::prelude::*;
use crate::reken::{bedrag_minuten, bedrag_zonder_contract, tarief_per_minuut};

/// What people read about this rule.
const UITLEG: &str = "Het ingediende bedrag is het geleverde volume maal het tarief. Minuten onder een uurtarief: het tarief per \
    minuut is het uurtarief gedeeld door 60, en het bedrag volgt uit het onafgeronde uurtarief; beide afgerond \
    op hele centen, halve centen naar boven.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Zonder contract worden minuten aanvaard als het bedrag volume maal tarief is, of als een uurtarief bestaat \
    dat tot dit tarief per minuut afrondt en het bedrag verklaart.";

/// IngediendBedrag is volume times tariff, rounded as the standard says. Source: TR346, IV081
pub static TR346: Regel = Regel {
    id: "TR346",
    niveau: 4,
    retourcode: Some("9346"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieDebet(toets)],
};

fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let prestatie = toets.prestatie;
    let Some(tarief) = prestatie.tarief.filter(|_| prestatie.eenheid != Eenheid::Euro) else { return };
    let bedrag = prestatie.bedrag.cent;
    let product = prestatie.volume.saturating_mul(tarief);
    let uren = uurtarieven(toets);
    let per_eenheid = per_eenheid_afgesproken(toets);
    let vrij = prestatie.eenheid == Eenheid::Minuut && !per_eenheid && uren.is_empty();
    let marge = bedrag_zonder_contract(tarief, prestatie.volume);
    let klopt = ((per_eenheid || uren.is_empty()) && bedrag == product)
        || uren.iter().any(|h| tarief == tarief_per_minuut(*h) && bedrag == bedrag_minuten(*h, prestatie.volume))
        || (vrij && marge.0 <= bedrag && bedrag <= marge.1);
    let marge = vrij.then_some(marge);
    let spoor = || rekening(prestatie, tarief, (per_eenheid || uren.is_empty()).then_some(product), &uren, marge);
    if klopt {
        meld.akkoord(prestatie.node, spoor);
    } else {
        meld.fout(prestatie.node, uitkomst(prestatie, product, &uren, marge), spoor());
    }
}

/// The sum as it was made: volume times tariff where that may be, and every tariff per hour of the contract.
fn rekening(
    prestatie: &Prestatie<'_>,
    tarief: i64,
    product: Option<i64>,
    uren: &[i64],
    marge: Option<(i64, i64)>,
) -> Spoor {
    let mut spoor = gegeven("GeleverdVolume", Waarde::volume(prestatie.volume, prestatie.eenheid))
        .gegeven("ProductTarief", euro(tarief));
    let bedrag = prestatie.bedrag.cent;
    for uur in uren {
        let (minuut, moet) = (tarief_per_minuut(*uur), bedrag_minuten(*uur, prestatie.volume));
        spoor = spoor
            .gegeven("uurtarief in het contract", euro(*uur))
            .afgerond("tarief per minuut", (*uur, 60), minuut)
            .vergelijk("ProductTarief", euro(tarief), Moet::Equal, euro(minuut))
            .afgerond("bedrag uit het onafgeronde uurtarief", (uur.saturating_mul(prestatie.volume), 60), moet)
            .vergelijk("IngediendBedrag", euro(bedrag), Moet::Equal, euro(moet));
    }
    if let Some(product) = product {
        spoor = spoor.vergelijk("IngediendBedrag", euro(bedrag), Moet::Equal, euro(product));
    }
    if let Some((van, tot)) = marge {
        spoor = spoor
            .gegeven("of, uit een uurtarief dat tot dit tarief afrondt: ten minste", euro(van))
            .gegeven("en hoogstens", euro(tot));
    }
    spoor
}

/// Contract tariffs per hour, for a Prestatie in minutes.
fn uurtarieven(toets: &PrestatieToets<'_>) -> Vec<i64> {
    let (p, omgeving) = (toets.prestatie, toets.omgeving);
    if p.eenheid != Eenheid::Minuut {
        return Vec::new();
    }
    let tarieven = omgeving.contracten.tarieven(omgeving.dossier, p.code, p.periode.begin);
    tarieven.filter(|t| t.per == Eenheid::Uur).map(|t| t.cent).collect()
}

fn per_eenheid_afgesproken(toets: &PrestatieToets<'_>) -> bool {
    let (p, omgeving) = (toets.prestatie, toets.omgeving);
    omgeving.contracten.tarieven(omgeving.dossier, p.code, p.periode.begin).any(|t| t.per == p.eenheid)
}

fn uitkomst(prestatie: &Prestatie<'_>, product: i64, uren: &[i64], marge: Option<(i64, i64)>) -> String {
    let bedrag = toon_euro(prestatie.bedrag.cent);
    match (uren, marge) {
        ([uur, ..], _) => format!(
            "bedrag {bedrag} klopt niet: {} minuten tegen {} per uur is {}, met tarief {} per minuut",
            toon_getal(prestatie.volume),
            toon_euro(*uur),
            toon_euro(bedrag_minuten(*uur, prestatie.volume)),
            toon_euro(tarief_per_minuut(*uur))
        ),
        ([], Some((van, tot))) => format!(
            "bedrag {bedrag} is geen volume maal tarief ({}) en volgt uit geen uurtarief ({} tot en met {})",
            toon_euro(product),
            toon_euro(van),
            toon_euro(tot)
        ),
        ([], None) => format!("bedrag {bedrag} is niet volume maal tarief, {}", toon_euro(product)),
    }
}
