//! Indicators of contracts: shares and means over clients and providers.

use bericht::Datum;
use chrono::Months;
use rust_decimal::Decimal;

/// A share with what it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aandeel {
    /// How many of `van`.
    pub aantal: i64,
    /// Out of how many; above zero.
    pub van: i64,
}

impl Aandeel {
    /// Whether the share is above a limit; compared without rounding.
    pub fn boven(self, grens: Decimal) -> bool {
        grens.checked_mul(Decimal::from(self.van)).is_some_and(|hoogste| Decimal::from(self.aantal) > hoogste)
    }

    /// Whether the share is below a limit; compared without rounding.
    pub fn onder(self, grens: Decimal) -> bool {
        grens.checked_mul(Decimal::from(self.van)).is_some_and(|laagste| Decimal::from(self.aantal) < laagste)
    }
}

/// A share; none out of nothing. Used for premature endings (DP18-304), returns (DAL26-402) and plans in time.
pub fn aandeel(aantal: i64, van: i64) -> Option<Aandeel> {
    (van > 0).then_some(Aandeel { aantal, van })
}

/// Approved volume against what was allotted up to a day, in proportion to the days that have passed (DAL26-404). None
/// before the first day or without volume.
pub fn uitnutting(goedgekeurd: i64, toegewezen: i64, (begin, eind): (Datum, Datum), dag: Datum) -> Option<Aandeel> {
    let heel = (eind - begin).num_days() + 1;
    let voorbij = (dag.min(eind) - begin).num_days() + 1;
    if heel <= 0 || voorbij <= 0 {
        return None;
    }
    aandeel(goedgekeurd.checked_mul(heel)?, toegewezen.checked_mul(voorbij)?)
}

/// Whether a new start within so many months after a definitive end counts as a return (DAL26-402); without months any
/// later start does (DP18-308).
pub fn teruggekeerd(eind: Datum, nieuwe_start: Datum, maanden: Option<u32>) -> bool {
    let grens = maanden.and_then(|m| eind.checked_add_months(Months::new(m)));
    nieuwe_start > eind && (maanden.is_none() || grens.is_some_and(|grens| nieuwe_start <= grens))
}

/// Mean duration in days of trajects that ended, both days included; rounded half up to two decimals (DAL26-401).
pub fn doorlooptijd(trajecten: &[(Datum, Datum)]) -> Option<Decimal> {
    let dagen: i64 = trajecten.iter().map(|(begin, eind)| (*eind - *begin).num_days() + 1).sum();
    let aantal = i64::try_from(trajecten.len()).ok().filter(|n| *n > 0)?;
    Decimal::from(dagen).checked_div(Decimal::from(aantal)).map(crate::afronden::op_centen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(tekst: &str) -> Datum {
        bericht::datum(tekst).unwrap()
    }

    fn deel(tekst: &str) -> Decimal {
        tekst.parse().unwrap()
    }

    #[test]
    fn a_share_at_its_limit_is_not_above_it() {
        // Return: 8% and 10%; premature endings: at most 10%.
        assert!(!aandeel(8, 100).unwrap().boven(deel("0.08")) && aandeel(9, 100).unwrap().boven(deel("0.08")));
        assert!(!aandeel(1, 10).unwrap().boven(deel("0.10")) && aandeel(2, 19).unwrap().boven(deel("0.10")));
        assert_eq!(aandeel(0, 0), None);
    }

    #[test]
    fn use_in_proportion_to_the_days_that_passed() {
        let jaar = (d("2026-01-01"), d("2026-12-31"));
        let na = |volume, dag| uitnutting(volume, 3650, jaar, d(dag)).unwrap();
        // After 73 of 365 days 730 are due: 70% is 511, 95% is 693,5.
        assert!(!na(511, "2026-03-14").onder(deel("0.70")) && na(510, "2026-03-14").onder(deel("0.70")));
        assert!(!na(693, "2026-03-14").boven(deel("0.95")) && na(694, "2026-03-14").boven(deel("0.95")));
        assert_eq!(uitnutting(1, 1, jaar, d("2025-12-31")), None);
    }

    #[test]
    fn returns_within_six_months_and_durations() {
        let terug = |start, maanden| teruggekeerd(d("2026-01-15"), d(start), maanden);
        assert!(terug("2026-07-15", Some(6)) && !terug("2026-07-16", Some(6)) && !terug("2026-01-15", Some(6)));
        assert!(terug("2029-01-01", None));
        let trajecten = [(d("2026-01-01"), d("2026-01-10")), (d("2026-01-01"), d("2026-01-15"))];
        assert_eq!(doorlooptijd(&trajecten), Some(deel("12.5")));
        assert_eq!(doorlooptijd(&[]), None);
    }
}
