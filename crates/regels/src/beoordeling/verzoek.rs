//! 315, 317 and 319 against the dossier.

use bericht::{Antwoord, VerzoekToewijzing, VerzoekWijziging};
use dossier::{ClientSleutel, Kennis, VerzoekFeit};

use super::{Zaak, bij, roep};
use crate::contractsignaal::{Vrager, afwijsgronden};
use crate::melding::Meldingen;
use crate::moment::{AangevraagdToets, VerzoekAntwoordToets, VerzoekToets};

/// Judges the products of a 315; the references that were accepted come back, to be stored.
pub fn verzoek_toewijzing(
    bericht: &VerzoekToewijzing<'_>,
    zaak: &Zaak<'_>,
    kennis: &mut Kennis,
    meld: &mut Meldingen,
) -> Vec<(String, ClientSleutel)> {
    let client = zaak.hasher.client(bericht.client.bsn);
    let regels = bij!(zaak.bericht, Aangevraagd);
    let vrager = Vrager::van(zaak, &bericht.client, kennis.client(&client));
    for product in &bericht.producten {
        let toets = AangevraagdToets { product, kennis, omgeving: zaak.omgeving };
        roep(&regels, meld, |f, meld| f(&toets, meld));
        afwijsgronden(
            product.product.as_ref(),
            product.ingangsdatum,
            product.node,
            (vrager.as_ref(), zaak.omgeving),
            meld,
        );
    }
    let referenties = bericht.producten.iter().map(|p| p.referentie);
    boek(referenties, &client, zaak, kennis)
}

/// Judges a 317; see [`verzoek_toewijzing`].
pub fn verzoek_wijziging(
    bericht: &VerzoekWijziging<'_>,
    zaak: &Zaak<'_>,
    kennis: &mut Kennis,
    meld: &mut Meldingen,
) -> Vec<(String, ClientSleutel)> {
    let client = zaak.hasher.client(bericht.client.bsn);
    let dagtekening = zaak.bericht.header.identificatie.dagtekening;
    let feit = kennis.client(&client);
    let toets = VerzoekToets { verzoek: bericht, dagtekening, feit, kennis, omgeving: zaak.omgeving };
    roep(&bij!(zaak.bericht, Verzoek), meld, |f, meld| f(&toets, meld));
    let vrager = Vrager::van(zaak, &bericht.client, feit);
    for nieuw in &bericht.nieuw {
        afwijsgronden(nieuw.product.as_ref(), nieuw.ingangsdatum, nieuw.node, (vrager.as_ref(), zaak.omgeving), meld);
    }
    boek(std::iter::once(bericht.referentie), &client, zaak, kennis)
}

fn boek<'r>(
    referenties: impl Iterator<Item = &'r str>,
    client: &ClientSleutel,
    zaak: &Zaak<'_>,
    kennis: &mut Kennis,
) -> Vec<(String, ClientSleutel)> {
    let mut geboekt = Vec::new();
    for referentie in referenties {
        let feit = VerzoekFeit {
            referentie: referentie.to_owned(),
            bericht: zaak.id,
            antwoorden: Vec::new(),
            gehonoreerd: false,
        };
        kennis.wijzig_client(client, |client| client.verzoeken.push(feit));
        geboekt.push((referentie.to_owned(), client.clone()));
    }
    geboekt
}

/// Judges a 319 and books the answer with its verzoek.
pub fn verzoek_antwoord(antwoord: &Antwoord<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) {
    let client = kennis.verzoeker(antwoord.referentie).cloned();
    let before = meld.aantal();
    let verzoek = client
        .as_ref()
        .and_then(|client| kennis.client(client).verzoeken.iter().find(|v| v.referentie == antwoord.referentie));
    let toets = VerzoekAntwoordToets { antwoord, verzoek, omgeving: zaak.omgeving };
    roep(&bij!(zaak.bericht, VerzoekAntwoord), meld, |f, meld| f(&toets, meld));
    if let Some(client) = client.filter(|_| meld.aantal() == before) {
        kennis.wijzig_client(&client, |feit| {
            if let Some(verzoek) = feit.verzoeken.iter_mut().find(|v| v.referentie == antwoord.referentie) {
                verzoek.antwoorden.push(antwoord.antwoord.to_owned());
            }
        });
    }
}
