//! TR418: ProductTarief equals the contract tariff.

use bericht::Datum;
use contract::{Prijs, Prijsafspraak};

use crate::contractsignaal::open_punt;
use crate::prelude::*;
use crate::regels::uurtarief::minuut_uit_uur;

/// What people read about this rule.
const UITLEG: &str = "Het tarief is het tarief dat in het contract voor dit product is afgesproken, op de begindatum van de \
    productperiode. Voor minuten onder een uurtarief is dat het uurtarief gedeeld door 60, afgerond op hele \
    centen. Heeft de toewijzing een eigen prijs, dan geldt die, ook per uur voor minuten.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Welke datum het tarief bepaalt staat nergens; genomen is het begin van de productperiode. Zonder \
    contractgegevens, bij eenheid 83, en bij een tarief dat het contract zelf open laat, wordt niet getoetst; dat \
    laatste met een signaal.";

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

pub(super) fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let (p, omgeving) = (toets.prestatie, toets.omgeving);
    let Some(tarief) = p.tarief.filter(|_| p.eenheid != Eenheid::Euro) else { return };
    let dag = p.periode.begin;
    let afgesproken: Vec<(Prijs, i64)> = match omgeving.contracten.prijs(omgeving.dossier, p.code, p.nummer, dag) {
        Prijsafspraak::Open(blokkade) => return open_punt(meld.regel_id(), "0611", blokkade, p, meld),
        Prijsafspraak::Geen => Vec::new(),
        Prijsafspraak::Tarieven(prijzen) => {
            prijzen.into_iter().filter_map(|prijs| Some((prijs, prijs.in_eenheid(p.eenheid)?))).collect()
        }
    };
    if afgesproken.is_empty() {
        meld.signaal(meld.regel_id(), None, "er is geen tarief uit een contract bekend: 0611 is niet getoetst");
        return;
    }
    let spoor = || vergeleken(tarief, dag, &afgesproken);
    if afgesproken.iter().any(|(_, cent)| *cent == tarief) {
        meld.akkoord(p.node, spoor);
    } else {
        let lijst: Vec<String> = afgesproken.iter().map(|(_, cent)| toon_euro(*cent)).collect();
        let tekst = format!("tarief {} wijkt af van het afgesproken {}", toon_euro(tarief), lijst.join(" of "));
        meld.fout(p.node, tekst, spoor());
    }
}

/// Every price that was agreed on the day, with what it comes to in the unit that was declared, in eurocent.
fn vergeleken(tarief: i64, dag: Datum, afgesproken: &[(Prijs, i64)]) -> Spoor {
    let mut spoor = gegeven("dag van het tarief", dag);
    for (prijs, cent) in afgesproken {
        if prijs.cent != *cent {
            spoor = spoor.en(minuut_uit_uur(prijs));
        } else if prijs.maatwerk {
            spoor = spoor.gegeven("prijs voor deze toewijzing", euro(*cent));
        }
        spoor = spoor.vergelijk("ProductTarief", euro(tarief), Moet::Equal, euro(*cent));
    }
    spoor
}
