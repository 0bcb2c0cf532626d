//! Simple types: white space handling, lexical form and facets.

use crate::model::TypeId;
use crate::pattern::Pattern;

/// Built-in type at the bottom of a derivation. Other built-ins are refused when the schema is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// `xs:string`: white space is significant.
    String,
    /// `xs:integer`: any number of digits; the value is trimmed first.
    Integer,
    /// `xs:date`; the value is trimmed first.
    Date,
    /// `xs:time`; the value is trimmed first.
    Time,
}

impl Base {
    /// The built-in type of a local name in the XML Schema namespace, when it is supported.
    pub fn from_xsd(local: &str) -> Option<Self> {
        match local {
            "string" => Some(Self::String),
            "integer" => Some(Self::Integer),
            "date" => Some(Self::Date),
            "time" => Some(Self::Time),
            _ => None,
        }
    }
}

/// A simple type with all facets of its derivation resolved.
#[derive(Debug, Default)]
pub struct SimpleType {
    /// Name as declared; `None` for an anonymous restriction.
    pub name: Option<Box<str>>,
    /// Built-in base; `None` only while loading.
    pub base: Option<Base>,
    /// Types this one is derived from, nearest first (for `xsi:type`).
    pub ancestors: Vec<TypeId>,
    /// Exact, least and greatest length in characters.
    pub length: Option<u64>,
    /// Least length in characters.
    pub min_length: Option<u64>,
    /// Greatest length in characters.
    pub max_length: Option<u64>,
    /// Least value of an integer.
    pub min: Option<i128>,
    /// Greatest value of an integer.
    pub max: Option<i128>,
    /// Per derivation step the alternatives, of which one must match; every step must hold.
    pub patterns: Vec<Vec<std::sync::Arc<Pattern>>>,
    /// Allowed values in document order; empty when the type is no enumeration.
    pub enumeration: Vec<Box<str>>,
    /// The same values sorted, for lookup.
    pub(crate) sorted: Vec<Box<str>>,
}

/// Which demand of a simple type a value fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not one of the values.
    Enumeration,
    /// Too short, too long or not of the exact length.
    Length,
    /// Matches no alternative of a pattern step.
    Pattern,
    /// Not of the lexical form of the base type, or not an existing date or time.
    Lexical,
    /// Outside the least or greatest value.
    Range,
}

impl SimpleType {
    /// The value after white space handling: trimmed, except for strings. (`collapse` also folds inner runs, but a date,
    /// time or integer with inner white space is refused anyway.)
    pub fn normalized<'v>(&self, value: &'v str) -> &'v str {
        match self.base {
            Some(Base::String) | None => value,
            Some(_) => value.trim_matches([' ', '\t', '\n', '\r']),
        }
    }

    /// Checks a value whose line ends are already normalized to line feed; the first fault, or none.
    pub fn check(&self, raw: &str) -> Option<Fault> {
        let value = self.normalized(raw);
        if let Some(fault) = self.check_base(value) {
            return Some(fault);
        }
        if !self.enumeration.is_empty() && self.sorted.binary_search_by(|e| (**e).cmp(value)).is_err() {
            return Some(Fault::Enumeration);
        }
        if let Some(fault) = self.check_length(value) {
            return Some(fault);
        }
        let matched = self.patterns.iter().all(|step| step.iter().any(|p| p.matches(value)));
        (!matched).then_some(Fault::Pattern)
    }

    fn check_base(&self, value: &str) -> Option<Fault> {
        match self.base {
            Some(Base::Integer) => match integer(value) {
                None => Some(Fault::Lexical),
                Some(number) => {
                    let low = self.min.is_some_and(|min| number < min);
                    let high = self.max.is_some_and(|max| number > max);
                    (low || high).then_some(Fault::Range)
                }
            },
            Some(Base::Date) => (!is_date(value)).then_some(Fault::Lexical),
            Some(Base::Time) => (!is_time(value)).then_some(Fault::Lexical),
            Some(Base::String) | None => None,
        }
    }

    fn check_length(&self, value: &str) -> Option<Fault> {
        if self.length.is_none() && self.min_length.is_none() && self.max_length.is_none() {
            return None;
        }
        // Characters, not bytes: counting is needed only when the value is not plain ASCII.
        let count = if value.is_ascii() { value.len() } else { value.chars().count() } as u64;
        let wrong = self.length.is_some_and(|n| count != n)
            || self.min_length.is_some_and(|n| count < n)
            || self.max_length.is_some_and(|n| count > n);
        wrong.then_some(Fault::Length)
    }
}

/// Value of an `xs:integer`, saturated at the ends of `i128` (no facet comes near); `None` when it is no integer.
fn integer(value: &str) -> Option<i128> {
    let (negative, digits) = match value.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = digits.iter().fold(0_i128, |sum, d| sum.saturating_mul(10).saturating_add(i128::from(d - b'0')));
    Some(if negative { -size } else { size })
}

/// Splits `n` digits off the front.
fn digits(text: &[u8], n: usize) -> Option<(u32, &[u8])> {
    let (head, tail) = text.split_at_checked(n)?;
    if !head.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some((head.iter().fold(0, |sum, d| sum * 10 + u32::from(d - b'0')), tail))
}

/// `Z`, `+hh:mm`, `-hh:mm` or nothing, up to fourteen hours.
fn is_zone(text: &[u8]) -> bool {
    match text {
        [] | [b'Z'] => true,
        [b'+' | b'-', rest @ ..] => (|| {
            let (hours, rest) = digits(rest, 2)?;
            let (minutes, rest) = digits(rest.strip_prefix(b":")?, 2)?;
            Some(rest.is_empty() && minutes < 60 && (hours < 14 || (hours == 14 && minutes == 0)))
        })()
        .unwrap_or(false),
        _ => false,
    }
}

/// A date with four digits of year and no zone, as a manifest has it.
pub(crate) fn is_plain_date(value: &str) -> bool {
    value.len() == 10 && is_date(value)
}

/// `xs:date`: optional minus, four or more digits (no superfluous zero), an existing month and day, optional zone.
fn is_date(value: &str) -> bool {
    (|| {
        let text = value.as_bytes();
        let text = text.strip_prefix(b"-").unwrap_or(text);
        let year_len = text.iter().take_while(|b| b.is_ascii_digit()).count();
        let (year, rest) = text.split_at_checked(year_len)?;
        let too_short = year_len < 4 || (year_len > 4 && year.starts_with(b"0"));
        if too_short || year.iter().all(|d| *d == b'0') {
            return None;
        }
        let (month, rest) = digits(rest.strip_prefix(b"-")?, 2)?;
        let (day, rest) = digits(rest.strip_prefix(b"-")?, 2)?;
        let leap = is_leap(year);
        Some(day >= 1 && day <= days_in_month(month, leap) && is_zone(rest))
    })()
    .unwrap_or(false)
}

/// Leap year from its digits, however many there are: the last four digits decide divisibility by 4, 100 and 400.
fn is_leap(year: &[u8]) -> bool {
    let last = year.iter().rev().take(4).rev().fold(0_u32, |sum, d| sum * 10 + u32::from(d - b'0'));
    (last.is_multiple_of(4) && !last.is_multiple_of(100)) || last.is_multiple_of(400)
}

fn days_in_month(month: u32, leap: bool) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    }
}

/// `xs:time`: `hh:mm:ss` with optional fraction and zone; 24:00:00 is the end of the day.
fn is_time(value: &str) -> bool {
    (|| {
        let (hours, rest) = digits(value.as_bytes(), 2)?;
        let (minutes, rest) = digits(rest.strip_prefix(b":")?, 2)?;
        let (seconds, rest) = digits(rest.strip_prefix(b":")?, 2)?;
        let (fraction, zone) = match rest.strip_prefix(b".") {
            Some(rest) => {
                let n = rest.iter().take_while(|b| b.is_ascii_digit()).count();
                if n == 0 {
                    return None;
                }
                rest.split_at_checked(n)?
            }
            None => (&[][..], rest),
        };
        let end_of_day = hours == 24 && minutes == 0 && seconds == 0 && fraction.iter().all(|d| *d == b'0');
        let in_day = hours < 24 && minutes < 60 && seconds < 60;
        Some((in_day || end_of_day) && is_zone(zone))
    })()
    .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_exist_or_are_refused() {
        for good in
            ["2024-02-29", "2000-02-29", "2026-12-31", "12026-01-01", "-0044-03-15", "2026-01-01Z", "2026-01-01+14:00"]
        {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2023-02-30",
            "2023-13-01",
            "2023-00-10",
            "2023-01-00",
            "0000-01-01",
            "02023-01-01",
            "23-01-01",
            "2023-1-1",
            "2023-01-01+14:01",
            "2023-01-01T00:00:00",
            "",
            "2023-01-01 ",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn times_exist_or_are_refused() {
        for good in ["00:00:00", "23:59:59", "24:00:00", "24:00:00.0", "10:00:00.123456789123", "10:00:00Z"] {
            assert!(is_time(good), "{good}");
        }
        for bad in ["24:00:01", "23:60:00", "23:59:60", "1:00:00", "10:00", "10:00:00.", "24:00:00.1", ""] {
            assert!(!is_time(bad), "{bad}");
        }
    }

    #[test]
    fn integers_of_any_length() {
        assert_eq!(integer("+007"), Some(7));
        assert_eq!(integer("-0"), Some(0));
        assert_eq!(integer(&"9".repeat(60)), Some(i128::MAX));
        for bad in ["", "+", "1.0", "1e3", "٣", " 1", "0x1"] {
            assert_eq!(integer(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_strings_keep_their_white_space() {
        let integer = SimpleType { base: Some(Base::Integer), max: Some(9), ..SimpleType::default() };
        assert_eq!(integer.check(" 9\n"), None);
        assert_eq!(integer.check("10"), Some(Fault::Range));
        let text = SimpleType { base: Some(Base::String), max_length: Some(2), ..SimpleType::default() };
        assert_eq!(text.check("éé"), None, "characters are counted, not bytes");
        assert_eq!(text.check(" 9 "), Some(Fault::Length));
    }
}
