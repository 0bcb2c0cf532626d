//! TR418: ProductTarief equals the contract tariff.

use contract::Prijsafspraak;

use crate::contractsignaal::open_punt;
use crate::prelude::*;

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

fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let (p, omgeving) = (toets.prestatie, toets.omgeving);
    let Some(tarief) = p.tarief.filter(|_| p.eenheid != Eenheid::Euro) else { return };
    let afgesproken: Vec<i64> = match omgeving.contracten.prijs(omgeving.dossier, p.code, p.nummer, p.periode.begin) {
        Prijsafspraak::Open(blokkade) => return open_punt("TR418", "0611", blokkade, p, meld),
        Prijsafspraak::Maatwerk(eenheid, cent) if eenheid == p.eenheid => vec![cent],
        Prijsafspraak::Maatwerk(..) | Prijsafspraak::Geen => Vec::new(),
        Prijsafspraak::Tarieven(tarieven) => tarieven.iter().filter_map(|t| t.in_eenheid(p.eenheid)).collect(),
    };
    if afgesproken.is_empty() {
        meld.signaal("TR418", None, "er is geen tarief uit een contract bekend: 0611 is niet getoetst");
    } else if !afgesproken.contains(&tarief) {
        let lijst: Vec<String> = afgesproken.iter().map(|cent| toon_euro(*cent)).collect();
        let tekst = format!("tarief {} wijkt af van het afgesproken {}", toon_euro(tarief), lijst.join(" of "));
        meld.fout(p.node, tekst);
    }
}
