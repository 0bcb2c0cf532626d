//! Maximum volumes of a toewijzing: per ProductPeriode (TR321) and over its term (TR322).

use bericht::{Datum, Domein, Eenheid, Frequentie, Omvang, Periode};
use dossier::{Toewijzing, Verbruik};

use crate::spoor::Telling;

use super::tijd::{dagen, jaren, maanden, weken, zondagen};

/// A maximum, with how it was counted, for the explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Maximum {
    /// Greatest volume, in minutes when the toewijzing is in hours, else in its unit.
    pub volume: i64,
    /// How many days, weeks, months or years were counted; none for a total, and for the one month or year of a period.
    pub aantal: Option<i64>,
    /// What was counted, and why when that is not plain.
    pub telling: Option<(Telling, Option<&'static str>)>,
    /// The days over which it was counted.
    pub periode: Periode,
}

/// Minutes and hours meet in minutes, so that earlier hours count too; every other unit is itself.
fn factor(omvang: &Omvang) -> i64 {
    if omvang.eenheid == Eenheid::Uur { 60 } else { 1 }
}

/// Whether a volume may be declared in a unit: the one agreed, or minutes where hours were agreed (TR341).
pub fn eenheid_past(afgesproken: Eenheid, gedeclareerd: Eenheid) -> bool {
    afgesproken == gedeclareerd || (afgesproken == Eenheid::Uur && gedeclareerd == Eenheid::Minuut)
}

/// A volume in the unit in which a toewijzing is counted.
pub fn in_teleenheid(omvang: &Omvang, eenheid: Eenheid, volume: i64) -> i64 {
    if omvang.eenheid == Eenheid::Uur && eenheid == Eenheid::Uur { volume.saturating_mul(60) } else { volume }
}

/// Volume granted on a toewijzing so far, in the unit in which it is counted.
pub fn verbruikt(omvang: &Omvang, verbruik: &Verbruik) -> i64 {
    let van = |eenheid| in_teleenheid(omvang, eenheid, verbruik.volume.van(eenheid));
    match omvang.eenheid {
        Eenheid::Uur => van(Eenheid::Uur) + van(Eenheid::Minuut),
        eenheid => van(eenheid),
    }
}

/// TR321: the most that may be delivered in one ProductPeriode. That of a 323 lies in one month; that of a 303 of release
/// 2.3 may touch more, and what is granted per month or year then counts for each of them.
pub fn maximum_periode(domein: Domein, toewijzing: &Toewijzing, omvang: &Omvang, periode: Periode) -> Maximum {
    let (aantal, telling) = match omvang.frequentie {
        Frequentie::Dag => (Some(dagen(periode.begin, periode.eind)), Some((Telling::Days, None))),
        // Hulp bij het huishouden has a fixed cap of six weeks a month, whatever the unit. No period touches more weeks.
        Frequentie::Week if is_huishouden(domein, toewijzing) => {
            (Some(6 * maanden(periode.begin, periode.eind)), Some((Telling::Weeks, Some(HUISHOUDEN))))
        }
        Frequentie::Week if !omvang.eenheid.is_output() => {
            (Some(weken(periode.begin, periode.eind)), Some((Telling::Weeks, None)))
        }
        Frequentie::Week => {
            let staart = laatste_week(toewijzing, periode);
            let waarom = if staart > 0 { LAATSTE_WEEK } else { OUTPUT };
            (Some(zondagen(periode.begin, periode.eind) + staart), Some((Telling::Sundays, Some(waarom))))
        }
        Frequentie::VierWeken => {
            let geraakt = vierweken(periode.begin, periode.eind);
            (Some(geraakt), Some((Telling::FourWeeks, Some(GERAAKT))))
        }
        Frequentie::Maand => (meer(maanden(periode.begin, periode.eind)), Some((Telling::Months, Some(HELE_MAAND)))),
        Frequentie::Jaar => (meer(jaren(periode.begin, periode.eind)), Some((Telling::Years, Some(HEEL_JAAR)))),
        Frequentie::Totaal => (None, None),
    };
    let volume = omvang.volume.saturating_mul(aantal.unwrap_or(1)).saturating_mul(factor(omvang));
    Maximum { volume, aantal, telling, periode }
}

/// A number of months or years, where it is worth telling.
fn meer(aantal: i64) -> Option<i64> {
    (aantal > 1).then_some(aantal)
}

const HUISHOUDEN: &str = "huishoudelijke hulp, categorie 01 van de Wmo: elke maand zes weken";
const OUTPUT: &str = "outputgericht: elke zondag telt voor een week";
const LAATSTE_WEEK: &str =
    "outputgericht: elke zondag telt voor een week, en de laatste week van de toewijzing telt mee";
const OPEN: &str = "zonder einddatum telt het einde van de declaratieperiode";
const HELE_MAAND: &str = "een gebroken maand telt voor een hele";
const HEEL_JAAR: &str = "een aangebroken jaar telt heel";
const GERAAKT: &str = "zoveel perioden als geraakt kunnen zijn; waar zij beginnen, staat nergens";

/// Categorie 01 of the Wmo.
fn is_huishouden(domein: Domein, toewijzing: &Toewijzing) -> bool {
    domein == Domein::Iwmo && toewijzing.product.as_ref().is_some_and(|product| product.categorie == "01")
}

/// The week in which a toewijzing ends before Sunday counts in the period that holds its last Sunday; without any Sunday
/// in the toewijzing, in the period that holds its end.
fn laatste_week(toewijzing: &Toewijzing, periode: Periode) -> i64 {
    let Some(eind) = toewijzing.einddatum else { return 0 };
    let begin = toewijzing.ingangsdatum;
    let eindigt_op_zondag = zondagen(eind, eind) == 1;
    if eindigt_op_zondag {
        return 0;
    }
    let anker = if zondagen(begin, eind) == 0 { eind } else { laatste_zondag(eind) };
    i64::from(periode.bevat(anker))
}

fn laatste_zondag(dag: Datum) -> Datum {
    use chrono::{Datelike, Days};
    let back = u64::from(dag.weekday().num_days_from_sunday());
    dag.checked_sub_days(Days::new(back)).unwrap_or(dag)
}

/// Periods of four weeks that a term can touch at most; where they begin is not told, so the sender gets the benefit.
fn vierweken(begin: Datum, eind: Datum) -> i64 {
    (weken(begin, eind) + 6) / 4
}

/// TR322: the most that may be delivered over the whole term. With an open end, the end of the DeclaratiePeriode stands
/// in for it.
pub fn maximum_termijn(toewijzing: &Toewijzing, omvang: &Omvang, einde_declaratieperiode: Datum) -> Maximum {
    let begin = toewijzing.ingangsdatum;
    let eind = toewijzing.einddatum.unwrap_or(einde_declaratieperiode).max(begin);
    let telling = match omvang.frequentie {
        Frequentie::Dag => Some((dagen(begin, eind), Telling::Days)),
        Frequentie::Week => Some((weken(begin, eind), Telling::Weeks)),
        Frequentie::VierWeken => Some((vierweken(begin, eind), Telling::FourWeeks)),
        Frequentie::Maand => Some((maanden(begin, eind), Telling::Months)),
        // Every year that is begun counts whole.
        Frequentie::Jaar => Some(((maanden(begin, eind) + 11) / 12, Telling::Years)),
        Frequentie::Totaal => None,
    };
    let aantal = telling.map(|(aantal, _)| aantal);
    let volume = omvang.volume.saturating_mul(aantal.unwrap_or(1)).saturating_mul(factor(omvang));
    let open = toewijzing.einddatum.is_none().then_some(OPEN);
    Maximum { volume, aantal, telling: telling.map(|(_, wat)| (wat, open)), periode: Periode { begin, eind } }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use bericht::Product;
    use chrono::{Days, Months};
    use dossier::BerichtId;
    use proptest::prelude::*;

    fn d(text: &str) -> Datum {
        bericht::datum(text).unwrap()
    }

    fn toewijzing(volume: i64, eenheid: Eenheid, frequentie: Frequentie, van: &str, tot: &str) -> Toewijzing {
        Toewijzing {
            nummer: 1,
            toewijzingsdatum: d(van),
            toewijzingstijd: "10:00:00".into(),
            ingangsdatum: d(van),
            einddatum: Some(d(tot)),
            product: Some(Product { categorie: "45".into(), code: Some("45A04".into()) }),
            omvang: Some(Omvang { volume, eenheid, frequentie }),
            budget: None,
            reden_wijziging: None,
            referentie_aanbieder: None,
            bericht: BerichtId::default(),
            dagtekening: d(van),
        }
    }

    fn periode(t: &Toewijzing, van: &str, tot: &str) -> i64 {
        let pp = Periode { begin: d(van), eind: d(tot) };
        maximum_periode(Domein::Ijw, t, &t.omvang.unwrap(), pp).volume
    }

    fn termijn(t: &Toewijzing) -> i64 {
        maximum_termijn(t, &t.omvang.unwrap(), d("2030-01-31")).volume
    }

    #[test]
    fn e1_effort_per_week() {
        let t = toewijzing(3, Eenheid::Uur, Frequentie::Week, "2025-10-07", "2025-12-30");
        assert_eq!(periode(&t, "2025-10-07", "2025-10-31"), 12 * 60);
        assert_eq!(periode(&t, "2025-11-01", "2025-11-30"), 15 * 60);
        assert_eq!(periode(&t, "2025-12-01", "2025-12-30"), 15 * 60);
        assert_eq!(termijn(&t), 39 * 60);
    }

    #[test]
    fn e2_output_per_week_not_ending_on_sunday() {
        let t = toewijzing(30000, Eenheid::Euro, Frequentie::Week, "2025-07-07", "2025-09-05");
        assert_eq!(periode(&t, "2025-07-07", "2025-07-31"), 90000);
        assert_eq!(periode(&t, "2025-08-01", "2025-08-31"), 180_000);
        assert_eq!(periode(&t, "2025-09-01", "2025-09-05"), 0);
        assert_eq!(termijn(&t), 270_000);
    }

    #[test]
    fn e3_output_per_week_ending_on_sunday() {
        let t = toewijzing(30000, Eenheid::Euro, Frequentie::Week, "2025-07-07", "2025-09-07");
        assert_eq!(periode(&t, "2025-08-01", "2025-08-31"), 150_000);
        assert_eq!(periode(&t, "2025-09-01", "2025-09-07"), 30000);
        assert_eq!(termijn(&t), 270_000);
    }

    #[test]
    fn e5_e6_e7_month_total_and_day() {
        let month = toewijzing(15, Eenheid::Uur, Frequentie::Maand, "2026-10-14", "2026-12-13");
        assert_eq!(periode(&month, "2026-10-14", "2026-10-31"), 15 * 60);
        assert_eq!(termijn(&month), 45 * 60);
        let total = toewijzing(80, Eenheid::Uur, Frequentie::Totaal, "2026-01-01", "2026-12-31");
        assert_eq!((periode(&total, "2026-01-01", "2026-01-31"), termijn(&total)), (4800, 4800));
        let day = toewijzing(60, Eenheid::Minuut, Frequentie::Dag, "2026-03-10", "2026-04-12");
        assert_eq!(periode(&day, "2026-03-10", "2026-03-31"), 1320);
        assert_eq!(termijn(&day), 2040);
    }

    #[test]
    fn four_weeks_and_years_of_release_2_3_are_told_as_such() {
        let weken = toewijzing(3, Eenheid::Uur, Frequentie::VierWeken, "2019-05-01", "2019-07-31");
        let mei = Periode { begin: d("2019-05-01"), eind: d("2019-05-31") };
        let max = maximum_periode(Domein::Ijw, &weken, &weken.omvang.unwrap(), mei);
        assert_eq!((max.volume, max.aantal), (2 * 180, Some(2)));
        assert!(matches!(max.telling, Some((Telling::FourWeeks, Some(_)))), "{max:?}");
        let jaar = |tot| toewijzing(100, Eenheid::Uur, Frequentie::Jaar, "2019-05-01", tot);
        assert_eq!((termijn(&jaar("2020-04-30")), termijn(&jaar("2020-05-01"))), (6000, 12000));
        let max = maximum_termijn(&jaar("2020-05-01"), &jaar("2020-05-01").omvang.unwrap(), d("2020-05-31"));
        assert_eq!((max.aantal, max.telling), (Some(2), Some((Telling::Years, None))));
    }

    #[test]
    fn e8_household_help_has_a_fixed_cap() {
        let mut t = toewijzing(3, Eenheid::Uur, Frequentie::Week, "2025-10-01", "2025-12-31");
        t.product = Some(Product { categorie: "01".into(), code: Some("01A01".into()) });
        let pp = Periode { begin: d("2025-10-01"), eind: d("2025-10-31") };
        assert_eq!(maximum_periode(Domein::Iwmo, &t, &t.omvang.unwrap(), pp).volume, 18 * 60);
        assert_eq!(maximum_periode(Domein::Ijw, &t, &t.omvang.unwrap(), pp).volume, 15 * 60);
        assert_eq!(termijn(&t), 42 * 60);
    }

    #[test]
    fn a_period_of_release_2_3_may_touch_more_months_and_years() {
        let maand = toewijzing(20, Eenheid::Dagdeel, Frequentie::Maand, "2019-04-01", "2020-03-31");
        assert_eq!(periode(&maand, "2019-05-01", "2019-05-31"), 20);
        assert_eq!(periode(&maand, "2019-04-29", "2019-05-26"), 40);
        assert_eq!(periode(&maand, "2019-07-01", "2019-09-30"), 60);
        assert_eq!(periode(&maand, "2019-12-16", "2020-01-12"), 40);
        let jaar = toewijzing(100, Eenheid::Dagdeel, Frequentie::Jaar, "2019-04-01", "2020-03-31");
        assert_eq!(periode(&jaar, "2019-11-01", "2019-12-31"), 100);
        assert_eq!(periode(&jaar, "2019-12-16", "2020-01-12"), 200);
        let mut hulp = toewijzing(3, Eenheid::Uur, Frequentie::Week, "2019-04-01", "2019-12-31");
        hulp.product = Some(Product { categorie: "01".into(), code: Some("01A01".into()) });
        let max = |van, tot| {
            let pp = Periode { begin: d(van), eind: d(tot) };
            maximum_periode(Domein::Iwmo, &hulp, &hulp.omvang.unwrap(), pp).aantal
        };
        assert_eq!(max("2019-05-01", "2019-05-31"), Some(6));
        assert_eq!(max("2019-04-29", "2019-05-26"), Some(12));
        assert_eq!(max("2019-07-01", "2019-09-30"), Some(18));
    }

    proptest! {
        /// A period holds what its months hold apart, so that declaring them together is never refused for that.
        #[test]
        fn months_together_hold_what_they_hold_apart(volume in 0_i64..1000, eerste in 0_u32..20, meer in 0_u32..6) {
            let maand = |n: u32| {
                let begin = d("2019-01-01") + Months::new(n);
                Periode { begin, eind: begin + Months::new(1) - Days::new(1) }
            };
            let samen = Periode { begin: maand(eerste).begin, eind: maand(eerste + meer).eind };
            for frequentie in [Frequentie::Maand, Frequentie::Week] {
                let mut t = toewijzing(volume, Eenheid::Uur, frequentie, "2019-01-01", "2022-12-31");
                t.product = Some(Product { categorie: "01".into(), code: Some("01A01".into()) });
                let max = |pp| maximum_periode(Domein::Iwmo, &t, &t.omvang.unwrap(), pp).volume;
                let apart: i64 = (eerste..=eerste + meer).map(|n| max(maand(n))).sum();
                prop_assert_eq!(max(samen), apart);
            }
        }
    }

    #[test]
    fn e9_no_sunday_in_the_term() {
        let t = toewijzing(1, Eenheid::StuksOutput, Frequentie::Week, "2026-09-28", "2026-10-02");
        assert_eq!(periode(&t, "2026-09-28", "2026-09-30"), 0);
        assert_eq!(periode(&t, "2026-10-01", "2026-10-02"), 1);
        assert_eq!(termijn(&t), 1);
    }

    #[test]
    fn hours_and_minutes_meet() {
        let t = toewijzing(3, Eenheid::Uur, Frequentie::Week, "2025-10-07", "2025-12-30");
        let mut verbruik = Verbruik::default();
        verbruik.volume.erbij(Eenheid::Uur, 2);
        verbruik.volume.erbij(Eenheid::Minuut, 30);
        assert_eq!(verbruikt(&t.omvang.unwrap(), &verbruik), 150);
    }
}
