//! What no rule refuses in a verzoek or its answer and a person should know.

use std::collections::HashSet;

use bericht::{AangevraagdProduct, Antwoord, Datum, Domein, TeWijzigenProduct, VerzoekWijziging, toon_datum};
use dossier::{Toewijzing, VerzoekFeit};

use super::Zaak;
use crate::melding::Meldingen;
use crate::moment::VerzoekToets;
use crate::regels::stapeling::Lijn;
use crate::regels::vorm::te_wijzigen;
use crate::stapelindex::Stapels;

/// RedenAfwijzingVerzoek: woonplaatsbeginsel.
const WOONPLAATSBEGINSEL: &str = "8";

/// A VOT for a product and period that has a toewijzing (OP307).
pub fn al_toegewezen(product: &AangevraagdProduct<'_>, bekend: &Stapels<'_>, meld: &mut Meldingen) {
    let deze = Lijn { product: product.product.as_ref(), begin: product.ingangsdatum, eind: product.einddatum };
    if bekend.stapelt(None, &deze) {
        meld.signaal("OP307", Some(product.node), "voor dit product is in deze periode al een toewijzing");
    }
}

/// What is odd about the products that a VOW changes.
pub fn wijziging(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    for (product, toewijzing) in te_wijzigen(toets) {
        buiten_looptijd(product, toewijzing, toets.dagtekening, meld);
        alleen_einddatum(product, toewijzing, meld);
    }
    tweemaal_genoemd(toets.verzoek, meld);
}

/// A later date lies within the period of the toewijzing (IV092). One that is not later is for TR357.
fn buiten_looptijd(product: &TeWijzigenProduct, toewijzing: &Toewijzing, dagtekening: Datum, meld: &mut Meldingen) {
    let ingang = product.ingangsdatum;
    let buiten = ingang < toewijzing.ingangsdatum || toewijzing.einddatum.is_some_and(|eind| ingang > eind);
    if ingang > dagtekening && buiten {
        let tekst = format!("gewenste ingangsdatum {} ligt buiten de looptijd van de toewijzing", toon_datum(ingang));
        meld.signaal("IV092", Some(product.node), tekst);
    }
}

/// When nothing but the end changes, that is asked from the day on which the toewijzing begins (IV092, IV093).
fn alleen_einddatum(product: &TeWijzigenProduct, toewijzing: &Toewijzing, meld: &mut Meldingen) {
    let zelfde = product.omvang == toewijzing.omvang && product.budget == toewijzing.budget;
    let later = product.ingangsdatum != toewijzing.ingangsdatum;
    if zelfde && later && product.einddatum != toewijzing.einddatum {
        let die = toon_datum(toewijzing.ingangsdatum);
        let tekst = format!("alleen de einddatum verandert; gewenst is dan de ingangsdatum van de toewijzing, {die}");
        meld.signaal("IV093", Some(product.node), tekst);
    }
}

/// A toewijzing that stays and changes at once.
fn tweemaal_genoemd(verzoek: &VerzoekWijziging<'_>, meld: &mut Meldingen) {
    let ongewijzigd: HashSet<u32> = verzoek.ongewijzigd.iter().map(|product| product.nummer).collect();
    for product in &verzoek.te_wijzigen {
        if ongewijzigd.contains(&product.nummer) {
            let tekst = "dezelfde toewijzing staat er ook als ongewijzigd";
            meld.signaal("verzoek", Some(product.node), tekst);
        }
    }
}

/// Woonplaatsbeginsel as the reason of a rejection: only for a VOT, and only in the Jeugdwet (OP359).
pub fn woonplaatsbeginsel(
    antwoord: &Antwoord<'_>,
    verzoek: Option<&VerzoekFeit>,
    zaak: &Zaak<'_>,
    meld: &mut Meldingen,
) {
    let reden = zaak.bericht.tree.node(antwoord.node).child("RedenAfwijzingVerzoek");
    if reden.is_none_or(|reden| reden.value() != WOONPLAATSBEGINSEL) {
        return;
    }
    if zaak.omgeving.dossier.domein == Domein::Iwmo {
        let tekst = "reden 8, woonplaatsbeginsel, heeft in de Wmo geen betekenis";
        meld.signaal("OP359", Some(antwoord.node), tekst);
    } else if verzoek.is_some_and(VerzoekFeit::is_wijziging) {
        let tekst = "reden 8, woonplaatsbeginsel, hoort niet bij een verzoek om wijziging";
        meld.signaal("OP359", Some(antwoord.node), tekst);
    }
}
