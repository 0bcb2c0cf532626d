//! 301 against the dossier, and clients that must be known (TR304).

use std::collections::HashSet;

use bericht::{ToegewezenProduct, ToewijzingBericht};
use dossier::{ClientSleutel, Honorering, Kennis, Snelmap, ToewijzingVersie};

use super::{Zaak, bij, roep, toewijzingsignaal};
use crate::melding::Meldingen;
use crate::moment::{ClientToets, ToegewezenToets};

/// Runs the rules on clients that must be known, over all clients of the message.
pub fn bekende_clienten(zaak: &Zaak<'_>, kennis: &Kennis, meld: &mut Meldingen) {
    let regels = bij!(zaak.bericht, BekendeClient);
    if regels.is_empty() {
        return;
    }
    for client in &zaak.bericht.clienten() {
        let sleutel = zaak.hasher.client(client.bsn);
        let toets = ClientToets { client, sleutel: &sleutel, bericht: zaak.bericht, kennis };
        roep(&regels, meld, |f, meld| f(&toets, meld));
    }
}

/// Judges the products of a 301 and books them: every version is kept, an identical resend adds nothing (IV013). When any
/// product is refused the caller drops the bookings; signals are about what is booked.
pub fn toewijzing(bericht: &ToewijzingBericht<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) {
    let client = zaak.hasher.client(bericht.client.bsn);
    let regels = bij!(zaak.bericht, Toegewezen);
    let dagtekening = zaak.bericht.header.identificatie.dagtekening;
    for node in &bericht.zonder_nummer {
        let tekst = "dit product heeft geen ToewijzingNummer; het is niet getoetst en niet in het dossier opgenomen";
        meld.signaal("ToewijzingNummer", Some(*node), tekst);
    }
    let mut per_nummer: Snelmap<u32, Vec<ToewijzingVersie>> = Snelmap::default();
    let genoemd: HashSet<u32> = bericht.producten.iter().map(|product| product.nummer).collect();
    for versie in kennis.client(&client).toewijzingen.iter().filter(|versie| genoemd.contains(&versie.nummer)) {
        per_nummer.entry(versie.nummer).or_default().push(versie.clone());
    }
    let mut geboekt = Vec::new();
    let begin = meld.aantal();
    let mut signalen = Meldingen::default();
    toewijzingsignaal::signaleer(bericht, zaak, kennis.client(&client), &mut signalen);
    for product in &bericht.producten {
        let before = meld.aantal();
        let feit = kennis.client(&client);
        let (toewijzing, id) = (bericht, zaak.id);
        let toets = ToegewezenToets {
            product,
            toewijzing,
            bericht: id,
            client: &client,
            feit,
            kennis,
            omgeving: zaak.omgeving,
        };
        roep(&regels, meld, |f, meld| f(&toets, meld));
        if meld.aantal() == before {
            let bekend = per_nummer.get(&product.nummer).map_or(&[][..], Vec::as_slice);
            let versie = ToewijzingVersie::van(product, zaak.id, dagtekening);
            if boek(product, versie, bekend, (&client, kennis), meld) {
                geboekt.push(product.nummer);
            }
        }
    }
    // Each number stands in the message once (TR101), so no product waits for that of another.
    kennis.herzie_nummers(geboekt, &client);
    if meld.aantal() == begin {
        meld.signalen.append(&mut signalen.signalen);
    }
}

/// Books a version beside `bekend`, those under its number; whether it was new.
fn boek(
    product: &ToegewezenProduct<'_>,
    versie: ToewijzingVersie,
    bekend: &[ToewijzingVersie],
    (client, kennis): (&ClientSleutel, &mut Kennis),
    meld: &mut Meldingen,
) -> bool {
    honoreer(&versie, client, kennis);
    match bekend.iter().find(|v| v.zelfde_moment(&versie)) {
        Some(eerste) if eerste.zelfde_inhoud(&versie) => return false,
        Some(_) => {
            let tekst =
                "een andere inhoud met dezelfde toewijzingsdatum en -tijd; de eerst ontvangen versie blijft gelden";
            meld.signaal("IV013", Some(product.node), tekst);
            return false;
        }
        None => {}
    }
    kennis.wijzig_client(client, |feit| feit.toewijzingen.push(versie));
    true
}

/// Books the toewijzingen of a 301 that was sent from here, without rules; their numbers come back. Every version is kept,
/// also one that says the same as another: when the other is refused, this one counts.
pub fn boek_verzonden(bericht: &ToewijzingBericht<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis) -> Vec<u32> {
    let client = zaak.hasher.client(bericht.client.bsn);
    let dagtekening = zaak.bericht.header.identificatie.dagtekening;
    for product in &bericht.producten {
        let versie = ToewijzingVersie::van(product, zaak.id, dagtekening);
        honoreer(&versie, &client, kennis);
        kennis.wijzig_client(&client, |feit| feit.toewijzingen.push(versie));
    }
    let nummers: Vec<u32> = bericht.producten.iter().map(|product| product.nummer).collect();
    kennis.herzie_nummers(nummers.iter().copied(), &client);
    nummers
}

/// A 301 with the reference of a verzoek honours it, also on a product that is sent again unchanged (IV093).
fn honoreer(versie: &ToewijzingVersie, client: &ClientSleutel, kennis: &mut Kennis) {
    let Some(referentie) = &versie.referentie_aanbieder else { return };
    if kennis.client(client).heeft_verzoek(referentie) {
        kennis.wijzig_client(client, |feit| {
            feit.verzoeken_met(referentie).for_each(|v| v.gehonoreerd_met.push(Honorering::van(versie)));
        });
    }
}
