//! Pre-flight: what the receiver would decide about a message of our own, before it is sent.

use bericht::Inhoud;
use dossier::Kennis;
use regels::beoordeling::Zaak;
use regels::contractsignaal::toewijzing;
use regels::{Contractgrond, Meldingen, Signaal};
use schema::SchemaSet;

use crate::besluit::{als_oordeel, uitkomst};
use crate::melding::{Melding, Oordeel, Signaalregel, Uitkomst, van_signalen};

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

/// What the contracts have against a 301 of our own.
#[derive(Debug, Default)]
pub(crate) struct Contractbezwaren {
    /// What keeps it back.
    pub(crate) vasthouden: Vec<Signaalregel>,
    /// What is only told.
    pub(crate) signalen: Vec<Signaalregel>,
}

/// Asks the contracts about a message that is about to be sent; only about a 301 they have something to say.
pub(crate) fn contractbezwaren(zaak: &Zaak<'_>, kennis: &Kennis) -> Contractbezwaren {
    let Inhoud::Toewijzing(bericht) = &zaak.bericht.inhoud else { return Contractbezwaren::default() };
    let client = zaak.hasher.client(bericht.client.bsn);
    let bezwaren = toewijzing(bericht, zaak, kennis.client(&client));
    let regels = |vasthouden: bool| {
        let gekozen = bezwaren.iter().filter(|(_, bezwaar)| bezwaar.vasthouden == vasthouden);
        let signalen: Vec<Signaal> = gekozen
            .map(|(node, bezwaar)| Signaal {
                soort: bezwaar.soort,
                node: Some(*node),
                tekst: bezwaar.tekst.clone(),
                contract: Some(Contractgrond { feit: bezwaar.feit.clone(), bedrag: bezwaar.cent }),
            })
            .collect();
        van_signalen(zaak.bericht.tree, &signalen)
    };
    Contractbezwaren { vasthouden: regels(true), signalen: regels(false) }
}

impl Contractbezwaren {
    /// The verdict that keeps the message back: without a level, for no rule of the standard objects.
    pub(crate) fn oordeel(self) -> Oordeel {
        let melding = |bezwaar: &Signaalregel| {
            let feit = bezwaar.fact.as_ref().map(|feit| format!(" ({feit})")).unwrap_or_default();
            Melding::van_contract(bezwaar, format!("{}{feit}", bezwaar.message))
        };
        let findings = self.vasthouden.iter().map(melding).collect();
        let signals = self.vasthouden.into_iter().chain(self.signalen).collect();
        Oordeel { outcome: Uitkomst::Rejected, findings, signals, ..Oordeel::aanvaard() }
    }

    /// What is told of a message that goes out all the same.
    pub(crate) fn vrijgegeven(self) -> Vec<Signaalregel> {
        let vrij = |regel: Signaalregel| Signaalregel { message: format!("vrijgegeven: {}", regel.message), ..regel };
        self.vasthouden.into_iter().map(vrij).chain(self.signalen).collect()
    }
}
