//! TR349: A VOW names every current toewijzing.

use std::collections::{BTreeSet, HashSet};

use dossier::{Toewijzing, geldige_versie, geldige_versie_op};

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een verzoek om wijziging beschrijft de hele gewenste situatie: elke actuele toewijzing van de cliënt bij \
    deze aanbieder staat er in, ongewijzigd of te wijzigen.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Actueel is een toewijzing op de dagtekening van het verzoek, zowel zoals zij nu geldt als zoals zij toen bekend \
    was. Wat in een bericht met een latere dagtekening staat, kon de aanbieder niet weten: een toewijzing of een \
    verlenging daarin hoeft niet in het verzoek.";

/// A VOW names every current toewijzing. Source: TR349, OP095.
pub static TR349: Regel = Regel {
    id: "TR349",
    niveau: 3,
    retourcode: Some("9349"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Verzoek(toets)],
};

fn toets(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    let verzoek = toets.verzoek;
    let genoemd: HashSet<u32> =
        verzoek.ongewijzigd.iter().map(|p| p.nummer).chain(verzoek.te_wijzigen.iter().map(|p| p.nummer)).collect();
    let nummers: BTreeSet<u32> = toets.feit.toewijzingen.iter().map(|t| t.nummer).collect();
    let ontbreekt: Vec<&Toewijzing> = nummers
        .into_iter()
        .filter(|nummer| !genoemd.contains(nummer) && was_actueel(toets, *nummer))
        .filter_map(|nummer| geldige_versie(&toets.feit.toewijzingen, nummer))
        .filter(|toewijzing| toewijzing.is_actueel(toets.dagtekening))
        .collect();
    let aantal = ontbreekt.len();
    if aantal > 0 {
        let spoor = gegeven("dagtekening van het verzoek", toets.dagtekening)
            .gegeven("toewijzingen in het verzoek", genoemd.len())
            .vergelijk("actuele toewijzingen die niet in het verzoek staan", aantal, Moet::AtMost, 0_usize);
        let versies = ontbreekt.iter().map(|toewijzing| op_versie(toewijzing, &toets.feit.toewijzingen));
        meld.fout(
            verzoek.node,
            format!("{aantal} actuele toewijzing(en) van deze cliënt staan niet in het verzoek"),
            versies.fold(spoor, Spoor::en),
        );
    }
}

/// Whether a toewijzing was actueel as the aanbieder could know it: it cannot name what was sent, or prolonged, after the
/// date of its message (OP095).
fn was_actueel(toets: &VerzoekToets<'_>, nummer: u32) -> bool {
    let bekend = geldige_versie_op(&toets.feit.toewijzingen, nummer, toets.dagtekening);
    bekend.is_some_and(|versie| versie.is_actueel(toets.dagtekening))
}
