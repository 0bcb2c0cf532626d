//! A retour on a message that was sent from here: what it refuses is undone, what it grants is booked.

use bericht::Inhoud;
use bericht::retour::{GEHEEL_TOEGEKEND, GOED};
use dossier::Kennis;
use regels::Meldingen;
use regels::beoordeling::{self, Zaak};

/// What a retour says of its heenbericht as a whole.
enum Strekking {
    /// 302 to 320 without codes: the bookings stay.
    Aanvaard,
    /// Refused as a whole: it counts as not sent (OP286).
    Geweigerd,
    /// A 325 or 304 that judged the Prestaties.
    Beoordeeld,
    /// A 325 that neither refuses nor answers.
    Niets,
}

/// Lets a first retour do its work. False when it says nothing, so that the message still waits for its retour.
pub fn verwerk(zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) -> bool {
    match strekking(zaak) {
        Strekking::Aanvaard => {}
        Strekking::Geweigerd => {
            kennis.draai_terug(zaak.id);
            meld.signaal("retour", None, "het verstuurde bericht is geweigerd; wat het vastlegde, telt niet meer");
        }
        Strekking::Beoordeeld => match &zaak.bericht.inhoud {
            Inhoud::DeclaratieAntwoord(Some(a)) => beoordeling::verwerk_antwoord(a, zaak, kennis, meld),
            Inhoud::Factuur(f) => beoordeling::verwerk_factuurantwoord(f, zaak, kennis, meld),
            _ => {}
        },
        Strekking::Niets => {
            meld.signaal("retour", None, "het antwoord zegt niets over de declaratie; die wacht nog op antwoord");
            return false;
        }
    }
    true
}

fn strekking(zaak: &Zaak<'_>) -> Strekking {
    let kop = &zaak.bericht.header.retourcodes;
    match &zaak.bericht.inhoud {
        // With a body the header says 0200: refused as well, for only what is refused comes back.
        Inhoud::Retour if kop.is_empty() => Strekking::Aanvaard,
        Inhoud::DeclaratieAntwoord(antwoord) if kop.iter().all(|code| *code == GOED) => match antwoord {
            None => Strekking::Niets,
            Some(a) if a.retourcodes.iter().all(|c| matches!(*c, GOED | GEHEEL_TOEGEKEND)) => Strekking::Beoordeeld,
            Some(_) => Strekking::Geweigerd,
        },
        // A 304 always has codes in its header; those of a rule refuse all of it.
        Inhoud::Factuur(_) if kop.iter().all(|code| matches!(*code, GOED | GEHEEL_TOEGEKEND)) => Strekking::Beoordeeld,
        _ => Strekking::Geweigerd,
    }
}
