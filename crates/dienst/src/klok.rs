//! The clock at the edge: moments for records and leases, and the Dutch day of a moment.

use std::time::{SystemTime, UNIX_EPOCH};

use bericht::Datum;
use chrono::{DateTime, SecondsFormat, Utc};

/// Now, in milliseconds since 1970.
pub fn nu_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn moment(ms: u64) -> DateTime<Utc> {
    i64::try_from(ms).ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default()
}

/// The civil day in the Netherlands at a moment.
pub fn dag(ms: u64) -> Datum {
    moment(ms).with_timezone(&chrono_tz::Europe::Amsterdam).date_naive()
}

/// A moment for people and programs: RFC 3339, Dutch time with its offset.
pub fn tijdstip(ms: u64) -> String {
    moment(ms).with_timezone(&chrono_tz::Europe::Amsterdam).to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_dutch_one() {
        // 2026-06-30 22:30 UTC is half past midnight of 1 July in the Netherlands.
        let ms = 1_782_858_600_000;
        assert_eq!(dag(ms).to_string(), "2026-07-01");
        assert_eq!(tijdstip(ms), "2026-07-01T00:30:00.000+02:00");
    }
}
