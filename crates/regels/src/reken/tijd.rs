//! Counting days, ISO weeks, Sundays and months between two dates, both included.

use bericht::Datum;
use chrono::{Datelike, Days, Months};

/// Days in [a, b].
pub fn dagen(a: Datum, b: Datum) -> i64 {
    (b - a).num_days() + 1
}

/// Monday of the ISO week of a day. At the very edge of the calendar the day itself.
fn maandag(dag: Datum) -> Datum {
    let back = u64::from(dag.weekday().num_days_from_monday());
    dag.checked_sub_days(Days::new(back)).unwrap_or(dag)
}

/// Calendar weeks that [a, b] touches. Counting Mondays instead of week numbers keeps the turn of the year right.
pub fn weken(a: Datum, b: Datum) -> i64 {
    (maandag(b) - maandag(a)).num_days() / 7 + 1
}

/// Sundays in [a, b].
pub fn zondagen(a: Datum, b: Datum) -> i64 {
    // Weeks touched, less the last one when its Sunday comes after b.
    weken(a, b) - i64::from(b.weekday() != chrono::Weekday::Sun)
}

/// Calendar months that [a, b] touches.
pub fn maanden(a: Datum, b: Datum) -> i64 {
    let index = |d: Datum| i64::from(d.year()) * 12 + i64::from(d.month0());
    index(b) - index(a) + 1
}

/// Calendar years that [a, b] touches.
pub fn jaren(a: Datum, b: Datum) -> i64 {
    i64::from(b.year()) - i64::from(a.year()) + 1
}

/// First day of the month of a day.
pub fn eerste_van_maand(dag: Datum) -> Datum {
    dag.with_day(1).unwrap_or(dag)
}

/// Last day of the month of a day.
pub fn laatste_van_maand(dag: Datum) -> Datum {
    let volgende = eerste_van_maand(dag).checked_add_months(Months::new(1));
    volgende.and_then(|eerste| eerste.pred_opt()).unwrap_or(dag)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> Datum {
        bericht::datum(text).unwrap()
    }

    #[test]
    fn weeks_over_the_turn_of_the_year() {
        assert_eq!(weken(d("2026-12-28"), d("2027-01-10")), 2);
        assert_eq!(weken(d("2025-12-01"), d("2025-12-30")), 5);
        assert_eq!(weken(d("2025-10-07"), d("2025-12-30")), 13);
    }

    #[test]
    fn months_of_six_weeks() {
        for month in ["2025-03", "2025-06", "2026-03", "2026-08", "2026-11", "2027-05", "2027-08"] {
            let first = d(&format!("{month}-01"));
            let last = first + chrono::Months::new(1) - Days::new(1);
            assert_eq!(weken(first, last), 6, "{month}");
        }
        assert_eq!(weken(d("2027-02-01"), d("2027-02-28")), 4);
    }

    #[test]
    fn months_and_days() {
        assert_eq!(maanden(d("2026-10-14"), d("2026-12-13")), 3);
        assert_eq!(maanden(d("2026-12-31"), d("2027-01-01")), 2);
        assert_eq!(dagen(d("2026-03-10"), d("2026-03-31")), 22);
        assert_eq!(jaren(d("2026-01-01"), d("2026-12-31")), 1);
        assert_eq!(jaren(d("2026-12-31"), d("2027-01-01")), 2);
    }

    proptest! {
        #[test]
        fn weeks_and_sundays_agree(start in 0_u64..20_000, length in 0_u64..800) {
            let a = d("2000-01-01") + Days::new(start);
            let b = a + Days::new(length);
            let counted = (0..=length).filter(|n| (a + Days::new(*n)).weekday() == chrono::Weekday::Sun).count();
            prop_assert_eq!(zondagen(a, b), i64::try_from(counted).unwrap());
            let iso: std::collections::BTreeSet<_> = (0..=length).map(|n| (a + Days::new(n)).iso_week()).collect();
            prop_assert_eq!(weken(a, b), i64::try_from(iso.len()).unwrap());
            // So the six weeks a month of hulp bij het huishouden are never less than the weeks themselves.
            prop_assert!(weken(a, b) <= 6 * maanden(a, b));
        }
    }
}
