//! TR386: No two AangevraagdProducten are the same product at the same time.

use bericht::Inhoud;

use crate::prelude::*;
use crate::regels::stapeling::{Lijn, meld_stapeling};

/// What people read about this rule.
const UITLEG: &str = "Aangevraagde producten in een verzoek stapelen niet. Twee producten met dezelfde categorie en code (of met \
    dezelfde categorie als een code ontbreekt, of een product zonder categorie) lopen niet over dezelfde dagen. \
    In de Wmo mogen de categorieën 11 tot en met 14 naast elkaar lopen.";

/// What was chosen where the standard leaves room.
const KEUZE: &str =
    "Niet in release 2.3: de hoogste code van een regel is daar 9326, en 0001 zegt niet welke regel het was.";

/// No two AangevraagdProducten are the same product at the same time. Source: TR386.
pub static TR386: Regel = Regel {
    id: "TR386",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S315],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Bericht(toets)],
};

fn toets(bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let Inhoud::VerzoekToewijzing(verzoek) = &bericht.inhoud else { return };
    let lijnen: Vec<_> = verzoek
        .producten
        .iter()
        .map(|p| (p.node, Lijn { product: p.product.as_ref(), begin: p.ingangsdatum, eind: p.einddatum }))
        .collect();
    meld_stapeling(bericht.domein, &lijnen, meld);
}
