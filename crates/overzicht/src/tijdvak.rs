//! A month or a year, as people write it.

use bericht::{Datum, Periode};
use chrono::{Datelike, Months};

/// The days of `2026-03` or `2026`, from 2000 to 2199; none of anything else.
pub fn tijdvak(tekst: &str) -> Option<Periode> {
    let (jaar, maand) = match tekst.split_once('-') {
        Some((jaar, maand)) if maand.len() == 2 => (jaar, Some(maand.parse().ok()?)),
        Some(_) => return None,
        None => (tekst, None),
    };
    let jaar: i32 = jaar.parse().ok().filter(|jaar| (2000..2200).contains(jaar))?;
    let begin = Datum::from_ymd_opt(jaar, maand.unwrap_or(1), 1)?;
    let eind = begin.checked_add_months(Months::new(if maand.is_some() { 1 } else { 12 }))?.pred_opt()?;
    (eind.year() == jaar).then_some(Periode { begin, eind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_years() {
        let dagen = |tekst| tijdvak(tekst).map(|p| format!("{}..{}", p.begin, p.eind)).unwrap_or_default();
        assert_eq!(dagen("2024-02"), "2024-02-01..2024-02-29");
        assert_eq!(dagen("2026-12"), "2026-12-01..2026-12-31");
        assert_eq!(dagen("2026"), "2026-01-01..2026-12-31");
        for tekst in ["", "26", "2026-1", "2026-13", "2026-00", "2026-01-01", "jaar"] {
            assert_eq!(dagen(tekst), "", "{tekst}");
        }
    }
}
