//! Rounding of tariffs: half up, on whole cents (IV081).

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// An amount in euro on whole cents. Amounts are never negative, so half up is away from zero.
pub fn op_centen(euro: Decimal) -> Decimal {
    euro.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// The tariff per minute of a tariff per hour, both in euro.
pub fn per_minuut(uurtarief: Decimal) -> Decimal {
    op_centen(uurtarief / Decimal::from(60))
}

/// An amount in euro in eurocent; none when it is no whole number of cents or too large.
pub fn eurocent(euro: Decimal) -> Option<i64> {
    let cent = euro.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    if cent.scale() > 0 { None } else { cent.to_i64() }
}

/// Eurocents as euro.
pub fn euro(cent: i64) -> Decimal {
    Decimal::new(cent, 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_cents_go_up() {
        let d = |t: &str| t.parse::<Decimal>().unwrap();
        assert_eq!(per_minuut(d("6.30")), d("0.11"));
        assert_eq!(per_minuut(d("57.51")), d("0.96"));
        assert_eq!(per_minuut(d("28.20")), d("0.47"));
        assert_eq!(per_minuut(d("55.91")), d("0.93"));
        assert_eq!(eurocent(d("62.505")), None);
    }

    proptest! {
        #[test]
        fn a_tariff_per_minute_is_the_nearest_cent(cent in 0_i64..1_000_000) {
            let minuut = eurocent(per_minuut(euro(cent))).unwrap();
            prop_assert!(2 * (60 * minuut - cent) <= 60 && 2 * (cent - 60 * minuut) < 60);
        }
    }
}
