//! Rounding of TR346 and IV081: integer eurocents, half up.

/// `n / d` rounded half up; both not negative, `d` above zero.
pub fn deel_afgerond(n: i64, d: i64) -> i64 {
    (2 * n + d) / (2 * d)
}

/// Tariff per minute of a tariff per hour, in eurocent.
pub fn tarief_per_minuut(uurtarief: i64) -> i64 {
    deel_afgerond(uurtarief, 60)
}

/// Amount for minutes under a tariff per hour: rounded once, from the unrounded tariff.
pub fn bedrag_minuten(uurtarief: i64, minuten: i64) -> i64 {
    deel_afgerond(uurtarief.saturating_mul(minuten), 60)
}

/// Amounts that some tariff per hour explains when only the rounded tariff per minute is known: hour tariffs from
/// `60·t − 30` to `60·t + 29` round to it.
pub fn bedrag_zonder_contract(minuuttarief: i64, minuten: i64) -> (i64, i64) {
    let laagste = (minuuttarief.saturating_mul(60) - 30).max(0);
    let hoogste = minuuttarief.saturating_mul(60).saturating_add(29);
    (bedrag_minuten(laagste, minuten), bedrag_minuten(hoogste, minuten))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn worked_examples_of_the_standard() {
        assert_eq!(tarief_per_minuut(6250), 104);
        assert_eq!(bedrag_minuten(6250, 95), 9896);
        assert_eq!(tarief_per_minuut(8730), 146);
        assert_eq!(bedrag_zonder_contract(104, 95), (9833, 9926));
    }

    proptest! {
        #[test]
        fn every_hour_tariff_is_explained_by_its_minute_tariff(uur in 0_i64..100_000, minuten in 0_i64..100_000) {
            let (van, tot) = bedrag_zonder_contract(tarief_per_minuut(uur), minuten);
            let bedrag = bedrag_minuten(uur, minuten);
            prop_assert!(van <= bedrag && bedrag <= tot);
        }

        #[test]
        fn rounding_is_half_up(n in 0_i64..1_000_000, d in 1_i64..1000) {
            let afgerond = deel_afgerond(n, d);
            prop_assert!((2 * afgerond - 1) * d <= 2 * n && 2 * n < (2 * afgerond + 1) * d);
        }
    }
}
