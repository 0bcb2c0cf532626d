//! 325 as received by an aanbieder, against the 323 that was sent.

use std::collections::HashMap;

use bericht::{DeclaratieAntwoord, Prestatie, toon_euro};
use dossier::{ClientSleutel, Kennis, PrestatieFeit};

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

/// Books a 325 on a 323 that was sent from here: what comes back is refused, the rest is granted, to the cent.
pub fn verwerk_antwoord(d: &DeclaratieAntwoord<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) {
    let mut geweigerd: HashMap<usize, Vec<String>> = HashMap::new();
    for client in &d.clienten {
        let sleutel = zaak.hasher.client(client.client.bsn);
        for prestatie in &client.prestaties {
            match plaats(prestatie, &sleutel, kennis, &geweigerd) {
                Some(plaats) => {
                    geweigerd.insert(plaats, retourcodes(prestatie, zaak));
                }
                None => {
                    meld.signaal("325", Some(prestatie.node), "deze prestatie komt vaker terug dan zij is verstuurd");
                }
            }
        }
    }
    let toegekend = kennis.beantwoord(&geweigerd);
    let genoemd = d.toegekend.getekend();
    if toegekend != genoemd {
        let (toegekend, genoemd) = (toon_euro(toegekend), toon_euro(genoemd));
        let tekst = format!("TotaalToegekendBedrag is {genoemd}; wat niet terugkomt telt op tot {toegekend}");
        meld.signaal("325", Some(d.toegekend_node), tekst);
    }
}

/// The place in the 323 of a Prestatie that comes back: of those with its ReferentieNummer the first that is not taken yet,
/// and among these rather one of the same client and amount.
fn plaats(
    terug: &Prestatie<'_>,
    client: &ClientSleutel,
    kennis: &Kennis,
    geweigerd: &HashMap<usize, Vec<String>>,
) -> Option<usize> {
    let vrij = || kennis.verzonden(terug.referentie).filter(|(plaats, _)| !geweigerd.contains_key(plaats));
    let zelfde = |feit: &PrestatieFeit| {
        feit.client == *client
            && feit.vorige.as_deref() == terug.vorige
            && (feit.nummer, feit.periode, feit.volume, feit.bedrag)
                == (terug.nummer, terug.periode, terug.volume, terug.bedrag)
    };
    let (eerste, _) = vrij().find(|(_, feit)| zelfde(feit)).or_else(|| vrij().next())?;
    Some(eerste)
}

/// Codes of a Prestatie that comes back.
fn retourcodes(prestatie: &Prestatie<'_>, zaak: &Zaak<'_>) -> Vec<String> {
    let codes = zaak.bericht.tree.node(prestatie.node).child("RetourCodes");
    codes.into_iter().flat_map(schema::tree::NodeRef::children).map(|code| code.value().to_owned()).collect()
}
