//! 315, 317 and 319 against the dossier.

use bericht::{Antwoord, Datum, VerzoekToewijzing, VerzoekWijziging};
use dossier::{AntwoordFeit, ClientSleutel, Kennis, VerzoekFeit};

use super::{Zaak, bij, roep, verzoeksignaal};
use crate::contractsignaal::{Vrager, afwijsgronden};
use crate::melding::Meldingen;
use crate::moment::{AangevraagdToets, VerzoekAntwoordToets, VerzoekToets};
use crate::regels::stapeling::bekende_stapels;

/// Judges the products of a 315 and books them as verzoeken. When any is refused the caller drops the bookings.
pub fn verzoek_toewijzing(bericht: &VerzoekToewijzing<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) {
    let client = zaak.hasher.client(bericht.client.bsn);
    let regels = bij!(zaak.bericht, Aangevraagd);
    let bekend = bekende_stapels(zaak.omgeving.dossier.domein, kennis.client(&client), |_| false);
    let vrager = Vrager::van(zaak, &bericht.client, kennis.client(&client));
    for product in &bericht.producten {
        let toets = AangevraagdToets { product, kennis, omgeving: zaak.omgeving };
        roep(&regels, meld, |f, meld| f(&toets, meld));
        verzoeksignaal::al_toegewezen(product, &bekend, meld);
        afwijsgronden(
            product.product.as_ref(),
            product.ingangsdatum,
            product.node,
            (vrager.as_ref(), zaak.omgeving),
            meld,
        );
    }
    boek_verzoek_toewijzing(bericht, zaak, kennis);
}

/// Books the verzoeken of a 315, without rules; their references come back.
pub fn boek_verzoek_toewijzing(b: &VerzoekToewijzing<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis) -> Vec<String> {
    let client = zaak.hasher.client(b.client.bsn);
    boek(b.producten.iter().map(|p| (p.referentie, Some(p.ingangsdatum))), &client, zaak, kennis)
}

/// Judges a 317; see [`verzoek_toewijzing`].
pub fn verzoek_wijziging(bericht: &VerzoekWijziging<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) {
    let client = zaak.hasher.client(bericht.client.bsn);
    let dagtekening = zaak.bericht.header.identificatie.dagtekening;
    let feit = kennis.client(&client);
    let toets = VerzoekToets { verzoek: bericht, dagtekening, feit, kennis, omgeving: zaak.omgeving };
    roep(&bij!(zaak.bericht, Verzoek), meld, |f, meld| f(&toets, meld));
    verzoeksignaal::wijziging(&toets, meld);
    let vrager = Vrager::van(zaak, &bericht.client, feit);
    for nieuw in &bericht.nieuw {
        afwijsgronden(nieuw.product.as_ref(), nieuw.ingangsdatum, nieuw.node, (vrager.as_ref(), zaak.omgeving), meld);
    }
    boek_verzoek_wijziging(bericht, zaak, kennis);
}

/// Books the verzoek of a 317; see [`boek_verzoek_toewijzing`].
pub fn boek_verzoek_wijziging(b: &VerzoekWijziging<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis) -> Vec<String> {
    let client = zaak.hasher.client(b.client.bsn);
    boek(std::iter::once((b.referentie, None)), &client, zaak, kennis)
}

fn boek<'r>(
    referenties: impl Iterator<Item = (&'r str, Option<Datum>)>,
    client: &ClientSleutel,
    zaak: &Zaak<'_>,
    kennis: &mut Kennis,
) -> Vec<String> {
    let mut geboekt = Vec::new();
    for (referentie, ingangsdatum) in referenties {
        let feit = VerzoekFeit {
            referentie: referentie.to_owned(),
            bericht: zaak.id,
            dagtekening: zaak.bericht.header.identificatie.dagtekening,
            ingangsdatum,
            antwoorden: Vec::new(),
            gehonoreerd_met: Vec::new(),
        };
        kennis.wijzig_client(client, |client| client.verzoeken.push(feit));
        kennis.noteer_verzoeker(referentie, client);
        geboekt.push(referentie.to_owned());
    }
    geboekt
}

/// Judges a 319 and books the answer with its verzoek.
pub fn verzoek_antwoord(antwoord: &Antwoord<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) {
    let client = kennis.verzoeker(antwoord.referentie).copied();
    let before = meld.aantal();
    let verzoek = client
        .as_ref()
        .and_then(|client| kennis.client(client).verzoeken.iter().find(|v| v.referentie == antwoord.referentie));
    let toets = VerzoekAntwoordToets { antwoord, verzoek, omgeving: zaak.omgeving };
    roep(&bij!(zaak.bericht, VerzoekAntwoord), meld, |f, meld| f(&toets, meld));
    if meld.aantal() == before {
        verzoeksignaal::woonplaatsbeginsel(antwoord, verzoek, zaak, meld);
        boek_antwoord_op_verzoek(antwoord, zaak, kennis);
    }
}

/// Books the answer of a 319 with its verzoek, without rules; the client of the verzoek comes back when it is known.
pub fn boek_antwoord_op_verzoek(
    antwoord: &Antwoord<'_>,
    zaak: &Zaak<'_>,
    kennis: &mut Kennis,
) -> Option<ClientSleutel> {
    let client = kennis.verzoeker(antwoord.referentie).copied()?;
    let feit = AntwoordFeit { antwoord: antwoord.antwoord.to_owned(), bericht: zaak.id };
    kennis.wijzig_client(&client, |client| {
        client.verzoeken_met(antwoord.referentie).for_each(|verzoek| verzoek.antwoorden.push(feit.clone()));
    });
    Some(client)
}
