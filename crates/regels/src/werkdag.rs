//! Werkdagen: Monday to Friday, except the generally recognised feestdagen of article 3, first paragraph, of the Algemene
//! termijnenwet. That paragraph names 5 May every year and leaves Goede Vrijdag out. Pure: a day goes in.

use bericht::Datum;
use chrono::{Datelike, Days, Weekday};

/// Feestdagen that move with Easter, in days after Easter Sunday.
const NA_PASEN: [(u64, &str); 3] = [(1, "tweede paasdag"), (39, "Hemelvaartsdag"), (50, "tweede pinksterdag")];

/// Feestdagen on a fixed day of the year (month, day).
const VAST: [((u32, u32), &str); 4] = [
    ((1, 1), "nieuwjaarsdag"),
    ((5, 5), "Bevrijdingsdag"),
    ((12, 25), "eerste kerstdag"),
    ((12, 26), "tweede kerstdag"),
];

/// The first year in which the birthday of the king is kept on 27 April; before it Koninginnedag was on 30 April.
const KONINGSDAG_SINDS: i32 = 2014;

/// The feestdag on a day, by name. Sundays that are feestdagen all year round (Easter, Whitsun) are no werkdag anyway.
pub fn feestdag(dag: Datum) -> Option<&'static str> {
    let vast = VAST.iter().find(|(op, _)| *op == (dag.month(), dag.day())).map(|(_, naam)| *naam);
    let na_pasen = || NA_PASEN.iter().find(|(na, _)| pasen(dag.year(), *na) == Some(dag)).map(|(_, naam)| *naam);
    vast.or_else(|| (verjaardag(dag.year()) == Some(dag)).then_some("Koningsdag")).or_else(na_pasen)
}

/// Whether people work on a day.
pub fn is_werkdag(dag: Datum) -> bool {
    !matches!(dag.weekday(), Weekday::Sat | Weekday::Sun) && feestdag(dag).is_none()
}

/// The last day of a term of so many werkdagen. Counting starts on the werkdag after the event.
pub fn werkdagen_later(gebeurtenis: Datum, werkdagen: u32) -> Datum {
    let mut dag = gebeurtenis;
    let mut over = werkdagen;
    while over > 0 {
        // At the end of the calendar a term does not end any more.
        let Some(volgende) = dag.succ_opt() else { return dag };
        dag = volgende;
        over -= u32::from(is_werkdag(dag));
    }
    dag
}

/// Werkdagen after the first day, up to and including the second; none when that does not lie after it. At most a year is
/// counted out: beyond it the exact number tells nobody anything.
pub fn werkdagen_tussen(na: Datum, tot_en_met: Datum) -> usize {
    na.iter_days().skip(1).take(366).take_while(|dag| *dag <= tot_en_met).filter(|dag| is_werkdag(*dag)).count()
}

/// A day after Easter Sunday.
fn pasen(jaar: i32, dagen_later: u64) -> Option<Datum> {
    // Easter is not defined outside the reach of the calculation; then no feestdag moves with it.
    let zondag = computus::gregorian(jaar).ok()?;
    Datum::from_ymd_opt(zondag.year, zondag.month, zondag.day)?.checked_add_days(Days::new(dagen_later))
}

/// The day on which the birthday of the king or queen is kept: the day before when it falls on a Sunday.
fn verjaardag(jaar: i32) -> Option<Datum> {
    let dag = if jaar < KONINGSDAG_SINDS { 30 } else { 27 };
    let dag = Datum::from_ymd_opt(jaar, 4, dag)?;
    if dag.weekday() == Weekday::Sun { dag.pred_opt() } else { Some(dag) }
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
    fn feestdagen_of_2026() {
        let jaar = d("2026-01-01").iter_days().take(365);
        let vrij: Vec<String> = jaar.filter(|dag| feestdag(*dag).is_some()).map(|dag| dag.to_string()).collect();
        assert_eq!(
            vrij,
            [
                "2026-01-01",
                "2026-04-06",
                "2026-04-27",
                "2026-05-05",
                "2026-05-14",
                "2026-05-25",
                "2026-12-25",
                "2026-12-26"
            ]
        );
    }

    #[test]
    fn koningsdag_on_a_sunday_is_kept_the_day_before() {
        assert_eq!(feestdag(d("2025-04-26")), Some("Koningsdag"));
        assert_eq!(feestdag(d("2025-04-27")), None);
        assert_eq!(feestdag(d("2013-04-30")), Some("Koningsdag"));
    }

    #[test]
    fn goede_vrijdag_is_a_werkdag_and_5_may_is_not() {
        assert!(is_werkdag(d("2026-04-03")));
        for jaar in ["2025", "2026", "2027"] {
            assert!(!is_werkdag(d(&format!("{jaar}-05-05"))), "{jaar}");
        }
    }

    #[test]
    fn a_term_is_counted_from_the_werkdag_after() {
        // Thursday: Friday 1, Monday is tweede paasdag, Tuesday 2, Wednesday 3.
        assert_eq!(werkdagen_later(d("2026-04-02"), 3), d("2026-04-08"));
        // On a Saturday: Monday 1.
        assert_eq!(werkdagen_later(d("2026-06-13"), 5), d("2026-06-19"));
        assert_eq!(werkdagen_later(d("2026-12-24"), 1), d("2026-12-28"));
        assert_eq!(werkdagen_later(d("2026-06-15"), 0), d("2026-06-15"));
        assert_eq!(werkdagen_later(Datum::MAX, 3), Datum::MAX);
    }

    proptest! {
        #[test]
        fn term_and_count_agree(start in 0_u64..20_000, werkdagen in 1_u32..200) {
            let dag = d("2000-01-01") + Days::new(start);
            let laatste = werkdagen_later(dag, werkdagen);
            prop_assert!(is_werkdag(laatste));
            prop_assert_eq!(werkdagen_tussen(dag, laatste), werkdagen as usize);
            prop_assert_eq!(werkdagen_tussen(dag, laatste - Days::new(1)), werkdagen as usize - 1);
        }
    }
}
