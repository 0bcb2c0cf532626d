//! What an accepted verzoek, or an answer that it is in onderzoek, asks for and when: signals for people (OP274, OP346).

use bericht::{IN_ONDERZOEK, Inhoud, toon_datum};
use dossier::{Kennis, VerzoekFeit};

use super::Zaak;
use crate::melding::Meldingen;
use crate::termijn::{Gebeurtenis, Plicht, Termijn, termijnen};

/// Tells of the terms that begin with a message that was accepted.
pub fn begonnen_termijnen(zaak: &Zaak<'_>, kennis: &Kennis, meld: &mut Meldingen) {
    let vandaag = zaak.omgeving.peildatum;
    let bij = |gebeurtenis| termijnen(gebeurtenis, vandaag, vandaag);
    let termijnen: Vec<Termijn> = match &zaak.bericht.inhoud {
        Inhoud::VerzoekToewijzing(_) | Inhoud::VerzoekWijziging(_) => bij(Gebeurtenis::Ontvangen(zaak.bericht.soort)),
        Inhoud::Antwoord(antwoord) if antwoord.antwoord == IN_ONDERZOEK => {
            let dagtekening = verzoek(kennis, antwoord.referentie).map(|verzoek| verzoek.dagtekening);
            dagtekening.map(|dagtekening| bij(Gebeurtenis::InOnderzoek { dagtekening })).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    for termijn in termijnen {
        let wat = match termijn.plicht {
            // It goes out with this judgement.
            Plicht::Retour => continue,
            Plicht::AntwoordOpVerzoek => "op dit verzoek hoort een 301 of 319",
            Plicht::Eindantwoord => "na in onderzoek hoort een eindantwoord, een 301 of 319,",
        };
        meld.signaal(termijn.regel, None, format!("{wat} tot en met {}", toon_datum(termijn.uiterlijk)));
    }
}

fn verzoek<'k>(kennis: &'k Kennis, referentie: &str) -> Option<&'k VerzoekFeit> {
    let client = kennis.verzoeker(referentie)?;
    kennis.client(client).verzoeken.iter().find(|verzoek| verzoek.referentie == referentie)
}
