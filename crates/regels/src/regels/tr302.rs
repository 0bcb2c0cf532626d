//! TR302: No two ToegewezenProducten of one message are the same product at the same time.

use bericht::Inhoud;

use crate::prelude::*;
use crate::regels::stapeling::{Lijn, meld_stapeling};

/// What people read about this rule.
const UITLEG: &str = "Toewijzingen in een bericht stapelen niet. Twee producten met dezelfde categorie en code (of met dezelfde \
    categorie als een code ontbreekt, of een product zonder categorie) lopen niet over dezelfde dagen. In de Wmo \
    mogen de categorieën 11 tot en met 14 naast elkaar lopen. Verwijderde toewijzingen tellen niet mee.";

/// What was chosen where the standard leaves room.
const KEUZE: &str =
    "Vergeleken wordt binnen het bericht; stapeling met een toewijzing die er niet in staat is een signaal.";

/// No two ToegewezenProducten of one message are the same product at the same time. Source: TR302, OP259, OP347.
pub static TR302: Regel = Regel {
    id: "TR302",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Bericht(toets)],
};

fn toets(bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let Inhoud::Toewijzing(toewijzing) = &bericht.inhoud else { return };
    let levend = toewijzing.producten.iter().filter(|p| !p.is_verwijdering());
    let lijnen: Vec<_> = levend
        .map(|p| (p.node, Lijn { product: p.product.as_ref(), begin: p.ingangsdatum, eind: p.einddatum }))
        .collect();
    meld_stapeling(bericht.domein, &lijnen, meld);
}
