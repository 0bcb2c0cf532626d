//! Deadlines that cost money or ask for a reminder. Werkdagen are counted by the caller, who has the calendar.

use bericht::Datum;
use chrono::{Datelike, Days, Months};
use rust_decimal::Decimal;

use crate::model::Declaratieafspraak;

/// Whether a line was submitted in time (GV21-403, GV25-303).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indiening {
    /// In time, or no deadline was agreed.
    OpTijd,
    /// After the first deadline, by so many days.
    TeLaat(i64),
    /// After the second: by the contract the right to payment has lapsed. A person decides.
    Vervallen(i64),
}

/// Days from the end of what is declared to receipt, against the two deadlines; the day of a deadline itself is in time.
pub fn indiening(afspraak: &Declaratieafspraak, eind: Datum, ontvangst: Datum) -> Indiening {
    let dagen = (ontvangst - eind).num_days();
    if let Some(verval) = afspraak.verval_dagen.filter(|verval| dagen > *verval) {
        return Indiening::Vervallen(dagen - verval);
    }
    match afspraak.indienen_dagen.filter(|termijn| dagen > *termijn) {
        Some(termijn) => Indiening::TeLaat(dagen - termijn),
        None => Indiening::OpTijd,
    }
}

/// Late fee on a correction (ZST15-205): a share of the amount when it comes more than so many months after the period.
/// In eurocent, rounded half up; none when it is free.
pub fn nakosten(cent: i64, eind: Datum, ontvangst: Datum, vrije_maanden: u32, deel: Decimal) -> Option<i64> {
    let vrij_tot = eind.checked_add_months(Months::new(vrije_maanden))?;
    if ontvangst <= vrij_tot {
        return None;
    }
    let kosten = crate::afronden::euro(cent.checked_abs()?).checked_mul(deel)?;
    crate::afronden::eurocent(crate::afronden::op_centen(kosten))
}

/// By how many days, or werkdagen, a start was late; none when it was in time or when no limit was agreed. A start that
/// was asked for later than the limit is never late before it (GV21-502, DAL26-306, DP18-301).
pub fn start_te_laat(
    klok: Datum,
    ingangsdatum: Datum,
    start: Datum,
    (dagen, werkdagen): (Option<i64>, Option<i64>),
    tel_werkdagen: impl Fn(Datum, Datum) -> i64,
) -> Option<i64> {
    let begin = klok.max(ingangsdatum);
    let over_dagen = dagen.map(|grens| (start - begin).num_days() - grens);
    let over_werkdagen = werkdagen.map(|grens| tel_werkdagen(begin, start) - grens);
    over_dagen.into_iter().chain(over_werkdagen).filter(|over| *over > 0).max()
}

/// Whether work in hand is older than so many months on a day (GV21-409).
pub fn onderhanden(eind_geleverd: Datum, maanden: u32, dag: Datum) -> bool {
    eind_geleverd.checked_add_months(Months::new(maanden)).is_some_and(|grens| dag > grens)
}

/// The day that lies so many weeks before an end (GV21-507, DAL26-309).
pub fn weken_voor(eind: Datum, weken: u32) -> Option<Datum> {
    eind.checked_sub_days(Days::new(7 * u64::from(weken)))
}

/// Last day to pay on: so many days after a correct declaratie, or after the invoice (GV21-406, ZST15-203).
pub fn betaal_voor(afspraak: &Declaratieafspraak, vanaf: Datum) -> Option<Datum> {
    let dagen = u64::try_from(afspraak.betaal_dagen?).ok()?;
    vanaf.checked_add_days(Days::new(dagen))
}

/// Last day with the old aanbieder and first day with the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overstap {
    /// Einddatum of the old toewijzing.
    pub laatste: Datum,
    /// Ingangsdatum of the new toewijzing.
    pub eerste: Datum,
}

/// Notice of one kalendermaand, counted from the first of the month after it (DP18-206, ZST15-303).
pub fn overstap(opzegging: Datum) -> Option<Overstap> {
    let eerste = opzegging.with_day(1)?.checked_add_months(Months::new(2))?;
    Some(Overstap { laatste: eerste.pred_opt()?, eerste })
}

/// The last day of the next period of four weeks (ZST15-210).
pub fn einde_op_periode(rooster: super::Vierweken, dag: Datum) -> Option<Datum> {
    let volgende = rooster.periode(dag)?.eind.succ_opt()?;
    rooster.periode(volgende).map(|p| p.eind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(tekst: &str) -> Datum {
        bericht::datum(tekst).unwrap()
    }

    fn gv21() -> Declaratieafspraak {
        let (indienen_dagen, verval_dagen) = (Some(30), Some(60));
        Declaratieafspraak { indienen_dagen, verval_dagen, betaal_dagen: Some(30), ..Declaratieafspraak::default() }
    }

    #[test]
    fn thirty_days_to_submit_and_sixty_until_the_right_lapses() {
        let eind = d("2021-04-30");
        assert_eq!(indiening(&gv21(), eind, d("2021-05-30")), Indiening::OpTijd);
        assert_eq!(indiening(&gv21(), eind, d("2021-05-31")), Indiening::TeLaat(1));
        assert_eq!(indiening(&gv21(), eind, d("2021-06-29")), Indiening::TeLaat(30));
        assert_eq!(indiening(&gv21(), eind, d("2021-06-30")), Indiening::Vervallen(1));
        assert_eq!(indiening(&Declaratieafspraak::default(), eind, d("2030-01-01")), Indiening::OpTijd);
        assert_eq!(betaal_voor(&gv21(), d("2021-05-10")), Some(d("2021-06-09")));
    }

    #[test]
    fn a_quarter_after_two_months() {
        let deel: Decimal = "0.25".parse().unwrap();
        let eind = d("2015-08-09");
        assert_eq!(nakosten(18_000, eind, d("2015-10-09"), 2, deel), None);
        assert_eq!(nakosten(18_000, eind, d("2015-10-10"), 2, deel), Some(4_500));
        assert_eq!(nakosten(-2_894, eind, d("2015-10-10"), 2, deel), Some(724));
    }

    #[test]
    fn starts_against_days_and_werkdagen() {
        let werkdagen = |a: Datum, b: Datum| (b - a).num_days() * 5 / 7;
        let start = |dag| start_te_laat(d("2021-03-01"), d("2021-03-01"), d(dag), (Some(28), None), werkdagen);
        assert_eq!((start("2021-03-29"), start("2021-03-30")), (None, Some(1)));
        let wd = |dag| start_te_laat(d("2021-03-01"), d("2021-03-01"), d(dag), (None, Some(10)), werkdagen);
        assert_eq!((wd("2021-03-15"), wd("2021-03-17")), (None, Some(1)));
        // Asked for in May: the clock waits until then.
        assert_eq!(start_te_laat(d("2021-03-01"), d("2021-05-01"), d("2021-05-29"), (Some(28), None), werkdagen), None);
    }

    #[test]
    fn reminders_switches_and_work_in_hand() {
        assert_eq!(weken_voor(d("2021-12-31"), 8), Some(d("2021-11-05")));
        let verwacht = Overstap { laatste: d("2021-04-30"), eerste: d("2021-05-01") };
        assert_eq!((overstap(d("2021-03-01")), overstap(d("2021-03-31"))), (Some(verwacht), Some(verwacht)));
        assert!(!onderhanden(d("2021-04-30"), 2, d("2021-06-30")) && onderhanden(d("2021-04-30"), 2, d("2021-07-01")));
        let zeist = super::super::Vierweken { anker: d("2015-07-13") };
        assert_eq!(einde_op_periode(zeist, d("2015-07-20")), Some(d("2015-09-06")));
    }
}
