//! The CBS list of gemeenten, as dated data.

use std::collections::BTreeMap;

use bericht::{Datum, datum};
use thiserror::Error;

/// A list that cannot be read.
#[derive(Debug, Error)]
pub enum GemeentenFout {
    /// A line does not hold what the header promises.
    #[error("line {line}: expected a four-digit code, a name and dates")]
    Regel {
        /// One-based line.
        line: usize,
    },
}

/// First and last day of a code, each open when absent.
type Geldigheid = (Option<Datum>, Option<Datum>);

/// Gemeentecodes with their validity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gemeenten {
    codes: BTreeMap<String, Vec<Geldigheid>>,
    volledig: bool,
}

impl Gemeenten {
    /// The list that comes with the program: the codes of one year, without history. A code that is not in it may have
    /// existed earlier, so it is a reason for a signal, not for a refusal.
    pub fn ingebouwd() -> Result<Self, GemeentenFout> {
        Self::lees(include_str!("../data/gemeenten.tsv"), false)
    }

    /// Reads a list: tab separated, a header line, then code, name, and either the date it was seen on or `van` and `tot`.
    /// `volledig` says that the list holds every code that ever existed, so that an unknown one is a fault.
    pub fn lees(tekst: &str, volledig: bool) -> Result<Self, GemeentenFout> {
        let mut codes: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for (index, line) in tekst.lines().enumerate().skip(1).filter(|(_, l)| !l.trim().is_empty()) {
            let mut cells = line.split('\t');
            let code = cells.next().filter(|c| c.len() == 4 && c.bytes().all(|b| b.is_ascii_digit()));
            let (Some(code), Some(_)) = (code, cells.next()) else {
                return Err(GemeentenFout::Regel { line: index + 1 });
            };
            let mut dag = || match cells.next().map(str::trim).filter(|text| volledig && !text.is_empty()) {
                None => Ok(None),
                Some(text) => datum(text).map(Some).ok_or(GemeentenFout::Regel { line: index + 1 }),
            };
            let periode = (dag()?, dag()?);
            codes.entry(code.to_owned()).or_default().push(periode);
        }
        Ok(Self { codes, volledig })
    }

    /// Whether the code is valid on one of the days.
    pub fn geldig(&self, code: &str, dagen: &[Datum]) -> bool {
        self.codes.get(code).is_some_and(|periodes| {
            periodes.iter().any(|(van, tot)| {
                dagen.iter().any(|dag| van.is_none_or(|van| van <= *dag) && tot.is_none_or(|tot| *dag <= tot))
            })
        })
    }

    /// Whether an unknown code is a fault.
    pub fn is_volledig(&self) -> bool {
        self.volledig
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_list_is_one_year() {
        let lijst = Gemeenten::ingebouwd().unwrap();
        assert!(lijst.geldig("0363", &[datum("2026-01-01").unwrap()]));
        assert!(!lijst.geldig("9998", &[datum("2026-01-01").unwrap()]));
        assert!(!lijst.is_volledig());
    }

    #[test]
    fn history_counts_per_day() {
        let lijst = Gemeenten::lees("code\tnaam\tvan\ttot\n0457\tWeesp\t1990-01-01\t2022-03-23\n", true).unwrap();
        assert!(lijst.geldig("0457", &[datum("2022-03-23").unwrap()]));
        assert!(!lijst.geldig("0457", &[datum("2022-03-24").unwrap()]));
        assert!(Gemeenten::lees("code\tnaam\nx\ty\n", true).is_err());
        assert!(Gemeenten::lees("code\tnaam\tvan\n0457\tWeesp\tooit\n", true).is_err(), "a date that is none");
    }
}
