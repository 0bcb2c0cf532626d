//! Level 3 and 4 on the header: an error here hides the body.

use dossier::Kennis;

use super::{Zaak, bij, roep};
use crate::melding::Meldingen;
use crate::moment::KopToets;

/// Runs all header rules.
pub fn kop(zaak: &Zaak<'_>, kennis: &Kennis, meld: &mut Meldingen) {
    let toets = KopToets { bericht: zaak.bericht, kennis, omgeving: zaak.omgeving };
    roep(&bij!(zaak.bericht, Kop), meld, |f, meld| f(&toets, meld));
}
