//! What no rule refuses in a 301 and a person should know: what is missing from it, and how it changes what was known.

use std::collections::{HashMap, HashSet};

use bericht::{Frequentie, Omvang, ToegewezenProduct, ToewijzingBericht};
use dossier::{BerichtId, ClientFeit, Toewijzing, geldige_versies, geldige_versies_op};

use super::Zaak;
use crate::melding::Meldingen;
use crate::regels::stapeling::{Lijn, bekende_stapels};
use crate::stapelindex::Stapels;

/// Tells what is odd about a 301, given the dossier of its client as it was before.
pub fn signaleer(bericht: &ToewijzingBericht<'_>, zaak: &Zaak<'_>, feit: &ClientFeit, meld: &mut Meldingen) {
    let genoemd: HashSet<u32> = bericht.producten.iter().map(|product| product.nummer).collect();
    onvolledig(bericht, &genoemd, zaak, feit, meld);
    let geldig = geldige_versies(&feit.toewijzingen);
    let anderen = bekende_stapels(zaak.omgeving.dossier.domein, feit, |nummer| genoemd.contains(&nummer));
    let mut referenties = Referenties::van(feit);
    for product in &bericht.producten {
        if !product.is_verwijdering() {
            stapeling(product, &anderen, meld);
        }
        nieuwe_versie(product, geldig.get(&product.nummer).copied(), meld);
        referenties.gedeeld(product, meld);
    }
}

/// Actuele toewijzingen that a 301 leaves out (OP087). Which ones changed since the previous 301 only its sender knows.
fn onvolledig(
    bericht: &ToewijzingBericht<'_>,
    genoemd: &HashSet<u32>,
    zaak: &Zaak<'_>,
    feit: &ClientFeit,
    meld: &mut Meldingen,
) {
    let dagtekening = zaak.bericht.header.identificatie.dagtekening;
    let aantal = geldige_versies_op(&feit.toewijzingen, dagtekening)
        .into_iter()
        .filter(|(nummer, toewijzing)| !genoemd.contains(nummer) && toewijzing.is_actueel(dagtekening))
        .count();
    if aantal > 0 {
        let tekst = format!("{aantal} actuele toewijzing(en) van deze cliënt staan niet in het bericht");
        meld.signaal("OP087", Some(bericht.client.node), tekst);
    }
}

/// The same product on the same days as a toewijzing that is known and not in the message; TR302 looks inside it.
fn stapeling(product: &ToegewezenProduct<'_>, anderen: &Stapels<'_>, meld: &mut Meldingen) {
    let deze = Lijn { product: product.product.as_ref(), begin: product.ingangsdatum, eind: product.einddatum };
    if anderen.stapelt(None, &deze) {
        let tekst = "hetzelfde product loopt in deze periode ook op een toewijzing die niet in het bericht staat";
        meld.signaal("TR302", Some(product.node), tekst);
    }
}

/// A version after the one that was valid: what may not change under one number, and what was deleted.
fn nieuwe_versie(product: &ToegewezenProduct<'_>, vorige: Option<&Toewijzing>, meld: &mut Meldingen) {
    let Some(vorige) = vorige else { return };
    if !vorige.is_voor(product) || product.is_verwijdering() {
        return;
    }
    if vorige.is_verwijderd() {
        let tekst = "de toewijzing met dit nummer is verwijderd en komt met een latere versie terug";
        meld.signaal("toewijzing", Some(product.node), tekst);
    } else if !mag_veranderen(vorige.omvang, product.omvang) {
        let tekst = "onder hetzelfde nummer verandert meer dan de einddatum, het budget of het volume in totaal";
        meld.signaal("OP033x1", Some(product.node), tekst);
    }
}

/// Of an Omvang only a total volume may change under one number (OP033x1).
fn mag_veranderen(van: Option<Omvang>, naar: Option<Omvang>) -> bool {
    match (van, naar) {
        (Some(van), Some(naar)) if van.frequentie == Frequentie::Totaal => {
            (van.eenheid, van.frequentie) == (naar.eenheid, naar.frequentie)
        }
        _ => van == naar,
    }
}

/// Each toewijzing has the reference of its own AangevraagdProduct (IV094); a VOW has one for all. In release 2.3 products
/// of one verzoek may share a reference: then so many toewijzingen may.
struct Referenties<'f> {
    /// By the reference of an aanvraag, for how many more toewijzingen it is.
    over: HashMap<&'f str, usize>,
}

impl<'f> Referenties<'f> {
    fn van(feit: &'f ClientFeit) -> Self {
        let mut laatste: HashMap<&str, (BerichtId, usize)> = HashMap::new();
        for verzoek in feit.verzoeken.iter().filter(|verzoek| !verzoek.is_wijziging()) {
            let (bericht, aantal) = laatste.entry(&verzoek.referentie).or_insert((verzoek.bericht, 0));
            // A verzoek that was sent again asks for nothing more.
            *aantal = if *bericht == verzoek.bericht { *aantal + 1 } else { 1 };
            *bericht = verzoek.bericht;
        }
        Self { over: laatste.into_iter().map(|(referentie, (_, aantal))| (referentie, aantal)).collect() }
    }

    fn gedeeld(&mut self, product: &ToegewezenProduct<'_>, meld: &mut Meldingen) {
        let over = product.referentie_aanbieder.and_then(|referentie| self.over.get_mut(referentie));
        match over {
            None => {}
            Some(0) => {
                let tekst = "de ReferentieAanbieder van één aangevraagd product staat bij meer toewijzingen";
                meld.signaal("IV094", Some(product.node), tekst);
            }
            Some(over) => *over -= 1,
        }
    }
}
