//! F303-64: The amount is what the gemeente computes from the contract.

use crate::factuurbedrag::gemeente_berekend;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het berekende bedrag, of zonder dat het gevraagde, is het volume maal de prijs van het contract op de \
    begindatum van de productperiode; minuten onder een uurtarief volgen uit het onafgeronde uurtarief. Dit \
    is een signaal: release 2.3 heeft geen code om hierop te weigeren.";

/// The amount is what the gemeente computes from the contract. Source: docs/keuzes.md.
pub static F303_64: Regel = Regel {
    id: "F303-64",
    niveau: 4,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::PrestatieDebet(toets)],
};

fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let (Some(regel), Some(moet)) = (toets.factuur, gemeente_berekend(toets.prestatie, toets.omgeving)) else { return };
    let bedrag = regel.berekend.unwrap_or(regel.bedrag).cent;
    let meer = bedrag - moet;
    // Without BerekendBedrag the btw may be in it.
    let btw = if regel.berekend.is_some() { 0 } else { regel.btw.map_or(0, |btw| btw.cent) };
    if meer != 0 && meer != btw {
        let tekst = format!("bedrag {}, uit het contract volgt {}", toon_euro(bedrag), toon_euro(moet));
        meld.contractsignaal("F303-64", toets.prestatie.node, tekst, None, Some(meer.abs()));
    }
}
