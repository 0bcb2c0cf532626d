//! What was granted on the toewijzingen of a client and not credited.

mod lijnen;

pub use lijnen::{DebetLijn, Lijnen};

use bericht::Eenheid;
use serde::{Deserialize, Serialize};

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

/// Granted volume per unit as declared: minutes and hours are kept apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volumes(Vec<(Eenheid, i64)>);

impl Volumes {
    /// Volume in one unit.
    pub fn van(&self, eenheid: Eenheid) -> i64 {
        self.0.iter().find(|(e, _)| *e == eenheid).map_or(0, |(_, volume)| *volume)
    }

    /// Adds a volume, which may be negative. Units stay in order, so that equal sums are equal.
    pub fn erbij(&mut self, eenheid: Eenheid, volume: i64) {
        match self.0.binary_search_by_key(&eenheid, |(e, _)| *e) {
            Ok(plaats) => self.0.iter_mut().skip(plaats).take(1).for_each(|(_, som)| *som += volume),
            Err(plaats) => self.0.insert(plaats, (eenheid, volume)),
        }
    }
}

/// Counters of one toewijzing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verbruik {
    /// Granted volume.
    pub volume: Volumes,
    /// Granted amount in eurocent.
    pub bedrag: i64,
    /// The lines behind the sums.
    pub debets: Lijnen,
}

impl Verbruik {
    /// Adds a granted debet.
    pub fn erbij(&mut self, lijn: DebetLijn<'_>, debet: Boeking) {
        self.volume.erbij(debet.eenheid, debet.volume);
        self.bedrag += debet.bedrag;
        self.debets.erbij(lijn);
    }

    /// Takes a credited debet away, by its ReferentieNummer.
    pub fn eraf(&mut self, referentie: &str, credit: Boeking) {
        self.volume.erbij(credit.eenheid, -credit.volume);
        self.bedrag -= credit.bedrag;
        self.debets.eraf(referentie);
    }
}

/// The counters of a client's toewijzingen, by ToewijzingNummer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verbruiken(Vec<(u32, Verbruik)>);

impl Verbruiken {
    /// Counters of a toewijzing, when anything was ever granted on it.
    pub fn van(&self, nummer: u32) -> Option<&Verbruik> {
        let plaats = self.0.binary_search_by_key(&nummer, |(n, _)| *n).ok()?;
        self.0.get(plaats).map(|(_, verbruik)| verbruik)
    }

    /// The counters of every toewijzing, in order of ToewijzingNummer.
    pub fn alle(&self) -> impl Iterator<Item = (u32, &Verbruik)> {
        self.0.iter().map(|(nummer, verbruik)| (*nummer, verbruik))
    }

    /// Changes the counters of a toewijzing.
    pub fn wijzig(&mut self, nummer: u32, change: impl FnOnce(&mut Verbruik)) {
        let plaats = self.0.binary_search_by_key(&nummer, |(n, _)| *n).unwrap_or_else(|plaats| {
            self.0.insert(plaats, (nummer, Verbruik::default()));
            plaats
        });
        if let Some((_, verbruik)) = self.0.get_mut(plaats) {
            change(verbruik);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_debet_and_its_credit_leave_the_sums_and_no_line() {
        let dag = |text| bericht::datum(text).unwrap_or_default();
        let periode = bericht::Periode { begin: dag("2026-01-01"), eind: dag("2026-01-31") };
        let lijn = |referentie| DebetLijn { referentie, periode, categorie: "45", code: "45A01" };
        let uur = Boeking { eenheid: Eenheid::Uur, volume: 2, bedrag: 12_000 };
        let minuut = Boeking { eenheid: Eenheid::Minuut, volume: 30, bedrag: 3_000 };
        let mut verbruiken = Verbruiken::default();
        verbruiken.wijzig(7, |v| v.erbij(lijn("A"), uur));
        let alleen_uren = verbruiken.clone();
        verbruiken.wijzig(7, |v| v.erbij(lijn("B"), minuut));
        verbruiken.wijzig(3, |v| v.erbij(lijn("C"), minuut));
        let stand = |v: &Verbruiken, n| v.van(n).map(|v| (v.volume.van(Eenheid::Minuut), v.bedrag, v.debets.aantal()));
        assert_eq!([3, 7, 9].map(|n| stand(&verbruiken, n)), [Some((30, 3_000, 1)), Some((30, 15_000, 2)), None]);
        verbruiken.wijzig(7, |v| v.eraf("B", minuut));
        assert_eq!(stand(&verbruiken, 7), Some((0, 12_000, 1)));
        assert_eq!(verbruiken.van(7).map(|v| &v.debets), alleen_uren.van(7).map(|v| &v.debets));
    }
}
