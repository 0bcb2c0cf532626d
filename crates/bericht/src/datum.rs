//! Dates without clocks.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A calendar date.
pub type Datum = NaiveDate;

/// A period with both ends, inclusive on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Periode {
    /// First day.
    #[serde(with = "crate::dagen")]
    pub begin: Datum,
    /// Last day.
    #[serde(with = "crate::dagen")]
    pub eind: Datum,
}

/// Reads an `xs:date` that passed level 1 (no zone). Years outside the calendar library's reach (about 262,000) become
/// its first or last day, which keeps every comparison the same.
pub fn datum(value: &str) -> Option<Datum> {
    let value = value.trim_matches([' ', '\t', '\n', '\r']);
    let (negative, rest) = value.strip_prefix('-').map_or((false, value), |rest| (true, rest));
    let mut parts = rest.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.is_empty() || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let edge = if negative { NaiveDate::MIN } else { NaiveDate::MAX };
    match year.parse::<i32>() {
        Ok(year) if year < 200_000 => {
            // A leap day in a negative year may not exist in the proleptic count; the day before is as good.
            let year = if negative { -year } else { year };
            NaiveDate::from_ymd_opt(year, month, day)
                .or_else(|| NaiveDate::from_ymd_opt(year, month, day.checked_sub(1)?))
        }
        _ => Some(edge),
    }
}

/// A date as Dutch readers write it, e.g. `31-12-2026`.
pub fn toon_datum(datum: Datum) -> String {
    format!("{:02}-{:02}-{:04}", datum.day(), datum.month(), datum.year())
}

impl Periode {
    /// Whether a day lies inside.
    pub fn bevat(&self, dag: Datum) -> bool {
        self.begin <= dag && dag <= self.eind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_level_one_lets_through() {
        assert_eq!(datum(" 2026-02-28\n"), NaiveDate::from_ymd_opt(2026, 2, 28));
        assert_eq!(datum("999999999-01-01"), Some(NaiveDate::MAX));
        assert!(datum("-0044-03-15") < datum("0001-01-01"));
        assert_eq!(datum("2026"), None);
    }
}
