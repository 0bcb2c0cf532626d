//! Stapeling: the same product on the same days (OP259, OP347).

use bericht::{Datum, Domein, Product};
use dossier::{ClientFeit, Toewijzing};
use schema::tree::NodeId;

use crate::melding::Meldingen;
use crate::regels::vorm::bekende_toewijzingen;
use crate::spoor::{Spoor, Waarde, gegeven};
use crate::stapelindex::{Eerste, Stapels};

/// A product over a stretch of days.
#[derive(Debug, Clone, Copy)]
pub struct Lijn<'l> {
    /// Product; absent in a generieke toewijzing.
    pub product: Option<&'l Product>,
    /// First day.
    pub begin: Datum,
    /// Last day; open when absent.
    pub eind: Option<Datum>,
}

/// Whether two lines are the same product on at least one day.
pub fn stapelt(domein: Domein, a: &Lijn<'_>, b: &Lijn<'_>) -> bool {
    zelfde_product(a.product, b.product) && overlapt(a, b) && !vrij(domein, a.product) && !vrij(domein, b.product)
}

/// The toewijzingen that are known of a client, not deleted and not among those left out, to look for stacking with them.
pub fn bekende_stapels(domein: Domein, feit: &ClientFeit, zonder: impl Fn(u32) -> bool) -> Stapels<'_> {
    let anderen = bekende_toewijzingen(feit).into_iter().filter(|(nummer, _)| !zonder(*nummer));
    Stapels::van(domein, anderen.map(|(nummer, toewijzing)| (Some(nummer), Lijn::van(toewijzing))))
}

impl<'l> Lijn<'l> {
    /// A toewijzing as it runs.
    pub fn van(toewijzing: &'l Toewijzing) -> Self {
        Self { product: toewijzing.product.as_ref(), begin: toewijzing.ingangsdatum, eind: toewijzing.einddatum }
    }
}

fn overlapt(a: &Lijn<'_>, b: &Lijn<'_>) -> bool {
    b.eind.is_none_or(|eind| a.begin <= eind) && a.eind.is_none_or(|eind| b.begin <= eind)
}

/// Nothing is as wide as everything: an absent product or code is the same as any.
fn zelfde_product(a: Option<&Product>, b: Option<&Product>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let code = match (&a.code, &b.code) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    a.categorie == b.categorie && code
}

/// Hulpmiddelen of the Wmo may run side by side.
pub fn vrij(domein: Domein, product: Option<&Product>) -> bool {
    domein == Domein::Iwmo && product.is_some_and(|p| matches!(p.categorie.as_str(), "11" | "12" | "13" | "14"))
}

/// What two lines that stack have in common.
pub fn gestapeld(a: &Lijn<'_>, b: &Lijn<'_>) -> Spoor {
    gegeven("ProductCategorie", Waarde::categorie(b.product))
        .gegeven("ProductCode", Waarde::productcode(b.product))
        .gegeven("begin", b.begin)
        .gegeven("einde", b.eind)
        .gegeven("ProductCategorie van het andere product", Waarde::categorie(a.product))
        .gegeven("ProductCode van het andere product", Waarde::productcode(a.product))
        .gegeven("begin van het andere product", a.begin)
        .gegeven("einde van het andere product", a.eind)
        .gegeven("eerste dag in beide", a.begin.max(b.begin))
}

/// Reports the later of every two lines that stack, with the first that it stacks with.
pub fn meld_stapeling(domein: Domein, lijnen: &[(NodeId, Lijn<'_>)], meld: &mut Meldingen) {
    let mut eerste = Eerste::van(domein, lijnen.iter().map(|(_, lijn)| *lijn));
    for (plaats, (node, b)) in lijnen.iter().enumerate() {
        if let Some((_, a)) = eerste.zoek_en_zet(plaats, b).and_then(|eerder| lijnen.get(eerder)) {
            meld.fout(
                *node,
                "hetzelfde product loopt in deze periode ook in een ander product van het bericht",
                gestapeld(a, b),
            );
        }
    }
}
