//! Pre-flight: what the receiver would decide about a message of our own, before it is sent.

use dossier::Kennis;
use regels::Meldingen;
use regels::beoordeling::Zaak;
use schema::SchemaSet;

use crate::besluit::{als_oordeel, uitkomst};
use crate::melding::Oordeel;

/// Runs on an own message, valid on level 1, the rules that its receiver would run, in the same order, against what is
/// known between the same parties. Pure: nothing is written and `kennis` stays as it was.
///
/// Both sides of a dossier know the same toewijzingen, starts, stops, verzoeken and granted Prestaties, so a finding here
/// (TR302, TR332, TR379 or TR385 on a 301, say) is one there, with the same trace. Whether it should be held back is what
/// [`Oordeel::houdt_vast`] tells. Of a retour nothing is said: it has no receiver that judges.
pub fn voorcontrole(zaak: &Zaak<'_>, kennis: &Kennis, schemas: &SchemaSet) -> Oordeel {
    if zaak.bericht.soort.retour().is_none() {
        return Oordeel::aanvaard();
    }
    let mut meld = Meldingen::default().met_akkoorden(zaak.omgeving.waarom);
    let outcome = uitkomst(zaak, schemas, &mut kennis.clone(), &mut meld);
    als_oordeel(zaak.bericht, outcome, meld)
}
