//! Which lines stack, without comparing each with every other: a message may hold tens of thousands. Both searches say
//! exactly what comparing by [`stapelt`](crate::regels::stapeling::stapelt) says, of lines that end before they begin too.

use bericht::{Datum, Domein, Product};
use dossier::Snelmap;

use crate::regels::stapeling::{Lijn, vrij};

/// Lines among which a product is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Groep<'l> {
    Alle,
    Generiek,
    Categorie(&'l str),
    ZonderCode(&'l str),
    Code(&'l str, &'l str),
}

/// The groups that a line belongs to.
fn staat_in(product: Option<&Product>) -> impl Iterator<Item = Groep<'_>> {
    let (eigen, code) = match product {
        None => (Groep::Generiek, None),
        Some(Product { categorie, code: None }) => (Groep::Categorie(categorie), Some(Groep::ZonderCode(categorie))),
        Some(Product { categorie, code: Some(code) }) => {
            (Groep::Categorie(categorie), Some(Groep::Code(categorie, code)))
        }
    };
    [Groep::Alle, eigen].into_iter().chain(code)
}

/// The groups that hold all lines with the same product, and no others.
fn zoekt_in(product: Option<&Product>) -> impl Iterator<Item = Groep<'_>> {
    let [een, twee, drie] = match product {
        None => [Some(Groep::Alle), None, None],
        Some(Product { categorie, code: None }) => [Some(Groep::Categorie(categorie)), Some(Groep::Generiek), None],
        Some(Product { categorie, code: Some(code) }) => {
            [Some(Groep::Code(categorie, code)), Some(Groep::ZonderCode(categorie)), Some(Groep::Generiek)]
        }
    };
    [een, twee, drie].into_iter().flatten()
}

/// The last day; an open end is later than any.
fn laatste_dag(lijn: &Lijn<'_>) -> Datum {
    lijn.eind.unwrap_or(Datum::MAX)
}

// ---- the first before it ----------------------------------------------------------------------------------------------

/// Finds for each line of a list the first one before it with which it stacks.
pub struct Eerste<'l> {
    domein: Domein,
    groepen: Snelmap<Groep<'l>, Trappen>,
}

impl<'l> Eerste<'l> {
    /// For the lines of a list, none of which is in it yet.
    pub fn van(domein: Domein, lijnen: impl Iterator<Item = Lijn<'l>> + Clone) -> Self {
        let telt = lijnen.filter(|lijn| !vrij(domein, lijn.product));
        let gezocht = telt.clone().flat_map(|lijn| zoekt_in(lijn.product));
        let mut groepen: Snelmap<Groep<'l>, Trappen> = gezocht.map(|groep| (groep, Trappen::default())).collect();
        for lijn in telt {
            for groep in staat_in(lijn.product) {
                if let Some(trappen) = groepen.get_mut(&groep) {
                    trappen.begins.push(lijn.begin);
                }
            }
        }
        groepen.values_mut().for_each(Trappen::open);
        Self { domein, groepen }
    }

    /// The place of the first line so far with which this one stacks; it is one of them from now on. Lines come in the order
    /// of the list, each with its place.
    pub fn zoek_en_zet(&mut self, plaats: usize, lijn: &Lijn<'l>) -> Option<usize> {
        if vrij(self.domein, lijn.product) {
            return None;
        }
        let eind = laatste_dag(lijn);
        let trappen = zoekt_in(lijn.product).filter_map(|groep| self.groepen.get(&groep));
        let eerste = trappen.filter_map(|trappen| trappen.eerste(lijn.begin, eind)).min();
        for groep in staat_in(lijn.product) {
            if let Some(trappen) = self.groepen.get_mut(&groep) {
                trappen.zet(plaats, lijn.begin, eind);
            }
        }
        eerste
    }
}

/// The lines of a group: a binary indexed tree over the days on which they begin. A node holds last days with places, both
/// rising: a line that ends no later than an earlier one of its node is never the first.
#[derive(Default)]
struct Trappen {
    begins: Vec<Datum>,
    knopen: Vec<Vec<(Datum, usize)>>,
}

impl Trappen {
    /// Makes room, once all first days are known.
    fn open(&mut self) {
        self.begins.sort_unstable();
        self.begins.dedup();
        self.knopen.resize(self.begins.len(), Vec::new());
    }

    fn zet(&mut self, plaats: usize, begin: Datum, eind: Datum) {
        let mut knoop = self.begins.partition_point(|eerder| *eerder < begin) + 1;
        while let Some(trap) = self.knopen.get_mut(knoop - 1) {
            if trap.last().is_none_or(|(laatste, _)| *laatste < eind) {
                trap.push((eind, plaats));
            }
            knoop += knoop & knoop.wrapping_neg();
        }
    }

    /// The first place of a line that begins no later than `eind` and ends no sooner than `begin`.
    fn eerste(&self, begin: Datum, eind: Datum) -> Option<usize> {
        let mut knoop = self.begins.partition_point(|eerder| *eerder <= eind);
        let mut eerste = None;
        while let Some(trap) = knoop.checked_sub(1).and_then(|plaats| self.knopen.get(plaats)) {
            let gevonden = trap.get(trap.partition_point(|(laatste, _)| *laatste < begin));
            eerste = [eerste, gevonden.map(|(_, plaats)| *plaats)].into_iter().flatten().min();
            knoop &= knoop - 1;
        }
        eerste
    }
}

// ---- any at all -------------------------------------------------------------------------------------------------------

/// Lines of toewijzingen, to be asked whether another line stacks with any of them.
pub struct Stapels<'l> {
    domein: Domein,
    groepen: Snelmap<Groep<'l>, Vec<Tot>>,
}

/// Whose a line is: a ToewijzingNummer, or none.
type Van = Option<u32>;

/// The last days of the lines that begin up to a day.
struct Tot {
    begin: Datum,
    /// The latest, and whose that is.
    laatste: (Datum, Van),
    /// The latest of any other.
    ander: Option<Datum>,
}

impl<'l> Stapels<'l> {
    /// Over lines, each with whose it is.
    pub fn van(domein: Domein, lijnen: impl Iterator<Item = (Van, Lijn<'l>)>) -> Self {
        let mut per_groep: Snelmap<Groep<'l>, Vec<(Van, Lijn<'l>)>> = Snelmap::default();
        for (van, lijn) in lijnen.filter(|(_, lijn)| !vrij(domein, lijn.product)) {
            for groep in staat_in(lijn.product) {
                per_groep.entry(groep).or_default().push((van, lijn));
            }
        }
        let groepen = per_groep.into_iter().map(|(groep, lijnen)| (groep, opgeteld(lijnen))).collect();
        Self { domein, groepen }
    }

    /// Whether a line stacks with one that is not of the same toewijzing.
    pub fn stapelt(&self, van: Van, lijn: &Lijn<'_>) -> bool {
        !vrij(self.domein, lijn.product)
            && zoekt_in(lijn.product).filter_map(|groep| self.groepen.get(&groep)).any(|groep| {
                let tot = groep.partition_point(|tot| tot.begin <= laatste_dag(lijn));
                let tot = tot.checked_sub(1).and_then(|plaats| groep.get(plaats));
                let laatste = tot.and_then(|tot| if tot.laatste.1 == van { tot.ander } else { Some(tot.laatste.0) });
                laatste.is_some_and(|laatste| laatste >= lijn.begin)
            })
    }
}

fn opgeteld(mut lijnen: Vec<(Van, Lijn<'_>)>) -> Vec<Tot> {
    lijnen.sort_unstable_by_key(|(_, lijn)| lijn.begin);
    let mut som: Vec<Tot> = Vec::with_capacity(lijnen.len());
    for (van, lijn) in lijnen {
        let (begin, eind) = (lijn.begin, laatste_dag(&lijn));
        let tot = match som.last() {
            None => Tot { begin, laatste: (eind, van), ander: None },
            Some(&Tot { laatste: (laatste, wie), ander, .. }) if wie == van => {
                Tot { begin, laatste: (laatste.max(eind), van), ander }
            }
            Some(&Tot { laatste, .. }) if eind > laatste.0 => {
                Tot { begin, laatste: (eind, van), ander: Some(laatste.0) }
            }
            Some(&Tot { laatste, ander, .. }) => Tot { begin, laatste, ander: ander.max(Some(eind)) },
        };
        som.push(tot);
    }
    som
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::regels::stapeling::stapelt;

    /// Few products and days, so that much stacks and much just does not; some lines end before they begin.
    fn producten() -> Vec<Option<Product>> {
        let met = |categorie: &str, code: Option<&str>| {
            Some(Product { categorie: categorie.to_owned(), code: code.map(str::to_owned) })
        };
        vec![None, met("50", None), met("50", Some("A")), met("50", Some("B")), met("11", None), met("11", Some("A"))]
    }

    fn dag(dag: i64) -> Datum {
        Datum::default() + chrono::Duration::days(dag)
    }

    /// Whose, product, first day, last day.
    type Worp = (Van, usize, i64, Option<i64>);

    fn worpen() -> impl Strategy<Value = Vec<Worp>> {
        let van = prop_oneof![Just(None), (0..4_u32).prop_map(Some)];
        let eind = prop_oneof![1 => Just(None), 6 => (-3..6_i64).prop_map(Some)];
        proptest::collection::vec((van, 0..60_usize, 0..40_i64, eind), 0..40)
    }

    /// Rarely generiek or without a code: one such line stacks with nearly all.
    fn lijnen<'p>(producten: &'p [Option<Product>], worpen: &[Worp]) -> Vec<(Van, Lijn<'p>)> {
        let soort = |worp: usize| match worp {
            0 => 0,
            1 | 2 => 1,
            3 => 4,
            even if even % 2 == 0 => 2,
            drie if drie % 3 == 0 => 5,
            _ => 3,
        };
        let lijn = |&(van, worp, begin, duur): &Worp| {
            let product = producten.get(soort(worp)).and_then(Option::as_ref);
            (van, Lijn { product, begin: dag(begin), eind: duur.map(|duur| dag(begin + duur)) })
        };
        worpen.iter().map(lijn).collect()
    }

    proptest! {
        #[test]
        fn the_first_before_it_is_that_of_comparing_all(worpen in worpen(), wmo in any::<bool>()) {
            let domein = if wmo { Domein::Iwmo } else { Domein::Ijw };
            let producten = producten();
            let lijnen: Vec<Lijn<'_>> = lijnen(&producten, &worpen).into_iter().map(|(_, lijn)| lijn).collect();
            let mut eerste = Eerste::van(domein, lijnen.iter().copied());
            for (plaats, b) in lijnen.iter().enumerate() {
                let vergeleken = lijnen.iter().take(plaats).position(|a| stapelt(domein, a, b));
                prop_assert_eq!(eerste.zoek_en_zet(plaats, b), vergeleken, "line {}", plaats);
            }
        }

        #[test]
        fn whether_any_other_stacks_is_that_of_comparing_all(worpen in worpen(), wmo in any::<bool>()) {
            let domein = if wmo { Domein::Iwmo } else { Domein::Ijw };
            let producten = producten();
            let lijnen = lijnen(&producten, &worpen);
            let stapels = Stapels::van(domein, lijnen.iter().copied());
            for (van, a) in &lijnen {
                let vergeleken = lijnen.iter().any(|(ander, b)| ander != van && stapelt(domein, a, b));
                prop_assert_eq!(stapels.stapelt(*van, a), vergeleken);
            }
            // So the first line of which it says so is the first of the first pair (TR361).
            let dubbel = |(van, a): &(Van, Lijn<'_>), (ander, b): &(Van, Lijn<'_>)| van != ander && stapelt(domein, a, b);
            let paar = lijnen.iter().enumerate().find_map(|(plaats, a)| {
                let later = lijnen.iter().enumerate().skip(plaats + 1).find(|(_, b)| dubbel(a, b));
                later.map(|(later, _)| (plaats, later))
            });
            let eerste = lijnen.iter().position(|(van, a)| stapels.stapelt(*van, a));
            let gevonden = eerste.and_then(|plaats| {
                let a = lijnen.get(plaats)?;
                Some((plaats, lijnen.iter().position(|b| dubbel(a, b))?))
            });
            prop_assert_eq!(gevonden, paar);
        }
    }
}
