//! TR385: A toewijzing with granted Prestaties cannot be deleted.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een toewijzing wordt niet verwijderd (reden wijziging 13) zolang er prestaties op zijn toegekend die niet \
    zijn gecrediteerd.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Prestaties waarop nog geen antwoord is tellen niet mee.";

/// A toewijzing with granted Prestaties cannot be deleted. Source: TR385, OP362.
pub static TR385: Regel = Regel {
    id: "TR385",
    niveau: 3,
    retourcode: Some("9385"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Toegewezen(toets)],
};

fn toets(toets: &ToegewezenToets<'_>, meld: &mut Meldingen) {
    let product = toets.product;
    let verbruik = toets.kennis.verbruik(toets.client, product.nummer);
    let toegekend = verbruik.debets.aantal();
    if product.reden_wijziging == Some("13") && toegekend > 0 {
        let tekst = format!("op deze toewijzing zijn {toegekend} prestaties toegekend en niet gecrediteerd");
        meld.fout(
            product.node,
            tekst,
            gegeven("RedenWijziging", code("13")).eerder_bedrag(verbruik).vergelijk(
                "toegekende en niet gecrediteerde prestaties",
                toegekend,
                Moet::AtMost,
                0_usize,
            ),
        );
    }
}
