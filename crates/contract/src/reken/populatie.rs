//! The average over all clients of a contract, scaled to a full year (GV25-203, GV25-204).

use bericht::Datum;
use chrono::Datelike;
use rust_decimal::Decimal;

/// What one client used in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clientjaar {
    /// Approved minutes, credits subtracted.
    pub minuten: i64,
    /// Months of the year with an active toewijzing, 1 to 12.
    pub maanden: u32,
}

/// Kalendermaanden of a year in which a toewijzing runs on at least one day.
pub fn maanden_actief(jaar: i32, begin: Datum, eind: Option<Datum>) -> u32 {
    let eerste = if begin.year() < jaar { 1 } else { begin.month() };
    let laatste = match eind {
        Some(eind) if eind.year() == jaar => eind.month(),
        Some(eind) if eind.year() < jaar => return 0,
        _ => 12,
    };
    if begin.year() > jaar { 0 } else { (laatste + 1).saturating_sub(eerste) }
}

/// Mean of the hours of each client, scaled to twelve months; rounded half up to two decimals. None without clients.
pub fn gemiddelde_uren(clienten: &[Clientjaar]) -> Option<Decimal> {
    let actief = clienten.iter().filter(|c| (1..=12).contains(&c.maanden));
    let mut som = Decimal::ZERO;
    let mut aantal = 0_i64;
    for client in actief {
        // minutes / 60 × 12 / months
        let deel = Decimal::from(client.minuten).checked_div(Decimal::from(5 * i64::from(client.maanden)))?;
        som = som.checked_add(deel)?;
        aantal += 1;
    }
    if aantal == 0 {
        return None;
    }
    som.checked_div(Decimal::from(aantal)).map(crate::afronden::op_centen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(tekst: &str) -> Datum {
        bericht::datum(tekst).unwrap()
    }

    #[test]
    fn two_hundred_hours_until_the_first_of_july_count_as_four_hundred() {
        // Left on 1 July: six months. By days it would be 181 and 403,3.
        let maanden = maanden_actief(2026, d("2025-03-01"), Some(d("2026-06-30")));
        assert_eq!(maanden, 6);
        let halfjaar = Clientjaar { minuten: 200 * 60, maanden };
        assert_eq!(gemiddelde_uren(&[halfjaar]), Some(Decimal::from(400)));
        let per_dag = Decimal::from(200 * 365) / Decimal::from(181);
        assert_eq!(per_dag.round_dp(1).to_string(), "403.3");
        let heel = Clientjaar { minuten: 600 * 60, maanden: 12 };
        assert_eq!(gemiddelde_uren(&[halfjaar, heel]), Some(Decimal::from(500)));
        assert_eq!(gemiddelde_uren(&[]), None);
    }

    #[test]
    fn months_at_the_edges_of_a_year() {
        assert_eq!(maanden_actief(2026, d("2026-12-31"), None), 1);
        assert_eq!(maanden_actief(2026, d("2027-01-01"), None), 0);
        assert_eq!(maanden_actief(2026, d("2020-01-01"), Some(d("2025-12-31"))), 0);
        assert_eq!(maanden_actief(2026, d("2020-01-01"), Some(d("2027-03-01"))), 12);
    }
}
