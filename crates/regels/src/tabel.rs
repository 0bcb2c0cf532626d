//! The table of all rules of release 3.2 on levels 2 to 4: what must once be built, and so what is not tested yet.

use std::sync::LazyLock;

use bericht::{Domein, Soort};

use crate::regels::REGELS;

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regelfeit {
    /// Rule id.
    pub id: &'static str,
    /// `beide`, `ijw` or `iwmo`.
    pub standaard: &'static str,
    /// Level 2, 3 or 4.
    pub niveau: u8,
    /// Retourcode, when it has one.
    pub retourcode: Option<&'static str>,
    /// Messages.
    pub berichten: Vec<Soort>,
}

static TABEL: LazyLock<Vec<Regelfeit>> =
    LazyLock::new(|| include_str!("../data/regels.tsv").lines().skip(1).filter_map(regel).collect());

/// The whole table, in order of id.
pub fn regeltabel() -> &'static [Regelfeit] {
    &TABEL
}

fn regel(line: &'static str) -> Option<Regelfeit> {
    let mut cells = line.split('\t');
    Some(Regelfeit {
        id: cells.next()?,
        standaard: cells.next()?,
        niveau: cells.next()?.parse().ok()?,
        retourcode: cells.next().filter(|c| *c != "-"),
        berichten: cells.next()?.split(',').filter_map(Soort::parse).collect(),
    })
}

/// Rules of a message that are in the standard and not built, up to a level.
pub fn niet_getoetst(domein: Domein, soort: Soort, tot_niveau: u8) -> Vec<&'static str> {
    regeltabel()
        .iter()
        .filter(|feit| feit.niveau <= tot_niveau && feit.berichten.contains(&soort))
        .filter(|feit| feit.standaard == "beide" || feit.standaard == domein.as_str())
        .filter(|feit| !REGELS.iter().any(|r| r.id == feit.id && r.geldt_voor(domein, soort)))
        .map(|feit| feit.id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regel::Standaarden;

    #[test]
    fn the_table_is_whole() {
        let tabel = regeltabel();
        assert_eq!(tabel.len(), 118, "80 TR, 22 CD and 16 CS on levels 2 to 4");
        assert!(tabel.iter().all(|f| !f.berichten.is_empty()));
    }

    #[test]
    fn every_built_rule_agrees_with_the_table() {
        let tabel = regeltabel();
        for regel in REGELS {
            let feit = tabel.iter().find(|f| f.id == regel.id);
            let Some(feit) = feit else { panic!("{} is not in the table", regel.id) };
            assert_eq!((feit.niveau, feit.retourcode), (regel.niveau, regel.retourcode), "{}", regel.id);
            assert!(regel.berichten.iter().all(|b| feit.berichten.contains(b)), "{}", regel.id);
            let standaard = match regel.standaarden {
                Standaarden::Beide => "beide",
                Standaarden::Ijw => "ijw",
                Standaarden::Iwmo => "iwmo",
            };
            assert_eq!(feit.standaard, standaard, "{}", regel.id);
            assert!(!regel.momenten.is_empty(), "{}", regel.id);
        }
        let mut ids: Vec<_> = REGELS.iter().map(|r| r.id).collect();
        ids.dedup();
        assert_eq!(ids.len(), REGELS.len(), "a rule stands twice");
        assert!(ids.is_sorted(), "rules stand in order of id");
    }

    #[test]
    fn declaratie_start_and_stop_are_complete() {
        for domein in [Domein::Ijw, Domein::Iwmo] {
            for soort in [Soort::S305, Soort::S307, Soort::S323, Soort::S325] {
                assert_eq!(niet_getoetst(domein, soort, 4), [""; 0], "{soort}");
            }
        }
    }
}
