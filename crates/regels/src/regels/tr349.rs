//! TR349: A VOW names every current toewijzing.

use std::collections::{HashMap, HashSet};

use dossier::{Toewijzing, geldige_versies, geldige_versies_op};

use crate::prelude::*;
use crate::spoor::op_een_van;

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
    // What was sent, or prolonged, after the date of its message the aanbieder cannot name (OP095).
    let toen = geldige_versies_op(&toets.feit.toewijzingen, toets.dagtekening);
    let was_actueel = |nummer| toen.get(&nummer).is_some_and(|versie| versie.is_actueel(toets.dagtekening));
    let ontbreekt: Vec<&Toewijzing> = geldige_versies(&toets.feit.toewijzingen)
        .into_values()
        .filter(|toewijzing| !genoemd.contains(&toewijzing.nummer) && was_actueel(toewijzing.nummer))
        .filter(|toewijzing| toewijzing.is_actueel(toets.dagtekening))
        .collect();
    let aantal = ontbreekt.len();
    if aantal > 0 {
        let spoor = gegeven("dagtekening van het verzoek", toets.dagtekening)
            .gegeven("toewijzingen in het verzoek", genoemd.len())
            .vergelijk("actuele toewijzingen die niet in het verzoek staan", aantal, Moet::AtMost, 0_usize);
        let mut aantallen: HashMap<u32, usize> = HashMap::new();
        toets.feit.toewijzingen.iter().for_each(|versie| *aantallen.entry(versie.nummer).or_default() += 1);
        let versies = |nummer| aantallen.get(&nummer).copied().unwrap_or_default();
        let versies = ontbreekt.iter().map(|toewijzing| op_een_van(toewijzing, versies(toewijzing.nummer)));
        meld.fout(
            verzoek.node,
            format!("{aantal} actuele toewijzing(en) van deze cliënt staan niet in het verzoek"),
            versies.fold(spoor, Spoor::en),
        );
    }
}
