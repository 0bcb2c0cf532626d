//! TR361: The whole result of a VOW holds no same products at the same time.

use std::collections::HashSet;

use dossier::geldige_versie;
use schema::tree::NodeId;

use crate::prelude::*;
use crate::regels::stapeling::{Lijn, stapelt};

/// What people read about this rule.
const UITLEG: &str = "De situatie die het verzoek om wijziging beschrijft stapelt niet, ook niet met wat blijft. Twee producten \
    met dezelfde categorie en code (of met dezelfde categorie als een code ontbreekt, of een product zonder \
    categorie) lopen niet over dezelfde dagen. In de Wmo mogen de categorieën 11 tot en met 14 naast elkaar \
    lopen.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Regels van een onbekende toewijzing tellen niet mee; die meldt TR350 of TR351 al.";

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
    let nieuw: HashSet<NodeId> = toets.verzoek.nieuw.iter().map(|p| p.node).collect();
    for (index, a) in lijnen.iter().enumerate() {
        for b in lijnen.iter().skip(index + 1) {
            // What is new among itself is level 2 (TR410); parts of one line cannot overlap.
            let onderling_nieuw = nieuw.contains(&a.node) && nieuw.contains(&b.node);
            if a.node != b.node && !onderling_nieuw && stapelt(domein, a, b) {
                meld.fout(toets.verzoek.node, "in de gewenste situatie loopt hetzelfde product dubbel");
                return;
            }
        }
    }
}

/// Lines of the situation that is asked for. A change that takes effect later leaves the part before it as it is.
fn eindsituatie<'t>(toets: &'t VerzoekToets<'t>) -> Vec<Lijn<'t>> {
    let toewijzing = |nummer| geldige_versie(&toets.feit.toewijzingen, nummer);
    let mut lijnen = Vec::new();
    for product in &toets.verzoek.ongewijzigd {
        if let Some(t) = toewijzing(product.nummer) {
            lijnen.push(Lijn {
                node: product.node,
                product: t.product.as_ref(),
                begin: t.ingangsdatum,
                eind: t.einddatum,
            });
        }
    }
    for product in &toets.verzoek.te_wijzigen {
        let Some(t) = toewijzing(product.nummer) else { continue };
        let deel = |begin, eind| Lijn { node: product.node, product: t.product.as_ref(), begin, eind };
        lijnen.push(deel(product.ingangsdatum, product.einddatum));
        if let Some(tot) = product.ingangsdatum.pred_opt().filter(|tot| *tot >= t.ingangsdatum) {
            lijnen.push(deel(t.ingangsdatum, Some(tot)));
        }
    }
    lijnen.extend(toets.verzoek.nieuw.iter().map(|p| Lijn {
        node: p.node,
        product: p.product.as_ref(),
        begin: p.ingangsdatum,
        eind: p.einddatum,
    }));
    lijnen
}
