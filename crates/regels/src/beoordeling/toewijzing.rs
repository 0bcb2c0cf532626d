//! 301 against the dossier, and clients that must be known (TR304).

use bericht::ToewijzingBericht;
use dossier::{Kennis, ToewijzingVersie};

use super::{Zaak, bij, roep};
use crate::melding::Meldingen;
use crate::moment::ClientToets;

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

/// Books the toewijzingen of an accepted 301: every version is kept, an identical resend adds nothing (IV013).
pub fn toewijzing(bericht: &ToewijzingBericht<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) {
    let client = zaak.hasher.client(bericht.client.bsn);
    for product in &bericht.producten {
        let versie = ToewijzingVersie::van(product, zaak.id);
        let bekend = kennis.client(&client).toewijzingen.iter();
        let zelfde = bekend.clone().filter(|v| v.nummer == versie.nummer).find(|v| v.zelfde_moment(&versie));
        match zelfde {
            Some(eerste) if eerste.zelfde_inhoud(&versie) => {}
            Some(_) => {
                let tekst =
                    "een andere inhoud met dezelfde toewijzingsdatum en -tijd; de eerst ontvangen versie blijft gelden";
                meld.signaal("IV013", Some(product.node), tekst);
            }
            None => kennis.wijzig_client(&client, |feit| feit.toewijzingen.push(versie)),
        }
    }
}
