//! Periods of four weeks on a fixed grid, and the kalendermaanden in which a message of the standard can carry them
//! (ZST15-106, ZST15-201, ZST15-206, ZST15-207).

use bericht::{Datum, Periode};
use chrono::Days;

/// Days in a period.
const DAGEN: i64 = 28;

/// The grid that some first day of a period fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vierweken {
    /// First day of any period.
    pub anker: Datum,
}

impl Vierweken {
    /// The period around a day; none at the very edge of the calendar.
    pub fn periode(self, dag: Datum) -> Option<Periode> {
        let terug = (dag - self.anker).num_days().rem_euclid(DAGEN);
        let begin = dag.checked_sub_days(Days::new(terug.unsigned_abs()))?;
        Some(Periode { begin, eind: begin.checked_add_days(Days::new(DAGEN.unsigned_abs() - 1))? })
    }

    /// How many periods end within two days, both included: what may be declared in that month.
    pub fn eindigend_in(self, maand: Periode) -> i64 {
        let eerste_eind = self.periode(maand.begin).map_or(maand.begin, |p| p.eind);
        if eerste_eind > maand.eind { 0 } else { (maand.eind - eerste_eind).num_days() / DAGEN + 1 }
    }

    /// How many periods are paid for support from a first to a last day: from the first full period on, and the one in
    /// which it ends as a whole. Without a last day up to the end of `tot`.
    pub fn betaald(self, begin: Datum, eind: Option<Datum>, tot: Datum) -> i64 {
        let Some(eerste) = eerste_hele_periode(self, begin) else { return 0 };
        let laatste = match eind {
            // Ending within a period pays the whole of it.
            Some(eind) if eind <= tot => self.periode(eind).map(|p| p.eind),
            _ => self
                .periode(tot)
                .map(|p| p.eind)
                .filter(|eind| *eind <= tot)
                .or_else(|| self.periode(tot).and_then(|p| p.begin.pred_opt())),
        };
        laatste.map_or(0, |laatste| ((laatste - eerste).num_days() + 1).max(0) / DAGEN)
    }

    /// How many periods may be declared in a month for support from a first to a last day. A month in which it ends also
    /// carries the period that was running.
    pub fn betaald_in(self, begin: Datum, eind: Option<Datum>, maand: Periode) -> i64 {
        let voor = maand.begin.pred_opt().map_or(0, |tot| self.betaald(begin, eind, tot));
        self.betaald(begin, eind, maand.eind) - voor
    }
}

/// First day of the first period that lies wholly in the support.
pub fn eerste_hele_periode(rooster: Vierweken, begin: Datum) -> Option<Datum> {
    let periode = rooster.periode(begin)?;
    if periode.begin == begin { Some(begin) } else { periode.eind.succ_opt() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(tekst: &str) -> Datum {
        bericht::datum(tekst).unwrap()
    }

    fn zeist() -> Vierweken {
        Vierweken { anker: d("2015-07-13") }
    }

    fn maand(begin: &str, eind: &str) -> Periode {
        Periode { begin: d(begin), eind: d(eind) }
    }

    #[test]
    fn four_weeks_against_calendar_months() {
        // Periods end on 09-08, 06-09, 04-10, 01-11 and 29-11-2015.
        assert_eq!(zeist().periode(d("2015-07-13")).unwrap().eind, d("2015-08-09"));
        assert_eq!(zeist().periode(d("2015-07-12")).unwrap().eind, d("2015-07-12"));
        assert_eq!(zeist().eindigend_in(maand("2015-08-01", "2015-08-31")), 1);
        assert_eq!(zeist().eindigend_in(maand("2015-11-01", "2015-11-30")), 2);
        assert_eq!(zeist().eindigend_in(maand("2016-01-01", "2016-12-31")), 13);
    }

    #[test]
    fn whole_periods_are_paid_at_the_end_and_none_that_was_broken_at_the_start() {
        let tot = d("2015-10-31");
        assert_eq!(zeist().betaald(d("2015-07-13"), None, d("2015-08-09")), 1);
        assert_eq!(zeist().betaald(d("2015-07-14"), None, d("2015-08-09")), 0);
        assert_eq!(zeist().betaald(d("2015-07-14"), None, d("2015-09-06")), 1);
        // Ends on the first day of the second period: that one is paid as a whole.
        assert_eq!(zeist().betaald(d("2015-07-13"), Some(d("2015-08-10")), tot), 2);
        assert_eq!(zeist().betaald(d("2015-07-13"), Some(d("2015-08-09")), tot), 1);
        // The period that runs on 10 August is declared in the month of the end, though it lasts until 6 September.
        let in_maand = |eind: Option<&str>, maand| zeist().betaald_in(d("2015-07-13"), eind.map(d), maand);
        assert_eq!(in_maand(Some("2015-08-10"), maand("2015-08-01", "2015-08-31")), 2);
        assert_eq!(in_maand(Some("2015-08-10"), maand("2015-09-01", "2015-09-30")), 0);
        assert_eq!(in_maand(None, maand("2015-08-01", "2015-08-31")), 1);
    }

    proptest! {
        #[test]
        fn a_month_has_at_most_two_and_a_year_thirteen_or_fourteen(begin in 0_u64..20_000, jaar in 2000_i32..2100) {
            let rooster = Vierweken { anker: d("2000-01-01") + Days::new(begin) };
            let heel = Periode { begin: Datum::from_ymd_opt(jaar, 1, 1).unwrap(), eind: Datum::from_ymd_opt(jaar, 12, 31).unwrap() };
            let per_maand: Vec<i64> = (1..=12)
                .map(|m| {
                    let begin = Datum::from_ymd_opt(jaar, m, 1).unwrap();
                    Periode { begin, eind: begin + chrono::Months::new(1) - Days::new(1) }
                })
                .map(|m| rooster.eindigend_in(m))
                .collect();
            prop_assert!(per_maand.iter().all(|n| (1..=2).contains(n)));
            prop_assert_eq!(per_maand.iter().sum::<i64>(), rooster.eindigend_in(heel));
            prop_assert!((13..=14).contains(&rooster.eindigend_in(heel)));
        }
    }
}
