//! Amounts and averages against a limit with levels of warning (DAL26-509, GV21-138, GV25-203).

use rust_decimal::Decimal;

/// How something stands against its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Below every level.
    Ruim,
    /// At or above this level, a share of the limit.
    Waarschuwing(Decimal),
    /// Above the limit, by this much.
    Boven(Decimal),
}

/// Where a value stands; levels are shares of the limit. A value at a level reaches it, a value at the limit does not
/// pass it.
pub fn stand(waarde: Decimal, grens: Decimal, niveaus: &[Decimal]) -> Stand {
    if waarde > grens {
        return Stand::Boven(waarde - grens);
    }
    let bereikt = niveaus.iter().filter(|n| grens.checked_mul(**n).is_some_and(|niveau| waarde >= niveau)).max();
    bereikt.map_or(Stand::Ruim, |niveau| Stand::Waarschuwing(*niveau))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(tekst: &str) -> Decimal {
        tekst.parse().unwrap()
    }

    #[test]
    fn seventy_percent_warns_and_a_cent_above_the_limit_passes_it() {
        let niveaus = [d("0.70")];
        assert_eq!(stand(d("69999.99"), d("100000"), &niveaus), Stand::Ruim);
        assert_eq!(stand(d("70000"), d("100000"), &niveaus), Stand::Waarschuwing(d("0.70")));
        assert_eq!(stand(d("16000"), d("16000"), &[]), Stand::Ruim);
        assert_eq!(stand(d("16000.01"), d("16000"), &[]), Stand::Boven(d("0.01")));
        let gemiddelde = [d("0.90"), d("1.00")];
        assert_eq!(stand(d("449.99"), d("500"), &gemiddelde), Stand::Ruim);
        assert_eq!(stand(d("450"), d("500"), &gemiddelde), Stand::Waarschuwing(d("0.90")));
        assert_eq!(stand(d("500"), d("500"), &gemiddelde), Stand::Waarschuwing(d("1.00")));
    }
}
