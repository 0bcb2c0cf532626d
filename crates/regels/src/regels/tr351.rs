//! TR351: TeWijzigenProduct refers to a current toewijzing.

use crate::prelude::*;
use crate::regels::actueel::Actueel;

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
    let actueel = Actueel::van(toets);
    for product in &toets.verzoek.te_wijzigen {
        if let Some(spoor) = actueel.bezwaar(product.nummer) {
            meld.fout(product.node, "de toewijzing is voor deze cliënt niet bekend of niet actueel", spoor);
        }
    }
}
