//! TR418: ProductTarief equals the contract tariff.

use bericht::Datum;
use contract::TariefRegel;

use crate::prelude::*;
use crate::reken::tarief_per_minuut;

/// What people read about this rule.
const UITLEG: &str = "Het tarief is het tarief dat in het contract voor dit product is afgesproken, op de begindatum van de \
    productperiode. Voor minuten onder een uurtarief is dat het uurtarief gedeeld door 60, afgerond op hele \
    centen.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Welke datum het tarief bepaalt staat nergens; genomen is het begin van de productperiode. Zonder \
    contractgegevens of bij eenheid 83 wordt niet getoetst.";

/// ProductTarief equals the contract tariff. Source: TR418
pub static TR418: Regel = Regel {
    id: "TR418",
    niveau: 3,
    retourcode: Some("0611"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieDebet(toets)],
};

fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let (p, omgeving) = (toets.prestatie, toets.omgeving);
    let Some(tarief) = p.tarief.filter(|_| p.eenheid != Eenheid::Euro) else { return };
    let tarieven = omgeving.contracten.tarieven(omgeving.dossier, p.code, p.periode.begin);
    let afgesproken: Vec<(&TariefRegel, i64)> =
        tarieven.filter_map(|t| in_eenheid(t, p.eenheid).map(|cent| (t, cent))).collect();
    if afgesproken.is_empty() {
        meld.signaal("TR418", None, "er is geen tarief uit een contract bekend: 0611 is niet getoetst");
        return;
    }
    let spoor = || afspraak(tarief, p.periode.begin, &afgesproken);
    if afgesproken.iter().any(|(_, cent)| *cent == tarief) {
        meld.akkoord(p.node, spoor);
    } else {
        let lijst: Vec<String> = afgesproken.iter().map(|(_, cent)| toon_euro(*cent)).collect();
        let tekst = format!("tarief {} wijkt af van het afgesproken {}", toon_euro(tarief), lijst.join(" of "));
        meld.fout(p.node, tekst, spoor());
    }
}

/// Every tariff that was agreed on the day, in the unit that was declared.
fn afspraak(tarief: i64, dag: Datum, afgesproken: &[(&TariefRegel, i64)]) -> Spoor {
    let mut spoor = gegeven("dag van het tarief", dag);
    for (regel, cent) in afgesproken {
        if regel.cent != *cent {
            spoor = spoor.gegeven("uurtarief in het contract", euro(regel.cent)).afgerond(
                "tarief per minuut",
                (regel.cent, 60),
                *cent,
            );
        }
        spoor = spoor.vergelijk("ProductTarief", euro(tarief), Moet::Equal, euro(*cent));
    }
    spoor
}

/// A contract tariff in the unit that was declared.
fn in_eenheid(regel: &TariefRegel, eenheid: Eenheid) -> Option<i64> {
    match (regel.per, eenheid) {
        (per, declared) if per == declared => Some(regel.cent),
        (Eenheid::Uur, Eenheid::Minuut) => Some(tarief_per_minuut(regel.cent)),
        _ => None,
    }
}
