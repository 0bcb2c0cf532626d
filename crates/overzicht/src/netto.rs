//! Net granted amounts, kept so that each falls to the contract in force.

use std::collections::BTreeMap;

use bericht::Datum;
use dossier::{PrestatieFeit, SmolStr};

/// Granted minus taken back in eurocent, by the first day of the ProductPeriode and the ProductCode: what decides under which
/// contract a line falls.
#[derive(Debug, Clone, Default)]
pub(crate) struct Netto(BTreeMap<(Datum, SmolStr), i64>);

impl Netto {
    /// Adds what a Prestatie comes to; one that was not granted comes to nothing.
    pub(crate) fn tel(&mut self, feit: &PrestatieFeit) {
        let cent = feit.toegekend_cent();
        if cent != 0 {
            *self.0.entry((feit.periode.begin, feit.code.clone())).or_default() += cent;
        }
    }

    /// Everything.
    pub(crate) fn totaal(&self) -> i64 {
        self.0.values().sum()
    }

    /// What falls to a contract, which says so by first day and ProductCode.
    pub(crate) fn deel(&self, telt: impl Fn(Datum, &str) -> bool) -> i64 {
        self.0.iter().filter(|((dag, code), _)| telt(*dag, code)).map(|(_, cent)| cent).sum()
    }
}
