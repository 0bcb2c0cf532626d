//! TR418: ProductTarief equals the contract tariff.

use bericht::Datum;
use contract::{Prijsafspraak, TariefRegel};

use crate::contractsignaal::open_punt;
use crate::prelude::*;
use crate::regels::uurtarief::minuut_uit_uur;

/// What people read about this rule.
const UITLEG: &str = "Het tarief is het tarief dat in het contract voor dit product is afgesproken, op de begindatum van de \
    productperiode. Voor minuten onder een uurtarief is dat het uurtarief gedeeld door 60, afgerond op hele \
    centen. Heeft de toewijzing een eigen prijs, dan geldt die.";

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
    let afgesproken = match omgeving.contracten.prijs(omgeving.dossier, p.code, p.nummer, dag) {
        Prijsafspraak::Open(blokkade) => return open_punt(meld.regel_id(), "0611", blokkade, p, meld),
        Prijsafspraak::Maatwerk(eenheid, cent) if eenheid == p.eenheid => vec![Afspraak::Maatwerk(cent)],
        Prijsafspraak::Maatwerk(..) | Prijsafspraak::Geen => Vec::new(),
        Prijsafspraak::Tarieven(tarieven) => {
            tarieven.into_iter().filter_map(|t| t.in_eenheid(p.eenheid).map(|cent| Afspraak::Tarief(t, cent))).collect()
        }
    };
    if afgesproken.is_empty() {
        meld.signaal(meld.regel_id(), None, "er is geen tarief uit een contract bekend: 0611 is niet getoetst");
        return;
    }
    let spoor = || vergeleken(tarief, dag, &afgesproken);
    if afgesproken.iter().any(|a| a.cent() == tarief) {
        meld.akkoord(p.node, spoor);
    } else {
        let lijst: Vec<String> = afgesproken.iter().map(|a| toon_euro(a.cent())).collect();
        let tekst = format!("tarief {} wijkt af van het afgesproken {}", toon_euro(tarief), lijst.join(" of "));
        meld.fout(p.node, tekst, spoor());
    }
}

/// A price that was agreed, in eurocent for the unit that was declared.
enum Afspraak<'c> {
    /// For this toewijzing alone.
    Maatwerk(i64),
    /// For the product.
    Tarief(&'c TariefRegel, i64),
}

impl Afspraak<'_> {
    fn cent(&self) -> i64 {
        match self {
            Afspraak::Maatwerk(cent) | Afspraak::Tarief(_, cent) => *cent,
        }
    }
}

/// Every price that was agreed on the day, in the unit that was declared.
fn vergeleken(tarief: i64, dag: Datum, afgesproken: &[Afspraak<'_>]) -> Spoor {
    let mut spoor = gegeven("dag van het tarief", dag);
    for afspraak in afgesproken {
        spoor = match afspraak {
            Afspraak::Maatwerk(cent) => spoor.gegeven("prijs voor deze toewijzing", euro(*cent)),
            Afspraak::Tarief(regel, cent) if regel.cent != *cent => spoor.en(minuut_uit_uur(regel)),
            Afspraak::Tarief(..) => spoor,
        };
        spoor = spoor.vergelijk("ProductTarief", euro(tarief), Moet::Equal, euro(afspraak.cent()));
    }
    spoor
}
