//! What was granted on one toewijzing and not credited.

use std::collections::BTreeMap;

use bericht::{Eenheid, Periode};
use serde::{Deserialize, Serialize};

/// One granted, uncredited debet Prestatie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebetLijn {
    /// ReferentieNummer.
    pub referentie: String,
    /// ProductPeriode.
    pub periode: Periode,
    /// ProductCategorie.
    pub categorie: String,
    /// ProductCode.
    pub code: String,
}

/// What a granted Prestatie adds or takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boeking {
    /// Unit of the volume.
    pub eenheid: Eenheid,
    /// GeleverdVolume in that unit.
    pub volume: i64,
    /// IngediendBedrag in eurocent, without its sign.
    pub bedrag: i64,
}

/// Counters of one toewijzing, apart from the toewijzing itself so that a declaratie rewrites little.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verbruik {
    /// Granted volume per unit as declared (minutes and hours are kept apart).
    pub volume: BTreeMap<Eenheid, i64>,
    /// Granted amount in eurocent.
    pub bedrag: i64,
    /// The lines behind the sums.
    pub debets: Vec<DebetLijn>,
}

impl Verbruik {
    /// Adds a granted debet.
    pub fn erbij(&mut self, lijn: DebetLijn, eenheid: Eenheid, volume: i64, bedrag: i64) {
        *self.volume.entry(eenheid).or_default() += volume;
        self.bedrag += bedrag;
        self.debets.push(lijn);
    }

    /// Takes a credited debet away, by its ReferentieNummer.
    pub fn eraf(&mut self, referentie: &str, eenheid: Eenheid, volume: i64, bedrag: i64) {
        *self.volume.entry(eenheid).or_default() -= volume;
        self.bedrag -= bedrag;
        self.debets.retain(|lijn| lijn.referentie != referentie);
    }
}
