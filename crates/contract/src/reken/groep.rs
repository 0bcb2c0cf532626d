//! Declarable minutes of a session of individual support given to several people (DAL26-204).

use rust_decimal::{Decimal, RoundingStrategy};

/// `T/n + supplement × T` minutes per person, rounded half up; one person has the whole time and no supplement. None
/// without people, or with more than the contract allows.
pub fn groepsminuten(minuten: i64, personen: i64, hoogstens: i64, toeslag: Decimal) -> Option<i64> {
    use rust_decimal::prelude::ToPrimitive;
    if !(1..=hoogstens).contains(&personen) || minuten < 0 {
        return None;
    }
    if personen == 1 {
        return Some(minuten);
    }
    let tijd = Decimal::from(minuten);
    let deel = tijd.checked_div(Decimal::from(personen))?.checked_add(tijd.checked_mul(toeslag)?)?;
    deel.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighteen_minutes_for_four_in_an_hour() {
        let toeslag: Decimal = "0.05".parse().unwrap();
        assert_eq!(groepsminuten(60, 4, 4, toeslag), Some(18));
        assert_eq!(groepsminuten(60, 2, 4, toeslag), Some(33));
        assert_eq!(groepsminuten(60, 1, 4, toeslag), Some(60));
        assert_eq!(groepsminuten(60, 5, 4, toeslag), None);
        assert_eq!(groepsminuten(60, 0, 4, toeslag), None);
    }
}
