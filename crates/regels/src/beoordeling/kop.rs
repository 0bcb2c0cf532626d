//! Level 3 and 4 on the header: an error here hides the body.

use bericht::Soort;
use dossier::Kennis;

use super::{Zaak, bij, roep};
use crate::melding::Meldingen;
use crate::moment::KopToets;

/// Runs all header rules.
pub fn kop(zaak: &Zaak<'_>, kennis: &Kennis, meld: &mut Meldingen) {
    // Header rules look at one client at most; the many of a declaratie are not needed here.
    let clienten = if zaak.bericht.geboortedata.is_empty() && zaak.bericht.soort != Soort::S317 {
        Vec::new()
    } else {
        zaak.bericht.clienten()
    };
    let client = clienten.first().map(|c| zaak.hasher.client(c.bsn));
    let toets = KopToets { bericht: zaak.bericht, client: client.as_ref(), kennis, omgeving: zaak.omgeving };
    roep(&bij!(zaak.bericht, Kop), meld, |f, meld| f(&toets, meld));
}
