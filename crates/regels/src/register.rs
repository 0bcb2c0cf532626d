//! Starts and stops of a client, and its toewijzingen, found by what rules compare.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};

use bericht::{Datum, Product, StartProduct, StopProduct};
use dossier::{ClientFeit, StartFeit, StopFeit, Toewijzing, geldige_versies};

use crate::regels::startstop::{zelfde_start, zelfde_stop};

/// Starts, stops and toewijzingen of a client by what rules compare: there may be tens of thousands, and as many in one
/// message.
#[derive(Debug)]
pub struct Register<'v> {
    /// The valid version of each toewijzing.
    pub geldig: BTreeMap<u32, &'v Toewijzing>,
    /// Dagtekening of the first 301 about each.
    pub eerste_dagtekening: HashMap<u32, Datum>,
    hasher: RandomState,
    // Places in the lists of the client, by a hash of the values: whoever finds one compares these.
    starts: Places,
    stops: Places,
    stops_op_dag: Places,
    gezien: (usize, usize),
}

type Places = HashMap<u64, Vec<usize>>;

impl<'v> Register<'v> {
    /// Of a client as it is, with its toewijzingen, which no start or stop changes.
    pub fn van(feit: &ClientFeit, toewijzingen: &'v [Toewijzing]) -> Self {
        let mut eerste_dagtekening: HashMap<u32, Datum> = HashMap::new();
        for versie in toewijzingen {
            let eerste = eerste_dagtekening.entry(versie.nummer).or_insert(versie.dagtekening);
            *eerste = versie.dagtekening.min(*eerste);
        }
        let mut register = Self {
            geldig: geldige_versies(toewijzingen),
            eerste_dagtekening,
            hasher: RandomState::new(),
            starts: Places::new(),
            stops: Places::new(),
            stops_op_dag: Places::new(),
            gezien: (0, 0),
        };
        register.neem_op(feit);
        register
    }

    /// Takes in the starts and stops that came since; they stand at the end.
    pub fn neem_op(&mut self, feit: &ClientFeit) {
        for (plaats, start) in feit.starts.iter().enumerate().skip(self.gezien.0) {
            let sleutel = self.hasher.hash_one((start.nummer, start.product.as_ref()));
            self.starts.entry(sleutel).or_default().push(plaats);
        }
        for (plaats, stop) in feit.stops.iter().enumerate().skip(self.gezien.1) {
            let sleutel = self.hasher.hash_one((stop.nummer, stop.product.as_ref()));
            self.stops.entry(sleutel).or_default().push(plaats);
            let sleutel = self.hasher.hash_one((stop.nummer, stop.begindatum));
            self.stops_op_dag.entry(sleutel).or_default().push(plaats);
        }
        self.gezien = (feit.starts.len(), feit.stops.len());
    }

    /// The place of the first start with the logical key of this one that is not deleted.
    pub fn plaats_van_start(&self, feit: &ClientFeit, start: &StartProduct) -> Option<usize> {
        let sleutel = self.hasher.hash_one((start.nummer, start.product.as_ref()));
        let telt =
            |plaats: &usize| feit.starts.get(*plaats).is_some_and(|s| s.verwijderd.is_none() && zelfde_start(s, start));
        self.starts.get(&sleutel).into_iter().flatten().copied().find(telt)
    }

    /// The place of the first stop with the logical key of this one that is not deleted.
    pub fn plaats_van_stop(&self, feit: &ClientFeit, stop: &StopProduct<'_>) -> Option<usize> {
        let sleutel = self.hasher.hash_one((stop.nummer, stop.product.as_ref()));
        let telt =
            |plaats: &usize| feit.stops.get(*plaats).is_some_and(|s| s.verwijderd.is_none() && zelfde_stop(s, stop));
        self.stops.get(&sleutel).into_iter().flatten().copied().find(telt)
    }
}

/// What is known of a client, with its register.
#[derive(Debug, Clone, Copy)]
pub struct Bekend<'b> {
    /// The client's dossier.
    pub feit: &'b ClientFeit,
    /// The register of it.
    pub register: &'b Register<'b>,
}

impl<'b> Bekend<'b> {
    /// The starts on a toewijzing with a product that are not deleted, in order of arrival.
    pub fn starts<'p>(
        self,
        nummer: Option<u32>,
        product: Option<&'p Product>,
    ) -> impl Iterator<Item = &'b StartFeit> + use<'b, 'p> {
        let plaatsen = self.register.starts.get(&self.register.hasher.hash_one((nummer, product)));
        let starts = plaatsen.into_iter().flatten().filter_map(move |plaats| self.feit.starts.get(*plaats));
        starts.filter(move |s| s.verwijderd.is_none() && s.nummer == nummer && s.product.as_ref() == product)
    }

    /// The stops on a toewijzing with a product that are not deleted, in order of arrival.
    pub fn stops<'p>(
        self,
        nummer: Option<u32>,
        product: Option<&'p Product>,
    ) -> impl Iterator<Item = &'b StopFeit> + use<'b, 'p> {
        let plaatsen = self.register.stops.get(&self.register.hasher.hash_one((nummer, product)));
        let stops = plaatsen.into_iter().flatten().filter_map(move |plaats| self.feit.stops.get(*plaats));
        stops.filter(move |s| s.verwijderd.is_none() && s.nummer == nummer && s.product.as_ref() == product)
    }

    /// The stops on a toewijzing and a Begindatum that are not deleted, in order of arrival.
    pub fn stops_op_dag(self, nummer: Option<u32>, begindatum: Datum) -> impl Iterator<Item = &'b StopFeit> {
        let plaatsen = self.register.stops_op_dag.get(&self.register.hasher.hash_one((nummer, begindatum)));
        let stops = plaatsen.into_iter().flatten().filter_map(move |plaats| self.feit.stops.get(*plaats));
        stops.filter(move |s| s.verwijderd.is_none() && s.nummer == nummer && s.begindatum == begindatum)
    }
}

#[cfg(test)]
mod tests {
    use dossier::BerichtId;
    use proptest::prelude::*;

    use super::*;

    fn dag(dag: i64) -> Datum {
        Datum::default() + chrono::Duration::days(dag)
    }

    fn product(worp: u8) -> Option<Product> {
        let code = [None, Some("A".to_owned())];
        let code = code.get(usize::from(worp % 2)).cloned().flatten();
        (worp > 0).then(|| Product { categorie: "50".to_owned(), code })
    }

    /// ToewijzingNummer, product, Begindatum, and whether it was deleted.
    type Worp = (Option<u32>, u8, i64, bool);

    fn start((nummer, soort, begin, weg): Worp) -> StartFeit {
        StartFeit {
            nummer,
            product: product(soort),
            begindatum: dag(begin),
            bericht: BerichtId(1),
            verwijderd: weg.then_some(BerichtId(2)),
            ook_verwijderd: Vec::new(),
        }
    }

    fn stop((nummer, soort, begin, weg): Worp) -> StopFeit {
        StopFeit {
            nummer,
            product: product(soort),
            begindatum: dag(begin),
            einddatum: dag(begin),
            reden: "31".to_owned(),
            bericht: BerichtId(1),
            verwijderd: weg.then_some(BerichtId(2)),
            ook_verwijderd: Vec::new(),
        }
    }

    fn worpen() -> impl Strategy<Value = Vec<Worp>> {
        let nummer = prop_oneof![Just(None), (1..3_u32).prop_map(Some)];
        proptest::collection::vec((nummer, 0..3_u8, 0..3_i64, any::<bool>()), 0..30)
    }

    proptest! {
        #[test]
        fn the_register_finds_what_looking_at_all_finds(eerst in worpen(), later in worpen()) {
            let mut feit = ClientFeit::default();
            let mut register = Register::van(&feit, &[]);
            for worpen in [eerst, later] {
                feit.starts.extend(worpen.iter().copied().map(start));
                feit.stops.extend(worpen.iter().copied().map(stop));
                register.neem_op(&feit);
            }
            let bekend = Bekend { feit: &feit, register: &register };
            for nummer in [None, Some(1), Some(2)] {
                for product in [0, 1, 2].map(product) {
                    let van = |n: Option<u32>, p: &Option<Product>| n == nummer && *p == product;
                    let starts = feit.starts.iter().filter(|s| s.verwijderd.is_none() && van(s.nummer, &s.product));
                    prop_assert!(bekend.starts(nummer, product.as_ref()).eq(starts));
                    let stops = feit.stops.iter().filter(|s| s.verwijderd.is_none() && van(s.nummer, &s.product));
                    prop_assert!(bekend.stops(nummer, product.as_ref()).eq(stops));
                }
                for dag in [0, 1, 2].map(dag) {
                    let van = |s: &&StopFeit| s.verwijderd.is_none() && s.nummer == nummer && s.begindatum == dag;
                    prop_assert!(bekend.stops_op_dag(nummer, dag).eq(feit.stops.iter().filter(van)));
                }
            }
        }
    }
}
