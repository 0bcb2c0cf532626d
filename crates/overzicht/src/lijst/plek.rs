//! Where a line belongs: lines on one place replace each other.

use bericht::{Dossier, Periode};
use dossier::{PrestatieFeit, SmolStr};

/// Toewijzing, ProductPeriode and product in a dossier, as TR389 compares them. On a generieke or aspecifieke toewijzing
/// several products stand beside each other in one ProductPeriode.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Plek {
    pub(super) dossier: Dossier,
    nummer: u32,
    periode: Periode,
    categorie: SmolStr,
    code: SmolStr,
}

impl Plek {
    pub(super) fn van(dossier: &Dossier, feit: &PrestatieFeit) -> Self {
        Self {
            dossier: dossier.clone(),
            nummer: feit.nummer,
            periode: feit.periode,
            categorie: feit.categorie.clone(),
            code: feit.code.clone(),
        }
    }
}
