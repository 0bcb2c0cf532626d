//! What several lines come to together, over the periods that they touch.

use std::collections::BTreeSet;

use bericht::Periode;

/// A period with what fits in it and what has been counted in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vak {
    /// The days.
    pub periode: Periode,
    /// The most that fits.
    pub ruimte: i64,
    /// Volume counted so far of lines that lie in it.
    pub geteld: i64,
}

/// Counts lines one by one and tells which does not fit any more. Lines are counted together in every period that one of
/// them has, and in every period that one of them and all that touch it take together: what lies in such a period must fit
/// in it, whatever day it was delivered on. A line that does not fit is not counted, as with TR322, so that it takes no room
/// from the lines after it.
#[derive(Debug)]
pub struct Vakken(Vec<Vak>);

/// Whether two periods share a day.
pub fn raken(een: Periode, ander: Periode) -> bool {
    een.begin <= ander.eind && ander.begin <= een.eind
}

fn omvat(buiten: Periode, binnen: Periode) -> bool {
    buiten.begin <= binnen.begin && binnen.eind <= buiten.eind
}

/// Days in a period.
pub fn dagen(periode: Periode) -> i64 {
    (periode.eind - periode.begin).num_days() + 1
}

impl Vakken {
    /// Room for lines in some periods, by what fits in one. There are few periods in a month, so that counting stays bounded
    /// however many lines there are.
    pub fn nieuw(perioden: &BTreeSet<Periode>, ruimte: impl Fn(Periode) -> i64) -> Self {
        let samen = |periode: &Periode| {
            let naast = perioden.iter().filter(|ander| raken(*periode, **ander));
            naast
                .fold(*periode, |om, ander| Periode { begin: om.begin.min(ander.begin), eind: om.eind.max(ander.eind) })
        };
        let alle: BTreeSet<Periode> = perioden.iter().copied().chain(perioden.iter().map(samen)).collect();
        Self(alle.into_iter().map(|periode| Vak { periode, ruimte: ruimte(periode), geteld: 0 }).collect())
    }

    /// Counts a line, or gives the shortest period in which it does not fit beside what was counted before.
    pub fn erbij(&mut self, periode: Periode, volume: i64) -> Option<Vak> {
        let om = |vak: &&mut Vak| omvat(vak.periode, periode);
        let vol = |vak: &&Vak| omvat(vak.periode, periode) && vak.geteld.saturating_add(volume) > vak.ruimte;
        let te_vol = self.0.iter().filter(vol).min_by_key(|vak| dagen(vak.periode)).copied();
        if te_vol.is_none() {
            self.0.iter_mut().filter(om).for_each(|vak| vak.geteld = vak.geteld.saturating_add(volume));
        }
        te_vol
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

    fn april(van: u64, tot: u64) -> Periode {
        let dag = |n| bericht::datum("2021-04-01").unwrap() + Days::new(n - 1);
        Periode { begin: dag(van), eind: dag(tot) }
    }

    /// Which lines do not fit with one a day.
    fn te_veel(lijnen: &[(Periode, i64)]) -> Vec<usize> {
        let mut vakken = Vakken::nieuw(&lijnen.iter().map(|(periode, _)| *periode).collect(), dagen);
        let past_niet = |(at, (periode, volume)): (usize, &(Periode, i64))| vakken.erbij(*periode, *volume).map(|_| at);
        lijnen.iter().enumerate().filter_map(past_niet).collect()
    }

    #[test]
    fn lines_of_one_period_fit_together() {
        assert_eq!(te_veel(&[(april(1, 30), 20), (april(1, 30), 10)]), [0_usize; 0]);
        assert_eq!(te_veel(&[(april(1, 30), 20), (april(1, 30), 11)]), [1]);
        // What does not fit takes no room.
        assert_eq!(te_veel(&[(april(1, 30), 31), (april(1, 30), 30), (april(1, 30), 1)]), [0, 2]);
    }

    #[test]
    fn lines_of_periods_that_touch_fit_together() {
        assert_eq!(te_veel(&[(april(1, 15), 15), (april(16, 30), 15)]), [0_usize; 0]);
        assert_eq!(te_veel(&[(april(1, 15), 15), (april(1, 30), 15)]), [0_usize; 0]);
        assert_eq!(te_veel(&[(april(1, 15), 15), (april(1, 30), 16)]), [1]);
        assert_eq!(te_veel(&[(april(1, 30), 16), (april(1, 15), 15)]), [1]);
        assert_eq!(te_veel(&[(april(1, 20), 20), (april(11, 30), 10)]), [0_usize; 0]);
        assert_eq!(te_veel(&[(april(1, 20), 20), (april(11, 30), 11)]), [1]);
        // In the first half there is room for fifteen, however empty the second half is.
        assert_eq!(te_veel(&[(april(1, 15), 10), (april(1, 30), 1), (april(1, 15), 6)]), [2]);
    }

    proptest! {
        /// Whatever was really delivered on days within the lines, no more than one a day, is never too much.
        #[test]
        fn what_can_have_been_delivered_always_fits(
            perioden in prop::collection::vec((1_u64..60, 0_u64..40), 1..8),
            keuze in prop::collection::vec(0_usize..8, 100),
        ) {
            let mut lijnen: Vec<(Periode, i64)> = perioden.iter().map(|(van, meer)| (april(*van, van + meer), 0)).collect();
            for (dag, keuze) in (1..=100).zip(keuze) {
                let aantal = lijnen.len();
                let lijn = &mut lijnen[keuze % aantal];
                lijn.1 += i64::from(lijn.0.bevat(april(dag, dag).begin));
            }
            prop_assert_eq!(te_veel(&lijnen), [0_usize; 0]);
        }

        /// What is more than the days of one period hold is always seen, on the line that passes it.
        #[test]
        fn too_much_in_one_period_is_always_seen(volumes in prop::collection::vec(0_i64..20, 1..10)) {
            let lijnen: Vec<_> = volumes.iter().map(|volume| (april(1, 30), *volume)).collect();
            let mut som = 0;
            let past_niet = |(at, volume): (usize, &i64)| {
                if som + volume > 30 {
                    return Some(at);
                }
                som += volume;
                None
            };
            let verwacht: Vec<usize> = volumes.iter().enumerate().filter_map(past_niet).collect();
            prop_assert_eq!(te_veel(&lijnen), verwacht);
        }
    }
}
