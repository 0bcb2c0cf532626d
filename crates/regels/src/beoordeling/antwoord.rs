//! 325 as received by an aanbieder, against the 323 that was sent.

use bericht::DeclaratieAntwoord;
use dossier::Kennis;

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
