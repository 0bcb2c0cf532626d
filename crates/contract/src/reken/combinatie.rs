//! Lines of one client in one period beside each other: companions, exclusions and what fits in a day (GV21-133, GV21-134,
//! GV21-136, GV21-137, GV21-206, DAL26-206).

use std::collections::BTreeMap;

use bericht::{Eenheid, Periode};

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
        self.periode.begin <= ander.eind && ander.begin <= self.periode.eind
    }

    fn dagen(&self) -> i64 {
        (self.periode.eind - self.periode.begin).num_days() + 1
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

/// A surcharge only beside its base product in the same period, and in no more minutes than the base product.
pub fn toeslag(lijnen: &[Lijn<'_>], code: &str, bij: &[String]) -> Vec<Waarneming> {
    let basis = per_periode(lijnen, bij);
    let mut uit = Vec::new();
    for (at, lijn) in lijnen.iter().enumerate().filter(|(_, l)| l.code == code) {
        let naast: Vec<i64> = basis.iter().filter(|(p, _)| lijn.raakt(**p)).map(|(_, (_, minuten))| *minuten).collect();
        let minuten = naast.iter().fold(0_i64, |som, minuten| som.saturating_add(*minuten));
        let tekst = if naast.is_empty() {
            Some(format!("{code} staat zonder {} in dezelfde periode", bij.join(" of ")))
        } else {
            let meer = lijn.minuten().is_some_and(|toeslag| toeslag > minuten);
            meer.then(|| format!("{code} heeft meer minuten dan {}", bij.join(" en ")))
        };
        uit.extend(tekst.map(|tekst| Waarneming { lijn: at, cent: lijn.cent, tekst }));
    }
    uit
}

/// Transport only beside a product that it goes with, and at most so many pieces a day.
pub fn vervoer(lijnen: &[Lijn<'_>], paren: &[(Vec<String>, Vec<String>)], per_dag: Option<i64>) -> Vec<Waarneming> {
    let mut uit = Vec::new();
    for (codes, bij) in paren {
        let naast = per_periode(lijnen, bij);
        for (at, lijn) in lijnen.iter().enumerate().filter(|(_, l)| genoemd(codes, l.code)) {
            let tekst = if !naast.keys().any(|periode| lijn.raakt(*periode)) {
                format!("{} staat zonder {} in dezelfde periode", lijn.code, bij.join(" of "))
            } else if per_dag.is_some_and(|per_dag| lijn.volume > per_dag.saturating_mul(lijn.dagen())) {
                format!("{}: {} stuks in {} dagen", lijn.code, lijn.volume, lijn.dagen())
            } else {
                continue;
            };
            uit.push(Waarneming { lijn: at, cent: lijn.cent, tekst });
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

/// Lines with more than fits in the days of their period, by unit and most per day.
pub fn boven_dagmaximum(lijnen: &[Lijn<'_>], eenheid: Eenheid, per_dag: i64) -> Vec<Waarneming> {
    let mut uit = Vec::new();
    for (at, lijn) in lijnen.iter().enumerate() {
        let volume = match eenheid {
            Eenheid::Minuut => lijn.minuten(),
            Eenheid::StuksOutput | Eenheid::StuksInspanning => {
                matches!(lijn.eenheid, Eenheid::StuksOutput | Eenheid::StuksInspanning).then_some(lijn.volume)
            }
            _ => (lijn.eenheid == eenheid).then_some(lijn.volume),
        };
        let hoogste = per_dag.saturating_mul(lijn.dagen());
        if let Some(volume) = volume.filter(|volume| *volume > hoogste) {
            let tekst = format!("{}: {volume} in {} dagen, hoogstens {hoogste}", lijn.code, lijn.dagen());
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
