//! TR366: Every returned Prestatie occurs in the 323.

use crate::prelude::*;
use crate::regels::antwoord::beoordeeld;

/// What people read about this rule.
const UITLEG: &str = "Elke prestatie in het antwoord komt met dezelfde referentienummers voor in de declaratie.";

/// Every returned Prestatie occurs in the 323. Source: TR366
pub static TR366: Regel = Regel {
    id: "TR366",
    niveau: 3,
    retourcode: Some("9366"),
    standaarden: Standaarden::Beide,
    berichten: &[S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::AntwoordDossier(toets)],
};

fn toets(toets: &AntwoordToets<'_>, meld: &mut Meldingen) {
    let (Some(antwoord), true) = (toets.antwoord, beoordeeld(toets)) else { return };
    for prestatie in antwoord.prestaties() {
        if !verzonden(toets, prestatie) {
            meld.fout(
                prestatie.node,
                "de declaratie bevat geen prestatie met deze referentienummers",
                vergelijk("prestaties met deze nummers in de declaratie", 0_usize, Moet::AtLeast, 1_usize),
            );
        }
    }
}

fn verzonden(toets: &AntwoordToets<'_>, prestatie: &Prestatie<'_>) -> bool {
    toets.kennis.verzonden(prestatie.referentie).any(|(_, p)| p.vorige.as_deref() == prestatie.vorige)
}
