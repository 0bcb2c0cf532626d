//! 325 as received by an aanbieder, against the 323 that was sent; and 304 against its 303.

use std::collections::HashMap;

use bericht::retour::{GEHEEL_TOEGEKEND, GOED};
use bericht::{DeclaratieAntwoord, Factuur, FactuurPrestatie, GEEN_NUMMER, Prestatie, toon_euro};
use dossier::{ClientSleutel, Kennis, PrestatieFeit};

use super::toewijzing::bekende_clienten;
use super::{Zaak, bij, roep};
use crate::melding::Meldingen;
use crate::moment::AntwoordToets;

/// Runs the rules of level 3 on a 325. Without a known 323 only TR337 can speak.
pub fn antwoord(d: Option<&DeclaratieAntwoord<'_>>, zaak: &Zaak<'_>, kennis: &Kennis, meld: &mut Meldingen) {
    let toets = AntwoordToets { bericht: zaak.bericht, antwoord: d, kennis };
    roep(&bij!(zaak.bericht, AntwoordDossier), meld, |f, meld| f(&toets, meld));
    if kennis.heen().is_some_and(|heen| heen.beoordeeld) {
        bekende_clienten(zaak, kennis, meld);
    }
}

/// Books a 325 on a 323 that was sent from here: what comes back is refused, the rest is granted, to the cent.
pub fn verwerk_antwoord(d: &DeclaratieAntwoord<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) {
    let mut geweigerd: HashMap<usize, Vec<String>> = HashMap::new();
    for client in &d.clienten {
        let sleutel = zaak.hasher.client(client.client.bsn);
        for prestatie in &client.prestaties {
            match plaats(prestatie, &sleutel, kennis, &geweigerd) {
                Some(plaats) => {
                    geweigerd.insert(plaats, retourcodes(prestatie, zaak));
                }
                None => {
                    meld.signaal("325", Some(prestatie.node), "deze prestatie komt vaker terug dan zij is verstuurd");
                }
            }
        }
    }
    let toegekend = kennis.beantwoord(&geweigerd);
    let genoemd = d.toegekend.getekend();
    if toegekend != genoemd {
        let (toegekend, genoemd) = (toon_euro(toegekend), toon_euro(genoemd));
        let tekst = format!("TotaalToegekendBedrag is {genoemd}; wat niet terugkomt telt op tot {toegekend}");
        meld.signaal("325", Some(d.toegekend_node), tekst);
    }
}

/// Books a 304 on a 303 that was sent from here. What comes back with a code of a rule, or with nothing granted, is refused;
/// all else is granted.
pub fn verwerk_factuurantwoord(f: &Factuur<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) {
    let mut gezien: HashMap<usize, Vec<String>> = HashMap::new();
    let mut geweigerd: HashMap<usize, Vec<String>> = HashMap::new();
    for client in &f.clienten {
        let sleutel = zaak.hasher.client(client.client.bsn);
        for regel in &client.prestaties {
            let prestatie = regel.als_prestatie(regel.nummer.unwrap_or(GEEN_NUMMER));
            let Some(plaats) = plaats(&prestatie, &sleutel, kennis, &gezien) else {
                meld.signaal("304", Some(regel.node), "deze prestatie komt vaker terug dan zij is verstuurd");
                continue;
            };
            let codes: Vec<String> = regel.retourcodes.iter().map(|code| (*code).to_owned()).collect();
            gezien.insert(plaats, codes.clone());
            if is_geweigerd(regel) {
                geweigerd.insert(plaats, codes);
            } else {
                ander_bedrag(regel, meld);
            }
        }
    }
    let toegekend = kennis.beantwoord(&geweigerd);
    let genoemd = f.toegekend.map_or(toegekend, bericht::Bedrag::getekend);
    if toegekend != genoemd {
        let (toegekend, genoemd) = (toon_euro(toegekend), toon_euro(genoemd));
        let tekst = format!("ToegekendTotaalBedrag is {genoemd}; wat niet is geweigerd telt op tot {toegekend}");
        meld.signaal("304", Some(f.totaal_node), tekst);
    }
}

fn is_geweigerd(regel: &FactuurPrestatie<'_>) -> bool {
    let eigen_code = regel.retourcodes.iter().any(|code| ![GOED, GEHEEL_TOEGEKEND].contains(code));
    eigen_code || regel.toegekend.is_some_and(|toegekend| toegekend.cent == 0 && regel.bedrag.cent != 0)
}

/// A Prestatie is granted as a whole or not; another amount is told.
fn ander_bedrag(regel: &FactuurPrestatie<'_>, meld: &mut Meldingen) {
    if let Some(toegekend) = regel.toegekend.filter(|toegekend| *toegekend != regel.bedrag) {
        let (toegekend, gevraagd) = (toon_euro(toegekend.getekend()), toon_euro(regel.bedrag.getekend()));
        let tekst = format!("ToegekendBedrag is {toegekend}, gevraagd was {gevraagd}; geboekt is het gevraagde");
        meld.signaal("304", Some(regel.node), tekst);
    }
}

/// The place in the 323 of a Prestatie that comes back: of those with its ReferentieNummer the first that is not taken yet,
/// and among these rather one of the same client and amount.
fn plaats(
    terug: &Prestatie<'_>,
    client: &ClientSleutel,
    kennis: &Kennis,
    geweigerd: &HashMap<usize, Vec<String>>,
) -> Option<usize> {
    let vrij = || kennis.verzonden(terug.referentie).filter(|(plaats, _)| !geweigerd.contains_key(plaats));
    let zelfde = |feit: &PrestatieFeit| {
        feit.client == *client
            && feit.vorige.as_deref() == terug.vorige
            && (feit.nummer, feit.periode, feit.volume, feit.bedrag)
                == (terug.nummer, terug.periode, terug.volume, terug.bedrag)
    };
    let (eerste, _) = vrij().find(|(_, feit)| zelfde(feit)).or_else(|| vrij().next())?;
    Some(eerste)
}

/// Codes of a Prestatie that comes back.
fn retourcodes(prestatie: &Prestatie<'_>, zaak: &Zaak<'_>) -> Vec<String> {
    let codes = zaak.bericht.tree.node(prestatie.node).child("RetourCodes");
    codes.into_iter().flat_map(schema::tree::NodeRef::children).map(|code| code.value().to_owned()).collect()
}
