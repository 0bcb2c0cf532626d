//! Lines of one client in one period beside each other: companions, exclusions and what fits in a day (GV21-133, GV21-134,
//! GV21-136, GV21-137, GV21-206, DAL26-206).

use std::collections::{BTreeMap, BTreeSet};

use bericht::{Eenheid, Periode};

use super::vakken::{Vak, Vakken, dagen, raken};

/// One debet line of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lijn<'a> {
    /// ProductCode.
    pub code: &'a str,
    /// ProductPeriode.
    pub periode: Periode,
    /// Unit of the volume.
    pub eenheid: Eenheid,
    /// Volume.
    pub volume: i64,
    /// Amount in eurocent.
    pub cent: i64,
}

impl Lijn<'_> {
    fn raakt(&self, ander: Periode) -> bool {
        raken(self.periode, ander)
    }

    /// Minutes of a line in minutes or hours.
    fn minuten(&self) -> Option<i64> {
        match self.eenheid {
            Eenheid::Minuut => Some(self.volume),
            Eenheid::Uur => Some(self.volume.saturating_mul(60)),
            _ => None,
        }
    }
}

/// Something to look at: which line, the amount at stake in eurocent, and why in Dutch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waarneming {
    /// Place of the line in the list.
    pub lijn: usize,
    /// Amount at stake in eurocent.
    pub cent: i64,
    /// What was compared.
    pub tekst: String,
}

fn genoemd(lijst: &[String], code: &str) -> bool {
    lijst.iter().any(|c| c == code)
}

/// The lines of some products by period: a code and the minutes together. There are few periods in a month, so that
/// comparing with these stays bounded however many lines there are.
fn per_periode<'l>(lijnen: &[Lijn<'l>], codes: &[String]) -> BTreeMap<Periode, (&'l str, i64)> {
    let mut perioden = BTreeMap::new();
    for lijn in lijnen.iter().filter(|l| genoemd(codes, l.code)) {
        let (_, minuten) = perioden.entry(lijn.periode).or_insert((lijn.code, 0_i64));
        *minuten = minuten.saturating_add(lijn.minuten().unwrap_or(0));
    }
    perioden
}

/// A surcharge only beside its base product in the same period, and all of it in no more minutes than the base product.
pub fn toeslag(lijnen: &[Lijn<'_>], code: &str, bij: &[String]) -> Vec<Waarneming> {
    let basis = per_periode(lijnen, bij);
    let naast = |periode: Periode| basis.iter().filter(move |(p, _)| raken(periode, **p));
    let minuten = |periode| naast(periode).fold(0_i64, |som, (_, (_, minuten))| som.saturating_add(*minuten));
    let toeslagen = || lijnen.iter().enumerate().filter(|(_, l)| l.code == code);
    let perioden: BTreeSet<Periode> = basis.keys().copied().chain(toeslagen().map(|(_, l)| l.periode)).collect();
    let mut vakken = Vakken::nieuw(&perioden, minuten);
    let mut uit = Vec::new();
    for (at, lijn) in toeslagen() {
        let tekst = if naast(lijn.periode).next().is_none() {
            Some(format!("{code} staat zonder {} in dezelfde periode", bij.join(" of ")))
        } else {
            let vol = lijn.minuten().and_then(|minuten| vakken.erbij(lijn.periode, minuten));
            vol.map(|vak| format!("{code} heeft{} meer minuten dan {}", met_andere(vak), bij.join(" en ")))
        };
        uit.extend(tekst.map(|tekst| Waarneming { lijn: at, cent: lijn.cent, tekst }));
    }
    uit
}

fn met_andere(vak: Vak) -> &'static str {
    if vak.geteld > 0 { " met andere regels samen" } else { "" }
}

/// What a line comes to in a period that it does not fit in: `62 in 31 dagen, hoogstens 31`.
fn boven(vak: Vak, volume: i64, wat: &str) -> String {
    let (samen, dagen) = (vak.geteld.saturating_add(volume), dagen(vak.periode));
    format!("{samen}{wat} in {dagen} dagen{}, hoogstens {}", met_andere(vak), vak.ruimte)
}

/// Transport only beside a product that it goes with, and of all that goes with it at most so many pieces a day.
pub fn vervoer(lijnen: &[Lijn<'_>], paren: &[(Vec<String>, Vec<String>)], per_dag: Option<i64>) -> Vec<Waarneming> {
    let mut uit = Vec::new();
    for (codes, bij) in paren {
        let naast = per_periode(lijnen, bij);
        let perioden = per_periode(lijnen, codes).into_keys().collect();
        let mut vakken = per_dag.map(|per_dag| Vakken::nieuw(&perioden, |p| per_dag.saturating_mul(dagen(p))));
        for (at, lijn) in lijnen.iter().enumerate().filter(|(_, l)| genoemd(codes, l.code)) {
            let tekst = if naast.keys().any(|periode| lijn.raakt(*periode)) {
                let vol = vakken.as_mut().and_then(|vakken| vakken.erbij(lijn.periode, lijn.volume));
                vol.map(|vak| format!("{}: {}", lijn.code, boven(vak, lijn.volume, " stuks")))
            } else {
                Some(format!("{} staat zonder {} in dezelfde periode", lijn.code, bij.join(" of ")))
            };
            uit.extend(tekst.map(|tekst| Waarneming { lijn: at, cent: lijn.cent, tekst }));
        }
    }
    uit
}

/// Products that do not go together in one period; the line of the second list is the one at stake.
pub fn overlap(lijnen: &[Lijn<'_>], codes: &[String], niet_met: &[String]) -> Vec<Waarneming> {
    let anderen = per_periode(lijnen, codes);
    let mut uit = Vec::new();
    for (at, lijn) in lijnen.iter().enumerate().filter(|(_, l)| genoemd(niet_met, l.code)) {
        if let Some((_, (ander, _))) = anderen.iter().find(|(periode, _)| lijn.raakt(**periode)) {
            let tekst = format!("{} staat naast {ander} in dezelfde periode", lijn.code);
            uit.push(Waarneming { lijn: at, cent: lijn.cent, tekst });
        }
    }
    uit
}

/// Lines with more than fits in the days of their period beside the lines before them, by unit and most per day; of
/// whatever product, for a client has a day only once.
pub fn boven_dagmaximum(lijnen: &[Lijn<'_>], eenheid: Eenheid, per_dag: i64) -> Vec<Waarneming> {
    let volume = |lijn: &Lijn<'_>| match eenheid {
        Eenheid::Minuut => lijn.minuten(),
        Eenheid::StuksOutput | Eenheid::StuksInspanning => {
            matches!(lijn.eenheid, Eenheid::StuksOutput | Eenheid::StuksInspanning).then_some(lijn.volume)
        }
        _ => (lijn.eenheid == eenheid).then_some(lijn.volume),
    };
    let geteld = || lijnen.iter().enumerate().filter_map(|(at, lijn)| Some((at, lijn, volume(lijn)?)));
    let perioden = geteld().map(|(_, lijn, _)| lijn.periode).collect();
    let mut vakken = Vakken::nieuw(&perioden, |periode| per_dag.saturating_mul(dagen(periode)));
    let mut uit = Vec::new();
    for (at, lijn, volume) in geteld() {
        if let Some(vak) = vakken.erbij(lijn.periode, volume) {
            let tekst = format!("{}: {}", lijn.code, boven(vak, volume, ""));
            uit.push(Waarneming { lijn: at, cent: lijn.cent, tekst });
        }
    }
    uit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lijn(code: &str, eenheid: Eenheid, volume: i64) -> Lijn<'_> {
        let periode =
            Periode { begin: bericht::datum("2021-04-01").unwrap(), eind: bericht::datum("2021-04-30").unwrap() };
        Lijn { code, periode, eenheid, volume, cent: volume * 10 }
    }

    fn codes(lijst: &[&str]) -> Vec<String> {
        lijst.iter().map(|c| (*c).to_owned()).collect()
    }

    #[test]
    fn a_surcharge_needs_its_base_product_and_no_more_minutes() {
        let bij = codes(&["02A03", "02A05"]);
        let toeslag = |lijnen: &[Lijn<'_>]| toeslag(lijnen, "02A16", &bij).len();
        let ort = lijn("02A16", Eenheid::Minuut, 120);
        assert_eq!(toeslag(&[ort, lijn("02A03", Eenheid::Minuut, 120)]), 0);
        assert_eq!(toeslag(&[ort, lijn("02A03", Eenheid::Minuut, 119)]), 1);
        assert_eq!(toeslag(&[ort, lijn("02A03", Eenheid::Minuut, 60), lijn("02A05", Eenheid::Uur, 1)]), 0);
        assert_eq!(toeslag(&[ort, lijn("07A11", Eenheid::Minuut, 500)]), 1);
        let mei = Periode { begin: bericht::datum("2021-05-01").unwrap(), eind: bericht::datum("2021-05-31").unwrap() };
        assert_eq!(toeslag(&[ort, Lijn { periode: mei, ..lijn("02A03", Eenheid::Minuut, 500) }]), 1);
    }

    /// A line over other days of April.
    fn april<'a>(lijn: Lijn<'a>, van: &str, tot: &str) -> Lijn<'a> {
        let dag = |d: &str| bericht::datum(&format!("2021-04-{d}")).unwrap();
        Lijn { periode: Periode { begin: dag(van), eind: dag(tot) }, ..lijn }
    }

    #[test]
    fn surcharges_together_have_no_more_minutes_than_the_base_product() {
        let bij = codes(&["02A03"]);
        let toeslag = |lijnen: &[Lijn<'_>]| toeslag(lijnen, "02A16", &bij);
        let ort = |minuten, van, tot| april(lijn("02A16", Eenheid::Minuut, minuten), van, tot);
        let basis = |minuten| lijn("02A03", Eenheid::Minuut, minuten);
        assert_eq!(toeslag(&[basis(160), ort(80, "01", "15"), ort(80, "16", "30")]), []);
        let gezien = toeslag(&[ort(80, "01", "15"), basis(159), ort(80, "16", "30")]);
        let tekst = "02A16 heeft met andere regels samen meer minuten dan 02A03".to_owned();
        assert_eq!(gezien, [Waarneming { lijn: 2, cent: 800, tekst }]);
        // One that has too much by itself takes no room from the other.
        let gezien = toeslag(&[ort(161, "01", "15"), ort(80, "16", "30"), basis(160)]);
        let tekst = "02A16 heeft meer minuten dan 02A03".to_owned();
        assert_eq!(gezien, [Waarneming { lijn: 0, cent: 1610, tekst }]);
        // The base product of each half is for that half.
        let half = |van, tot| april(basis(80), van, tot);
        let basis = [half("01", "15"), half("16", "30")];
        assert_eq!(toeslag(&[basis[0], basis[1], ort(80, "01", "15"), ort(80, "16", "30")]), []);
        assert_eq!(toeslag(&[basis[0], basis[1], ort(80, "01", "15"), ort(81, "01", "15")]).len(), 1);
    }

    #[test]
    fn rides_together_are_no_more_than_the_days() {
        let paren = [(codes(&["08A05", "08A06"]), codes(&["07A11"])), (codes(&["08A03"]), codes(&["04A05"]))];
        let vervoer = |lijnen: &[Lijn<'_>]| vervoer(lijnen, &paren, Some(1));
        let (dag, rit) = (lijn("07A11", Eenheid::Minuut, 500), |code, stuks| lijn(code, Eenheid::StuksOutput, stuks));
        assert_eq!(vervoer(&[dag, rit("08A05", 15), rit("08A06", 15)]), []);
        let gezien = vervoer(&[dag, rit("08A05", 15), rit("08A06", 16)]);
        let tekst = "08A06: 31 stuks in 30 dagen met andere regels samen, hoogstens 30".to_owned();
        assert_eq!(gezien, [Waarneming { lijn: 2, cent: 160, tekst }]);
        // Days with another product have rides of their own.
        assert_eq!(vervoer(&[dag, rit("08A05", 30), lijn("04A05", Eenheid::Etmaal, 1), rit("08A03", 30)]), []);
    }

    #[test]
    fn lines_together_fit_in_the_days() {
        let (een, ander) = (|n| lijn("43A40", Eenheid::Etmaal, n), |n| lijn("43A41", Eenheid::Etmaal, n));
        let boven = |lijnen: &[Lijn<'_>]| boven_dagmaximum(lijnen, Eenheid::Etmaal, 1);
        assert_eq!(boven(&[een(15), ander(15)]), []);
        let tekst = "43A41: 31 in 30 dagen met andere regels samen, hoogstens 30".to_owned();
        assert_eq!(boven(&[een(15), ander(16)]), [Waarneming { lijn: 1, cent: 160, tekst }]);
        assert_eq!(boven(&[april(een(15), "01", "15"), april(ander(15), "16", "30")]), []);
        assert_eq!(boven(&[april(een(15), "01", "15"), ander(16)]).len(), 1);
        let minuten = [lijn("02A03", Eenheid::Uur, 720), lijn("02A05", Eenheid::Minuut, 1)];
        assert_eq!(boven_dagmaximum(&minuten, Eenheid::Minuut, 1440).len(), 1);
        assert_eq!(boven_dagmaximum(&[minuten[0], een(1)], Eenheid::Minuut, 1440), []);
    }

    #[test]
    fn transport_needs_its_product_and_at_most_one_piece_a_day() {
        let paren = [(codes(&["08A05", "08A06"]), codes(&["07A11", "10A37"]))];
        let vervoer = |lijnen: &[Lijn<'_>]| vervoer(lijnen, &paren, Some(1)).len();
        let dag = lijn("07A11", Eenheid::Minuut, 500);
        assert_eq!(vervoer(&[lijn("08A05", Eenheid::StuksOutput, 30), dag]), 0);
        assert_eq!(vervoer(&[lijn("08A05", Eenheid::StuksOutput, 31), dag]), 1);
        assert_eq!(vervoer(&[lijn("08A05", Eenheid::StuksOutput, 1), lijn("04A05", Eenheid::Etmaal, 1)]), 1);
    }

    #[test]
    fn products_that_exclude_each_other_in_a_month() {
        let overlap = |lijnen: &[Lijn<'_>]| overlap(lijnen, &codes(&["10A37"]), &codes(&["02A03", "07A11"])).len();
        assert_eq!(overlap(&[lijn("10A37", Eenheid::Minuut, 1), lijn("02A16", Eenheid::Minuut, 1)]), 0);
        assert_eq!(overlap(&[lijn("10A37", Eenheid::Minuut, 1), lijn("02A03", Eenheid::Minuut, 1)]), 1);
    }

    #[test]
    fn more_than_fits_in_the_days_of_a_period() {
        let boven = |lijn: Lijn<'_>, eenheid, per_dag| boven_dagmaximum(&[lijn], eenheid, per_dag).len();
        assert_eq!(boven(lijn("43A40", Eenheid::Etmaal, 30), Eenheid::Etmaal, 1), 0);
        assert_eq!(boven(lijn("43A40", Eenheid::Etmaal, 31), Eenheid::Etmaal, 1), 1);
        assert_eq!(boven(lijn("07P01", Eenheid::Dagdeel, 60), Eenheid::Dagdeel, 2), 0);
        assert_eq!(boven(lijn("07P01", Eenheid::Dagdeel, 61), Eenheid::Dagdeel, 2), 1);
        assert_eq!(boven(lijn("02A03", Eenheid::Uur, 720), Eenheid::Minuut, 1440), 0);
        assert_eq!(boven(lijn("02A03", Eenheid::Uur, 721), Eenheid::Minuut, 1440), 1);
    }
}
