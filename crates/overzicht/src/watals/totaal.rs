//! Totals of compared lines: per class, per aanbieder, per product and per rule.

use std::collections::BTreeMap;

use serde::Serialize;

use super::lijn::{Klasse, Lijn};

/// Counts and amounts of some lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Stand {
    /// Lines per class; classes without lines are left out.
    pub lijnen: BTreeMap<Klasse, u64>,
    /// Granted under the old contracts, in eurocent.
    pub oud_cent: i64,
    /// Granted under the new contracts, in eurocent.
    pub nieuw_cent: i64,
    /// Lines refused under the old contracts.
    pub oud_geweigerd: u64,
    /// Lines refused under the new contracts.
    pub nieuw_geweigerd: u64,
}

impl Stand {
    fn tel(&mut self, lijn: &Lijn, oud_geweigerd: bool, nieuw_geweigerd: bool) {
        *self.lijnen.entry(lijn.klasse).or_default() += 1;
        self.oud_cent += lijn.oud.cent;
        self.nieuw_cent += lijn.nieuw.cent;
        self.oud_geweigerd += u64::from(oud_geweigerd);
        self.nieuw_geweigerd += u64::from(nieuw_geweigerd);
    }
}

/// Totals of everything that was compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Totalen {
    /// All lines.
    pub alles: Stand,
    /// By AGB code.
    pub per_aanbieder: BTreeMap<String, Stand>,
    /// By ProductCode.
    pub per_product: BTreeMap<String, Stand>,
    /// By rule: of the lines that it objects to on either side. A line with two rules counts with both.
    pub per_regel: BTreeMap<String, Stand>,
}

impl Totalen {
    /// Adds a line.
    pub fn tel(&mut self, lijn: &Lijn) {
        let (oud, nieuw) = (!lijn.oud.toegekend, !lijn.nieuw.toegekend);
        self.alles.tel(lijn, oud, nieuw);
        if let Some(aanbieder) = &lijn.over.aanbieder {
            self.per_aanbieder.entry(aanbieder.clone()).or_default().tel(lijn, oud, nieuw);
        }
        if let Some(product) = &lijn.over.product {
            self.per_product.entry(product.clone()).or_default().tel(lijn, oud, nieuw);
        }
        for regel in lijn.oud.regels.union(&lijn.nieuw.regels) {
            let (oud, nieuw) = (lijn.oud.regels.contains(regel), lijn.nieuw.regels.contains(regel));
            self.per_regel.entry(regel.clone()).or_default().tel(lijn, oud, nieuw);
        }
    }

    /// Whether anything came out otherwise.
    pub fn iets_anders(&self) -> bool {
        self.alles.lijnen.keys().any(|klasse| *klasse != Klasse::Gelijk)
    }
}
