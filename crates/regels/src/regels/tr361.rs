//! TR361: The whole result of a VOW holds no same products at the same time.

use crate::prelude::*;
use crate::regels::stapeling::{Lijn, gestapeld, stapelt};
use crate::regels::vorm::{bekende_toewijzingen, te_wijzigen};
use crate::stapelindex::Stapels;

/// What people read about this rule.
const UITLEG: &str = "De situatie die het verzoek om wijziging beschrijft stapelt niet, ook niet met wat blijft. Twee producten \
    met dezelfde categorie en code (of met dezelfde categorie als een code ontbreekt, of een product zonder \
    categorie) lopen niet over dezelfde dagen. In de Wmo mogen de categorieën 11 tot en met 14 naast elkaar \
    lopen.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Regels van een onbekende of verwijderde toewijzing tellen niet mee; die meldt TR350 of TR351 al. Wat \
    blijft van een te wijzigen toewijzing loopt tot de gewenste ingangsdatum, en niet voorbij haar einddatum. Hetzelfde \
    nummer bij ongewijzigd en bij te wijzigen wordt door geen regel geweigerd; het is een signaal.";

/// The whole result of a VOW holds no same products at the same time. Source: TR361.
pub static TR361: Regel = Regel {
    id: "TR361",
    niveau: 3,
    retourcode: Some("9361"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Verzoek(toets)],
};

fn toets(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    let domein = toets.omgeving.dossier.domein;
    let lijnen = eindsituatie(toets);
    // New products among themselves are level 2 (TR410); one toewijzing cannot stack with itself.
    let stapels = Stapels::van(domein, lijnen.iter().copied());
    let Some((van_a, a)) = lijnen.iter().find(|(van, lijn)| stapels.stapelt(*van, lijn)) else { return };
    // Of the lines that stack it is the first, so the other is behind it.
    if let Some((_, b)) = lijnen.iter().find(|(van_b, b)| van_a != van_b && stapelt(domein, a, b)) {
        meld.fout(toets.verzoek.node, "in de gewenste situatie loopt hetzelfde product dubbel", gestapeld(a, b));
    }
}

/// Lines of the situation that is asked for, each with its ToewijzingNummer (none for what is new). A change that takes
/// effect later leaves the part before it as it is, as far as the toewijzing runs.
fn eindsituatie<'t>(toets: &'t VerzoekToets<'t>) -> Vec<(Option<u32>, Lijn<'t>)> {
    let mut lijnen = Vec::new();
    let bekend = bekende_toewijzingen(toets.feit);
    for p in &toets.verzoek.ongewijzigd {
        if let Some(t) = bekend.get(&p.nummer) {
            lijnen.push((Some(p.nummer), Lijn::van(t)));
        }
    }
    for (p, t) in te_wijzigen(toets) {
        let deel = |begin, eind| (Some(p.nummer), Lijn { product: t.product.as_ref(), begin, eind });
        lijnen.push(deel(p.ingangsdatum, p.einddatum));
        if let Some(voor) = p.ingangsdatum.pred_opt().filter(|voor| *voor >= t.ingangsdatum) {
            lijnen.push(deel(t.ingangsdatum, Some(t.einddatum.map_or(voor, |eind| eind.min(voor)))));
        }
    }
    let nieuw = toets.verzoek.nieuw.iter();
    lijnen
        .extend(nieuw.map(|p| (None, Lijn { product: p.product.as_ref(), begin: p.ingangsdatum, eind: p.einddatum })));
    lijnen
}
