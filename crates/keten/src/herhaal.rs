//! When to try a delivery again. Pure: the moment and the random number are arguments.
//!
//! Full jitter: the wait is anywhere between nothing and the bound of this attempt, so that many messages that failed
//! together do not come back together. `Retry-After` is a floor under that, never a ceiling. Source: transport.md 4.4.

use std::time::Duration;

/// Bounds of trying again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Herhaling {
    /// Bound of the wait after the first attempt.
    pub eerste: Duration,
    /// How much the bound grows with each attempt.
    pub factor: u32,
    /// The bound grows no further than this.
    pub hoogste: Duration,
    /// From the first attempt on; afterwards nothing is tried any more.
    pub venster: Duration,
}

impl Default for Herhaling {
    fn default() -> Self {
        Self {
            eerste: Duration::from_secs(30),
            factor: 2,
            hoogste: Duration::from_secs(3 * 3600),
            venster: Duration::from_secs(5 * 24 * 3600),
        }
    }
}

/// What to do after an attempt that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Volgende {
    /// Try again at this moment, in milliseconds on the clock of the arguments.
    Op(i64),
    /// The window is spent.
    GeefOp,
}

impl Herhaling {
    /// Bound of the wait after attempt `poging`, counted from 1; at most `hoogste`.
    pub fn grens(&self, poging: u32) -> Duration {
        let macht = self.factor.max(1).checked_pow(poging.saturating_sub(1)).unwrap_or(u32::MAX);
        self.eerste.checked_mul(macht).map_or(self.hoogste, |grens| grens.min(self.hoogste))
    }

    /// Wait after attempt `poging` (from 1). `toeval` is any number, evenly spread over all of `u64`.
    pub fn wachttijd(&self, poging: u32, retry_after: Option<Duration>, toeval: u64) -> Duration {
        let grens = u64::try_from(self.grens(poging).as_millis()).unwrap_or(u64::MAX);
        // The whole of u64 is mapped on 0..=grens; the product fits in 128 bits.
        let deel = ((u128::from(grens) + 1) * u128::from(toeval)) >> 64;
        let wacht = Duration::from_millis(u64::try_from(deel).unwrap_or(grens));
        wacht.max(retry_after.unwrap_or_default())
    }

    /// What follows attempt `poging` (from 1) that failed at `nu`; the first attempt was at `begin`. Moments are in
    /// milliseconds of one clock.
    ///
    /// A `Retry-After` that points behind the window leaves one attempt, at its end: one header must not park a message that
    /// was tried once.
    pub fn volgende(&self, poging: u32, begin: i64, nu: i64, retry_after: Option<Duration>, toeval: u64) -> Volgende {
        let millis = |duur: Duration| i64::try_from(duur.as_millis()).unwrap_or(i64::MAX);
        let na = |retry_after| nu.saturating_add(millis(self.wachttijd(poging, retry_after, toeval)));
        let einde = begin.saturating_add(millis(self.venster));
        if na(None) > einde { Volgende::GeefOp } else { Volgende::Op(na(retry_after).min(einde)) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_bound_doubles_up_to_three_hours() {
        let seconden = |poging| Herhaling::default().grens(poging).as_secs();
        assert_eq!([1, 2, 3, 9, 10, 11, 100].map(seconden), [30, 60, 120, 7680, 10800, 10800, 10800]);
    }

    #[test]
    fn the_ends_of_chance_are_the_ends_of_the_wait() {
        let h = Herhaling::default();
        assert_eq!(h.wachttijd(1, None, 0), Duration::ZERO);
        assert_eq!(h.wachttijd(1, None, u64::MAX), Duration::from_secs(30));
        assert_eq!(h.wachttijd(1, None, u64::MAX / 2), Duration::from_secs(15));
    }

    #[test]
    fn the_window_is_five_days_from_the_first_attempt() {
        let h = Herhaling::default();
        let venster = 5 * 24 * 3600 * 1000;
        assert_eq!(h.volgende(50, 0, venster, None, 0), Volgende::Op(venster));
        assert_eq!(h.volgende(50, 0, venster + 1, None, 0), Volgende::GeefOp);
        let zes_dagen = Some(Duration::from_secs(6 * 24 * 3600));
        assert_eq!(h.volgende(1, 0, 0, zes_dagen, 0), Volgende::Op(venster));
        assert_eq!(h.volgende(2, 0, venster, zes_dagen, u64::MAX), Volgende::GeefOp);
    }

    prop_compose! {
        fn herhaling()(eerste in 0_u64..100_000, factor in 0_u32..10, hoogste in 0_u64..100_000_000,
                       venster in 0_u64..1_000_000_000) -> Herhaling {
            Herhaling {
                eerste: Duration::from_millis(eerste),
                factor,
                hoogste: Duration::from_millis(hoogste),
                venster: Duration::from_millis(venster),
            }
        }
    }

    proptest! {
        #[test]
        fn a_wait_is_within_its_bound_and_retry_after_only_raises_it(
            h in herhaling(), poging in 0_u32..2_000, toeval: u64, na in 0_u64..10_000_000,
        ) {
            let zonder = h.wachttijd(poging, None, toeval);
            let na = Duration::from_millis(na);
            let met = h.wachttijd(poging, Some(na), toeval);
            prop_assert!(zonder <= h.grens(poging) && h.grens(poging) <= h.hoogste);
            prop_assert_eq!(met, zonder.max(na));
        }

        #[test]
        fn bounds_never_shrink_and_more_chance_is_never_a_shorter_wait(
            h in herhaling(), poging in 1_u32..200, a: u64, b: u64,
        ) {
            prop_assert!(h.grens(poging) <= h.grens(poging + 1));
            prop_assert!(h.wachttijd(poging, None, a.min(b)) <= h.wachttijd(poging, None, a.max(b)));
        }

        #[test]
        fn nothing_is_tried_outside_the_window(
            h in herhaling(), poging in 1_u32..200, begin in 0_i64..1_000_000, na in 0_i64..2_000_000_000, toeval: u64,
        ) {
            let nu = begin + na;
            let einde = begin + i64::try_from(h.venster.as_millis()).unwrap();
            match h.volgende(poging, begin, nu, None, toeval) {
                Volgende::Op(op) => prop_assert!(nu <= op && op <= einde),
                Volgende::GeefOp => {
                    let wacht = i64::try_from(h.wachttijd(poging, None, toeval).as_millis()).unwrap();
                    prop_assert!(nu + wacht > einde);
                }
            }
        }
    }
}
