//! TR350: OngewijzigdProduct refers to a current toewijzing.

use crate::prelude::*;
use crate::regels::actueel::Actueel;

/// What people read about this rule.
const UITLEG: &str = "Een ongewijzigd product in een verzoek om wijziging is een actuele toewijzing van deze cliënt.";

/// OngewijzigdProduct refers to a current toewijzing. Source: TR350.
pub static TR350: Regel = Regel {
    id: "TR350",
    niveau: 3,
    retourcode: Some("9350"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Verzoek(toets)],
};

fn toets(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    let actueel = Actueel::van(toets);
    for product in &toets.verzoek.ongewijzigd {
        if let Some(spoor) = actueel.bezwaar(product.nummer) {
            meld.fout(product.node, "de toewijzing is voor deze cliënt niet bekend of niet actueel", spoor);
        }
    }
}
