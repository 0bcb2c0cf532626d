//! What no rule refuses in a 301 and a person should know: what is missing from it, and how it changes what was known.

use std::collections::BTreeSet;

use bericht::{Frequentie, Omvang, ToegewezenProduct, ToewijzingBericht};
use dossier::{ClientFeit, geldige_versie, geldige_versie_op};

use super::Zaak;
use crate::melding::Meldingen;
use crate::regels::stapeling::{Lijn, stapelt_met_bekende};

/// Tells what is odd about a 301, given the dossier of its client as it was before.
pub fn signaleer(bericht: &ToewijzingBericht<'_>, zaak: &Zaak<'_>, feit: &ClientFeit, meld: &mut Meldingen) {
    onvolledig(bericht, zaak, feit, meld);
    for product in &bericht.producten {
        if !product.is_verwijdering() {
            stapeling(product, bericht, zaak, feit, meld);
        }
        nieuwe_versie(product, feit, meld);
        gedeelde_referentie(product, bericht, feit, meld);
    }
}

/// Actuele toewijzingen that a 301 leaves out (OP087). Which ones changed since the previous 301 only its sender knows.
fn onvolledig(bericht: &ToewijzingBericht<'_>, zaak: &Zaak<'_>, feit: &ClientFeit, meld: &mut Meldingen) {
    let dagtekening = zaak.bericht.header.identificatie.dagtekening;
    let genoemd = |nummer: &u32| bericht.producten.iter().any(|product| product.nummer == *nummer);
    let nummers: BTreeSet<u32> = feit.toewijzingen.iter().map(|versie| versie.nummer).collect();
    let ontbreekt = nummers
        .into_iter()
        .filter(|nummer| !genoemd(nummer))
        .filter_map(|nummer| geldige_versie_op(&feit.toewijzingen, nummer, dagtekening))
        .filter(|toewijzing| toewijzing.is_actueel(dagtekening));
    let aantal = ontbreekt.count();
    if aantal > 0 {
        let tekst = format!("{aantal} actuele toewijzing(en) van deze cliënt staan niet in het bericht");
        meld.signaal("OP087", Some(bericht.client.node), tekst);
    }
}

/// The same product on the same days as a toewijzing that is known and not in the message; TR302 looks inside it.
fn stapeling(
    product: &ToegewezenProduct<'_>,
    bericht: &ToewijzingBericht<'_>,
    zaak: &Zaak<'_>,
    feit: &ClientFeit,
    meld: &mut Meldingen,
) {
    let (node, van) = (product.node, product.product.as_ref());
    let deze = Lijn { node, product: van, begin: product.ingangsdatum, eind: product.einddatum };
    let in_bericht = |nummer| bericht.producten.iter().any(|ander| ander.nummer == nummer);
    if stapelt_met_bekende(zaak.omgeving.dossier.domein, &deze, feit, in_bericht) {
        let tekst = "hetzelfde product loopt in deze periode ook op een toewijzing die niet in het bericht staat";
        meld.signaal("TR302", Some(node), tekst);
    }
}

/// A version after the one that was valid: what may not change under one number, and what was deleted.
fn nieuwe_versie(product: &ToegewezenProduct<'_>, feit: &ClientFeit, meld: &mut Meldingen) {
    let Some(vorige) = geldige_versie(&feit.toewijzingen, product.nummer) else { return };
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

/// Each toewijzing has the reference of its own AangevraagdProduct (IV094); a VOW has one for all.
fn gedeelde_referentie(
    product: &ToegewezenProduct<'_>,
    bericht: &ToewijzingBericht<'_>,
    feit: &ClientFeit,
    meld: &mut Meldingen,
) {
    let Some(referentie) = product.referentie_aanbieder else { return };
    let aanvraag = feit.verzoeken.iter().any(|v| v.referentie == referentie && !v.is_wijziging());
    let eerder = bericht.producten.iter().take_while(|ander| ander.node != product.node);
    if aanvraag && eerder.filter(|ander| ander.referentie_aanbieder == Some(referentie)).count() > 0 {
        let tekst = "de ReferentieAanbieder van één aangevraagd product staat bij meer toewijzingen";
        meld.signaal("IV094", Some(product.node), tekst);
    }
}
