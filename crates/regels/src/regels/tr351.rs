//! TR351: TeWijzigenProduct refers to a current toewijzing.

use dossier::geldige_versie;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een te wijzigen product in een verzoek om wijziging is een actuele toewijzing van deze cliënt.";

/// TeWijzigenProduct refers to a current toewijzing. Source: TR351.
pub static TR351: Regel = Regel {
    id: "TR351",
    niveau: 3,
    retourcode: Some("9351"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Verzoek(toets)],
};

fn toets(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    for product in &toets.verzoek.te_wijzigen {
        let toewijzing = geldige_versie(&toets.feit.toewijzingen, product.nummer);
        if !toewijzing.is_some_and(|t| t.is_actueel(toets.dagtekening)) {
            meld.fout(product.node, "de toewijzing is voor deze cliënt niet bekend of niet actueel");
        }
    }
}
