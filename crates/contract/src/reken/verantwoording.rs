//! Accountability and money proposals: thresholds, materiality, samples, recovery, fines. A person decides.

use rust_decimal::Decimal;

use crate::afronden::{euro, eurocent, op_centen};

/// Whether a statement of an accountant is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verantwoording {
    /// Turnover is above the threshold.
    Verklaring,
    /// Turnover is not above it: a check by sample.
    Steekproef,
}

/// Turnover in eurocent against the threshold in eurocent (GV21-704, DAL26-501, DP18-404, ZST15-501). The threshold
/// itself is not above it.
pub fn omzet_boven_drempel(omzet: i64, drempel: i64) -> Verantwoording {
    if omzet > drempel { Verantwoording::Verklaring } else { Verantwoording::Steekproef }
}

/// Judgement by materiality (GV21-705).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oordeel {
    /// Up to the first limit.
    Goedkeurend,
    /// Above the first and below the second.
    Beperking,
    /// From the second limit on: afkeurend for faults, oordeelonthouding for uncertainties.
    Zwaar,
}

/// Faults or uncertainties as a share of the turnover, against two limits; compared without rounding.
pub fn materialiteit(bedrag: i64, omzet: i64, (eerste, tweede): (Decimal, Decimal)) -> Option<Oordeel> {
    let grens = |deel: Decimal| Decimal::from(omzet).checked_mul(deel);
    let bedrag = Decimal::from(bedrag);
    Some(match (grens(eerste)?, grens(tweede)?) {
        (eerste, _) if bedrag <= eerste => Oordeel::Goedkeurend,
        (_, tweede) if bedrag < tweede => Oordeel::Beperking,
        _ => Oordeel::Zwaar,
    })
}

/// Places of the clients in a sample: a share of them, at least one and at most so many, the same for the same seed
/// (GV21-706). Sorted; with fewer clients than asked all of them.
pub fn steekproef(clienten: usize, deel: Decimal, hoogstens: usize, zaad: u64) -> Vec<usize> {
    use rust_decimal::prelude::ToPrimitive;
    let gevraagd = Decimal::from(clienten).checked_mul(deel).map(|d| d.ceil());
    let aantal = gevraagd.and_then(|d| d.to_usize()).unwrap_or(0).max(1).min(hoogstens).min(clienten);
    let mut plaatsen: Vec<usize> = (0..clienten).collect();
    let mut stand = zaad;
    for at in 0..aantal {
        // The first `aantal` of a shuffle; the bias of the remainder is far below one in a million.
        let rest = clienten - at;
        let sprong = usize::try_from(volgende(&mut stand) % u64::try_from(rest).unwrap_or(1)).unwrap_or(0);
        plaatsen.swap(at, at + sprong);
    }
    plaatsen.truncate(aantal);
    plaatsen.sort_unstable();
    plaatsen
}

/// SplitMix64: small, well mixed, and the same everywhere. Not for secrets.
fn volgende(stand: &mut u64) -> u64 {
    *stand = stand.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *stand;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Recovery in eurocent when the share of faults found in a sample is carried over to the turnover (GV25-307). Rounded
/// half up; none when nothing was examined.
pub fn terugvordering(fout: i64, onderzocht: i64, omzet: i64) -> Option<i64> {
    if onderzocht <= 0 {
        return None;
    }
    let bedrag = euro(omzet).checked_mul(Decimal::from(fout))?.checked_div(Decimal::from(onderzocht))?;
    eurocent(op_centen(bedrag))
}

/// A fine per day after a deadline, in eurocent (GV21-803).
pub fn boete(dagen_te_laat: i64, cent_per_dag: i64) -> i64 {
    dagen_te_laat.max(0).saturating_mul(cent_per_dag)
}

/// A share of a budget in eurocent, rounded half up (GV21-801, GV25-404).
pub fn budgetsanctie(budget: i64, deel: Decimal) -> Option<i64> {
    eurocent(op_centen(euro(budget).checked_mul(deel)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn deel(tekst: &str) -> Decimal {
        tekst.parse().unwrap()
    }

    #[test]
    fn thresholds_of_the_contracts() {
        for drempel in [5_000_000, 20_000_000, 100_000_000] {
            assert_eq!(omzet_boven_drempel(drempel, drempel), Verantwoording::Steekproef);
            assert_eq!(omzet_boven_drempel(drempel + 1, drempel), Verantwoording::Verklaring);
        }
    }

    #[test]
    fn one_and_three_percent_of_faults() {
        let oordeel = |fout| materialiteit(fout, 1_000_000, (deel("0.01"), deel("0.03"))).unwrap();
        assert_eq!((oordeel(10_000), oordeel(10_001)), (Oordeel::Goedkeurend, Oordeel::Beperking));
        assert_eq!((oordeel(29_999), oordeel(30_000)), (Oordeel::Beperking, Oordeel::Zwaar));
    }

    #[test]
    fn fifteen_percent_and_at_most_twenty_five() {
        let aantal = |clienten| steekproef(clienten, deel("0.15"), 25, 7).len();
        assert_eq!((aantal(0), aantal(1), aantal(20), aantal(21), aantal(166), aantal(5000)), (0, 1, 3, 4, 25, 25));
        assert_eq!(steekproef(500, deel("0.15"), 25, 7), steekproef(500, deel("0.15"), 25, 7));
        assert_ne!(steekproef(500, deel("0.15"), 25, 7), steekproef(500, deel("0.15"), 25, 8));
    }

    #[test]
    fn recovery_fines_and_sanctions() {
        assert_eq!(terugvordering(5_000, 100_000, 12_345_678), Some(617_284));
        assert_eq!(terugvordering(1, 0, 1), None);
        assert_eq!((boete(0, 25_000), boete(3, 25_000), boete(-2, 25_000)), (0, 75_000, 0));
        assert_eq!(budgetsanctie(299_052, deel("0.75")), Some(224_289));
    }

    proptest! {
        #[test]
        fn a_sample_is_of_clients_each_once(clienten in 0_usize..2000, zaad in any::<u64>()) {
            let gekozen = steekproef(clienten, deel("0.15"), 25, zaad);
            prop_assert!(gekozen.windows(2).all(|w| w[0] < w[1]));
            prop_assert!(gekozen.iter().all(|at| *at < clienten));
        }
    }
}
