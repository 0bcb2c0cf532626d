//! TR346: IngediendBedrag is volume times tariff, rounded as the standard says.

use contract::{Bedragwijze, Prijsafspraak, TariefRegel};

use crate::contractsignaal::open_punt;
use crate::prelude::*;
use crate::reken::{bedrag_minuten, bedrag_zonder_contract, tarief_per_minuut};

/// What people read about this rule.
const UITLEG: &str = "Het ingediende bedrag is het geleverde volume maal het tarief. Minuten onder een uurtarief: het tarief per \
    minuut is het uurtarief gedeeld door 60, en het bedrag volgt uit het onafgeronde uurtarief; beide afgerond \
    op hele centen, halve centen naar boven.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Zonder contract worden minuten aanvaard als het bedrag volume maal tarief is, of als een uurtarief bestaat \
    dat tot dit tarief per minuut afrondt en het bedrag verklaart. Spreekt een contract zichzelf tegen over \
    afronden, dan is een bedrag volgens de andere lezing een signaal. Laat het een tarief open, dan wordt niet \
    getoetst, met een signaal. Een contract kan afspreken dat de afgeronde minuut telt.";

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
    let (prestatie, omgeving) = (toets.prestatie, toets.omgeving);
    let Some(tarief) = prestatie.tarief.filter(|_| prestatie.eenheid != Eenheid::Euro) else { return };
    let bedrag = prestatie.bedrag.cent;
    let product = prestatie.volume.saturating_mul(tarief);
    let (contracten, dossier, dag) = (omgeving.contracten, omgeving.dossier, prestatie.periode.begin);
    let tarieven = match contracten.prijs(dossier, prestatie.code, prestatie.nummer, dag) {
        Prijsafspraak::Open(blokkade) => return open_punt("TR346", "9346", blokkade, prestatie, meld),
        Prijsafspraak::Tarieven(tarieven) => tarieven,
        Prijsafspraak::Maatwerk(..) | Prijsafspraak::Geen => Vec::new(),
    };
    let per_eenheid = tarieven.iter().any(|t| t.per == prestatie.eenheid);
    let minuten: Vec<&TariefRegel> = tarieven.into_iter().filter(|t| onder_uurtarief(t, prestatie)).collect();
    let uren: Vec<i64> = minuten.iter().map(|t| t.cent).collect();
    if (per_eenheid || uren.is_empty()) && bedrag == product {
        return;
    }
    let (wijze, betwist) = contracten.bedragwijze(dossier, prestatie.code, dag);
    let standaard =
        minuten.iter().any(|t| t.minuutcent == Some(tarief) && bedrag == bedrag_minuten(t.cent, prestatie.volume));
    let afgerond = minuten.iter().any(|t| t.minuutcent == Some(tarief) && bedrag == product);
    let (genomen, andere) = match wijze {
        Bedragwijze::Standaard => (standaard, afgerond),
        Bedragwijze::AfgerondeMinuut => (afgerond, standaard),
    };
    if genomen {
        return;
    }
    if let Some(feit) = betwist.filter(|_| andere) {
        return andere_lezing(prestatie, &uren, product, feit, meld);
    }
    let vrij = prestatie.eenheid == Eenheid::Minuut && !per_eenheid && uren.is_empty();
    let (van, tot) = bedrag_zonder_contract(tarief, prestatie.volume);
    if vrij && van <= bedrag && bedrag <= tot {
        return;
    }
    let tekst = match wijze {
        Bedragwijze::AfgerondeMinuut if !minuten.is_empty() => {
            let afgesproken = minuten.first().and_then(|t| t.minuutcent).unwrap_or(tarief);
            let volgt = prestatie.volume.saturating_mul(afgesproken);
            format!(
                "bedrag {} klopt niet: {} minuten tegen {} per afgeronde minuut is {}",
                toon_euro(bedrag),
                toon_getal(prestatie.volume),
                toon_euro(afgesproken),
                toon_euro(volgt)
            )
        }
        _ => uitkomst(prestatie, product, &uren, vrij.then_some((van, tot))),
    };
    meld.fout(prestatie.node, tekst);
}

/// Whether a Prestatie declares minutes of a tariff per hour.
fn onder_uurtarief(tarief: &TariefRegel, prestatie: &Prestatie<'_>) -> bool {
    prestatie.eenheid == Eenheid::Minuut && tarief.per == Eenheid::Uur
}

/// The contract contradicts itself about rounding, and the amount follows the reading that was not taken: no refusal.
fn andere_lezing(prestatie: &Prestatie<'_>, uren: &[i64], product: i64, feit: &str, meld: &mut Meldingen) {
    let standaard = uren.first().map_or(product, |uur| bedrag_minuten(*uur, prestatie.volume));
    let verschil = (standaard - product).abs();
    let tekst = format!(
        "bedrag {} volgt de andere lezing van het contract over afronden; het verschil is {} (uurtarief: {}, afgeronde \
         minuut: {}); 9346 is niet gegeven",
        toon_euro(prestatie.bedrag.cent),
        toon_euro(verschil),
        toon_euro(standaard),
        toon_euro(product)
    );
    meld.contractsignaal("TR346", prestatie.node, tekst, Some(feit), Some(verschil));
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
