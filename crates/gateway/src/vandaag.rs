//! The one place where a clock is read: today's Dutch civil date.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate};

/// Today in Europe/Amsterdam.
pub fn vandaag() -> NaiveDate {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let moment = i64::try_from(seconds).ok().and_then(|s| DateTime::from_timestamp(s, 0)).unwrap_or_default();
    moment.with_timezone(&chrono_tz::Europe::Amsterdam).date_naive()
}
