//! F303-66: A Prestatie names its toewijzing.

use crate::beoordeling::passende;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een prestatie noemt haar toewijzing. Doet zij dat niet, dan is het die van de cliënt met dit product en \
    deze periode, bij meer dan een die met het laagste nummer, met een signaal.";

/// A Prestatie names its toewijzing. Source: docs/keuzes.md.
pub static F303_66: Regel = Regel {
    id: "F303-66",
    niveau: 3,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::PrestatieDebet(toets)],
};

fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let Some(regel) = toets.factuur.filter(|regel| regel.nummer.is_none()) else { return };
    let aantal = passende(toets.kennis.client(toets.client), regel).count();
    if aantal > 0 {
        let tekst = format!("geen ToewijzingNummer; genomen uit {aantal} passende toewijzing(en) van deze cliënt");
        meld.signaal("F303-66", Some(toets.prestatie.node), tekst);
    }
}
