//! Dates in stored rows: a number of days, which is read far faster than text. In formats that people read they stay text.

use chrono::{Datelike, NaiveDate};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Datum;

/// Days since the first day of year 1, which is 1.
pub fn aantal(dag: Datum) -> i32 {
    dag.num_days_from_ce()
}

/// The inverse of [`aantal`]; none for a number outside the calendar's reach.
pub fn dag(aantal: i32) -> Option<Datum> {
    NaiveDate::from_num_days_from_ce_opt(aantal)
}

/// Writes a date: in a row the number of days since the first day of year 1.
///
/// # Errors
/// Those of the format.
pub fn serialize<S: Serializer>(datum: &Datum, to: S) -> Result<S::Ok, S::Error> {
    if to.is_human_readable() { datum.serialize(to) } else { to.serialize_i32(aantal(*datum)) }
}

/// Reads a date.
///
/// # Errors
/// Those of the format; a number that is no day.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Datum, D::Error> {
    if from.is_human_readable() {
        return Datum::deserialize(from);
    }
    dag(i32::deserialize(from)?).ok_or_else(|| D::Error::custom("no such day"))
}

/// The same for a date that may be absent.
pub mod of_geen {
    use super::{Datum, Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Dag(#[serde(with = "super")] Datum);

    /// Writes a date, or nothing.
    ///
    /// # Errors
    /// Those of the format.
    pub fn serialize<S: Serializer>(datum: &Option<Datum>, to: S) -> Result<S::Ok, S::Error> {
        datum.map(Dag).serialize(to)
    }

    /// Reads a date, or nothing.
    ///
    /// # Errors
    /// Those of the format.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Datum>, D::Error> {
        Ok(Option::<Dag>::deserialize(from)?.map(|dag| dag.0))
    }
}
