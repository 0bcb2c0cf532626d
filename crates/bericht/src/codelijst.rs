//! Code lists as dated data with short labels, for explanations: what a code means, in which standard and when it was in
//! use. What a message may hold is the schema's to say, not this list's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::datum::{Datum, datum};
use crate::partij::Domein;

/// Name under which the CBS codes of gemeenten go.
pub const GEMEENTEN: &str = "GEMEENTEN";

/// One code of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: &'static str,
    /// Short label, Dutch.
    pub label: &'static str,
    /// The standard it belongs to; `None` for both.
    pub domein: Option<Domein>,
    /// First day in use; `None` when not known.
    pub van: Option<Datum>,
    /// Last day in use; `None` while in use.
    pub tot: Option<Datum>,
}

impl Code {
    /// Whether it was in use on a day, as far as that is known.
    pub fn geldt_op(&self, dag: Datum) -> bool {
        self.van.is_none_or(|van| van <= dag) && self.tot.is_none_or(|tot| dag <= tot)
    }
}

static LIJSTEN: LazyLock<BTreeMap<&'static str, Vec<Code>>> = LazyLock::new(|| {
    let mut lijsten: BTreeMap<&str, Vec<Code>> = BTreeMap::new();
    for (lijst, code) in include_str!("../data/codelijsten.tsv").lines().skip(1).filter_map(rij) {
        lijsten.entry(lijst).or_default().push(code);
    }
    // The rules own the list of gemeenten; here it is a list like the others.
    let gemeenten = include_str!("../../regels/data/gemeenten.tsv").lines().skip(1).filter_map(|rij| {
        let mut cellen = rij.split('\t');
        let (code, label) = (cellen.next()?, cellen.next()?);
        Some(Code { code, label, domein: None, van: None, tot: None })
    });
    lijsten.insert(GEMEENTEN, gemeenten.collect());
    lijsten
});

fn rij(rij: &'static str) -> Option<(&'static str, Code)> {
    let mut cellen = rij.split('\t');
    let (lijst, code, label) = (cellen.next()?, cellen.next()?, cellen.next()?);
    let domein = cellen.next().and_then(Domein::parse);
    let mut dag = || cellen.next().and_then(datum);
    Some((lijst, Code { code, label, domein, van: dag(), tot: dag() }))
}

/// Names of all lists, in order.
pub fn lijsten() -> impl Iterator<Item = &'static str> {
    LIJSTEN.keys().copied()
}

/// The codes of a list, in order; empty when there is no such list.
pub fn lijst(naam: &str) -> &'static [Code] {
    LIJSTEN.get(naam).map_or(&[], Vec::as_slice)
}

/// The label of a code.
pub fn label(lijst_: &str, code: &str) -> Option<&'static str> {
    lijst(lijst_).iter().find(|c| c.code == code).map(|c| c.label)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::catalogus::ingebouwd;

    #[test]
    fn every_code_of_every_release_has_a_label() {
        for release in ingebouwd().unwrap().releases() {
            for (type_, naam) in &release.manifest.as_ref().unwrap().code_lists {
                let ty = release.base_type(type_).and_then(|id| release.simple(id)).unwrap();
                for code in &ty.enumeration {
                    assert!(label(naam, code).is_some(), "{naam} {code} of {} {}", release.standard, release.release);
                }
            }
        }
    }

    #[test]
    fn codes_are_dated() {
        let week = lijst("WJ756").iter().find(|c| c.code == "21").unwrap();
        assert!(week.geldt_op(datum("2020-03-29").unwrap()) && !week.geldt_op(datum("2020-03-30").unwrap()));
        assert_eq!(label("WJ756", "04"), Some("uur"));
        assert_eq!(label(GEMEENTEN, "0014"), Some("Groningen"));
        assert!(lijst("WJ999").is_empty());
        for naam in lijsten() {
            let codes: Vec<_> = lijst(naam).iter().map(|c| c.code).collect();
            assert!(codes.is_sorted_by(|a, b| a < b), "{naam} is out of order or has a double");
        }
    }
}
