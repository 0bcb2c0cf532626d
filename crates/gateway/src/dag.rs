//! A day on the command line.

use chrono::{Datelike, NaiveDate};

/// Years in which a day can mean something here; another is a slip of the pen.
const JAREN: std::ops::RangeInclusive<i32> = 1900..=2999;

/// A day as `YYYY-MM-DD`.
pub fn dag(tekst: &str) -> Result<NaiveDate, String> {
    let dag: NaiveDate =
        tekst.parse().map_err(|_| "not a day; write it as YYYY-MM-DD, such as 2026-01-31".to_owned())?;
    if !JAREN.contains(&dag.year()) {
        return Err(format!("a year from {} to {} is needed", JAREN.start(), JAREN.end()));
    }
    Ok(dag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_taken_and_what_is_none_is_told_how() {
        assert_eq!(dag("2026-02-28"), Ok(NaiveDate::from_ymd_opt(2026, 2, 28).unwrap()));
        assert!(dag("1900-01-01").is_ok() && dag("2999-12-31").is_ok());
        for geen in ["1-1-2026", "31-12-2026", "2026-02-30", "2026", "morgen", ""] {
            assert!(dag(geen).unwrap_err().contains("YYYY-MM-DD"), "{geen}");
        }
        for jaar in ["0000-01-01", "1899-12-31", "3000-01-01", "-2026-01-01", "+12026-01-01"] {
            assert!(dag(jaar).unwrap_err().contains("1900"), "{jaar}");
        }
    }
}
