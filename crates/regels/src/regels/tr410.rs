//! TR410: No two NieuwProducten are the same product at the same time.

use bericht::Inhoud;

use crate::prelude::*;
use crate::regels::stapeling::{Lijn, meld_stapeling};

/// What people read about this rule.
const UITLEG: &str = "Nieuwe producten in een verzoek om wijziging stapelen niet. Twee producten met dezelfde categorie en code \
    (of met dezelfde categorie als een code ontbreekt, of een product zonder categorie) lopen niet over dezelfde \
    dagen. In de Wmo mogen de categorieën 11 tot en met 14 naast elkaar lopen.";

/// No two NieuwProducten are the same product at the same time. Source: TR410.
pub static TR410: Regel = Regel {
    id: "TR410",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Bericht(toets)],
};

fn toets(bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let Inhoud::VerzoekWijziging(verzoek) = &bericht.inhoud else { return };
    let lijnen: Vec<_> = verzoek
        .nieuw
        .iter()
        .map(|p| (p.node, Lijn { product: p.product.as_ref(), begin: p.ingangsdatum, eind: p.einddatum }))
        .collect();
    meld_stapeling(bericht.domein, &lijnen, meld);
}
