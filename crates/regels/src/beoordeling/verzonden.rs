//! Messages that are sent from here. Their content counts from the sending, without rules of level 3 and 4: those are the
//! receiver's. One rule is looked at all the same: a used Identificatie would make the retour ambiguous.

use bericht::Inhoud;
use dossier::{Kennis, PrestatieFeit, Uitslag, VerzondenFeit};

use super::declaratie::feit;
use super::factuur::als_declaratie;
use super::startstop::{boek_starts, boek_stops};
use super::toewijzing::boek_verzonden;
use super::verzoek::{boek_antwoord_op_verzoek, boek_verzoek_toewijzing, boek_verzoek_wijziging};
use super::{Zaak, bij, roep};
use crate::melding::Meldingen;
use crate::moment::KopToets;
use crate::regels::{F303_20, TR056};

/// Objects to an Identificatie that an earlier message of this Afzender and BerichtCode used.
pub fn gebruikte_identificatie(zaak: &Zaak<'_>, kennis: &Kennis, meld: &mut Meldingen) {
    let toets = KopToets { bericht: zaak.bericht, client: None, kennis, omgeving: zaak.omgeving };
    let mut regels = bij!(zaak.bericht, Kop);
    regels.retain(|(regel, _)| [TR056.id, F303_20.id].contains(&regel.id));
    roep(&regels, meld, |f, meld| f(&toets, meld));
}

/// Books the content of a message that is sent, as if every rule had allowed it; what was booked comes back, to be kept for
/// the retour. A 323 or 303 books its period only: its Prestaties follow from [`prestaties`].
pub fn boek(zaak: &Zaak<'_>, kennis: &mut Kennis) -> VerzondenFeit {
    let mut geboekt = VerzondenFeit::default();
    geboekt.client = match &zaak.bericht.inhoud {
        Inhoud::Antwoord(b) => boek_antwoord_op_verzoek(b, zaak, kennis),
        Inhoud::Declaratie(d) => {
            kennis.noteer_periode(d.periode);
            geboekt.periode = Some(d.periode);
            None
        }
        // Its period orders nothing.
        Inhoud::Factuur(f) => {
            geboekt.periode = Some(f.periode);
            None
        }
        _ => zaak.bericht.clienten().first().map(|client| zaak.hasher.client(client.bsn)),
    };
    match (&zaak.bericht.inhoud, &geboekt.client) {
        (Inhoud::Toewijzing(b), _) => geboekt.nummers = boek_verzonden(b, zaak, kennis),
        (Inhoud::VerzoekToewijzing(b), _) => geboekt.referenties = boek_verzoek_toewijzing(b, zaak, kennis),
        (Inhoud::VerzoekWijziging(b), _) => geboekt.referenties = boek_verzoek_wijziging(b, zaak, kennis),
        (Inhoud::Start(b), Some(client)) => kennis.wijzig_client(client, |feit| boek_starts(b, zaak, feit)),
        (Inhoud::Stop(b), Some(client)) => kennis.wijzig_client(client, |feit| boek_stops(b, zaak, feit)),
        _ => {}
    }
    geboekt
}

/// The Prestaties of a 323 or 303 that is sent, in document order, and those of their ReferentieNummers that earlier messages
/// own.
pub fn prestaties(zaak: &Zaak<'_>, kennis: &Kennis) -> (Vec<PrestatieFeit>, Vec<String>) {
    let Some(declaratie) = als_declaratie(zaak, kennis) else { return (Vec::new(), Vec::new()) };
    let (mut feiten, mut gebruikt) = (Vec::new(), Vec::new());
    for client in &declaratie.clienten {
        let sleutel = zaak.hasher.client(client.client.bsn);
        for prestatie in &client.prestaties {
            if kennis.prestatie(prestatie.referentie).is_some() {
                gebruikt.push(prestatie.referentie.to_owned());
            }
            feiten.push(feit(prestatie, &sleutel, Uitslag::Verzonden, zaak));
        }
    }
    (feiten, gebruikt)
}
