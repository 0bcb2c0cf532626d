//! What a gemeente checks before it sends a toewijzing: volume, budget, dates. A message that fails is held, not refused.

use bericht::Datum;

/// The volume that a toewijzing should hold: a multiple of the expected average (GV25-202).
pub fn veelvoud(verwacht_per_jaar: i64, factor: i64) -> Option<i64> {
    verwacht_per_jaar.checked_mul(factor)
}

/// Budget of a period in eurocent: tariff times weeks times volume per week (GV21-302).
pub fn budget_per_periode(cent: i64, weken: i64, volume_per_week: i64) -> Option<i64> {
    cent.checked_mul(weken)?.checked_mul(volume_per_week)
}

/// Whether a toewijzing begins before it was made, by so many days; none when it does not (GV21-307).
pub fn met_terugwerkende_kracht(ingangsdatum: Datum, dagtekening: Datum) -> Option<i64> {
    Some((dagtekening - ingangsdatum).num_days()).filter(|dagen| *dagen > 0)
}

/// Days of spoed above the most that is allowed (GV21-306); none within it.
pub fn spoed_dagen(begin: Datum, eind: Datum, hoogstens: i64) -> Option<i64> {
    Some((eind - begin).num_days() + 1 - hoogstens).filter(|over| *over > 0)
}

/// Whether a volume over a period comes to at least so much a week: it may point to another law (GV21-140).
pub fn volume_per_week(volume: i64, begin: Datum, eind: Datum, drempel: i64) -> bool {
    let dagen = (eind - begin).num_days() + 1;
    dagen > 0 && volume.saturating_mul(7) >= drempel.saturating_mul(dagen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(tekst: &str) -> Datum {
        bericht::datum(tekst).unwrap()
    }

    #[test]
    fn figures_of_the_documents() {
        assert_eq!(veelvoud(500, 5), Some(2_500));
        assert_eq!(budget_per_periode(5_751, 13, 4), Some(299_052));
        assert_eq!(met_terugwerkende_kracht(d("2021-03-01"), d("2021-03-01")), None);
        assert_eq!(met_terugwerkende_kracht(d("2021-02-28"), d("2021-03-01")), Some(1));
        assert_eq!(spoed_dagen(d("2021-03-01"), d("2021-03-14"), 14), None);
        assert_eq!(spoed_dagen(d("2021-03-01"), d("2021-03-15"), 14), Some(1));
        // Twelve etmalen in four weeks are three a week.
        assert!(volume_per_week(12, d("2021-03-01"), d("2021-03-28"), 3));
        assert!(!volume_per_week(11, d("2021-03-01"), d("2021-03-28"), 3));
    }
}
