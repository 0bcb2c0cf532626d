//! Toewijzing: versions, and which of them is valid.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use bericht::{Datum, Omvang, Product, ToegewezenProduct};
use serde::{Deserialize, Serialize};

use crate::seam::BerichtId;

/// One version of a toewijzing as it came in a 301.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToewijzingVersie {
    /// ToewijzingNummer.
    pub nummer: u32,
    /// Toewijzingsdatum.
    #[serde(with = "bericht::dagen")]
    pub toewijzingsdatum: Datum,
    /// Toewijzingstijd as written.
    pub toewijzingstijd: String,
    /// Ingangsdatum.
    #[serde(with = "bericht::dagen")]
    pub ingangsdatum: Datum,
    /// Einddatum; absent means open.
    #[serde(with = "bericht::dagen::of_geen")]
    pub einddatum: Option<Datum>,
    /// Product.
    pub product: Option<Product>,
    /// Omvang.
    pub omvang: Option<Omvang>,
    /// Budget in eurocent.
    pub budget: Option<i64>,
    /// RedenWijziging.
    pub reden_wijziging: Option<String>,
    /// ReferentieAanbieder.
    pub referentie_aanbieder: Option<String>,
    /// The message it came in.
    pub bericht: BerichtId,
    /// Dagtekening of that message: before it nobody could know this version.
    #[serde(with = "bericht::dagen")]
    pub dagtekening: Datum,
}

/// The valid version of a toewijzing, as rules see it.
pub type Toewijzing = ToewijzingVersie;

impl ToewijzingVersie {
    /// A version from a ToegewezenProduct.
    pub fn van(product: &ToegewezenProduct<'_>, bericht: BerichtId, dagtekening: Datum) -> Self {
        Self {
            nummer: product.nummer,
            toewijzingsdatum: product.toewijzingsdatum,
            toewijzingstijd: product.toewijzingstijd.to_owned(),
            ingangsdatum: product.ingangsdatum,
            einddatum: product.einddatum,
            product: product.product.clone(),
            omvang: product.omvang,
            budget: product.budget,
            reden_wijziging: product.reden_wijziging.map(str::to_owned),
            referentie_aanbieder: product.referentie_aanbieder.map(str::to_owned),
            bericht,
            dagtekening,
        }
    }

    /// Moment of the version.
    fn moment(&self) -> (Datum, String) {
        moment(self.toewijzingsdatum, &self.toewijzingstijd)
    }

    /// Whether a ToegewezenProduct is a later version.
    pub fn is_voor(&self, product: &ToegewezenProduct<'_>) -> bool {
        self.moment() < moment(product.toewijzingsdatum, product.toewijzingstijd)
    }

    /// Deleted: RedenWijziging 13 (or the old 01) with Einddatum equal to Ingangsdatum (OP033x1).
    pub fn is_verwijderd(&self) -> bool {
        matches!(self.reden_wijziging.as_deref(), Some("13" | "01")) && self.einddatum == Some(self.ingangsdatum)
    }

    /// Actueel on a day: not deleted and not ended before it; one that starts later is actueel too.
    pub fn is_actueel(&self, op: Datum) -> bool {
        !self.is_verwijderd() && self.einddatum.is_none_or(|eind| eind >= op)
    }

    /// Whether two versions say the same, whatever message they came in. A resend may carry the reference of a verzoek
    /// that it honours (IV093), so that plays no part.
    pub fn zelfde_inhoud(&self, other: &Self) -> bool {
        let mut other = other.clone();
        (other.bericht, other.dagtekening) = (self.bericht, self.dagtekening);
        other.referentie_aanbieder.clone_from(&self.referentie_aanbieder);
        *self == other
    }

    /// Whether two versions carry the same moment.
    pub fn zelfde_moment(&self, other: &Self) -> bool {
        self.moment() == other.moment()
    }
}

/// A moment to compare; times of unequal precision compare by their text without zeros at the end. As a time 24:00:00 is
/// the same as 00:00:00.
pub(crate) fn moment(datum: Datum, tijd: &str) -> (Datum, String) {
    let (clock, fraction) = tijd.split_once('.').unwrap_or((tijd, ""));
    let clock = if clock == "24:00:00" { "00:00:00" } else { clock };
    (datum, format!("{clock}.{}", fraction.trim_end_matches('0')))
}

/// The valid version of a toewijzing: the highest (Toewijzingsdatum, Toewijzingstijd), whatever the order of arrival
/// (IV013, OP080). Of two with the same moment the first that came in stays.
pub fn geldige_versie(versies: &[ToewijzingVersie], nummer: u32) -> Option<&ToewijzingVersie> {
    geldige(versies.iter().filter(|v| v.nummer == nummer))
}

/// The valid version of every toewijzing, by ToewijzingNummer; see [`geldige_versie`].
pub fn geldige_versies<'v>(
    versies: impl IntoIterator<Item = &'v ToewijzingVersie>,
) -> BTreeMap<u32, &'v ToewijzingVersie> {
    let mut geldig: BTreeMap<u32, &ToewijzingVersie> = BTreeMap::new();
    for versie in versies {
        match geldig.entry(versie.nummer) {
            Entry::Vacant(plaats) => {
                plaats.insert(versie);
            }
            Entry::Occupied(mut best) if versie.moment() > best.get().moment() => {
                best.insert(versie);
            }
            Entry::Occupied(_) => {}
        }
    }
    geldig
}

/// The same among those that could be known on a day; see [`geldige_versie_op`].
pub fn geldige_versies_op(versies: &[ToewijzingVersie], dag: Datum) -> BTreeMap<u32, &ToewijzingVersie> {
    geldige_versies(versies.iter().filter(|v| v.dagtekening <= dag))
}

/// The valid version among those that could be known on a day, by the Dagtekening of the 301 they came in; see
/// [`geldige_versie`].
pub fn geldige_versie_op(versies: &[ToewijzingVersie], nummer: u32, dag: Datum) -> Option<&ToewijzingVersie> {
    geldige(versies.iter().filter(|v| v.nummer == nummer && v.dagtekening <= dag))
}

fn geldige<'v>(versies: impl Iterator<Item = &'v ToewijzingVersie>) -> Option<&'v ToewijzingVersie> {
    versies.fold(None, |best: Option<&ToewijzingVersie>, next| match best {
        Some(best) if next.moment() <= best.moment() => Some(best),
        _ => Some(next),
    })
}

/// The versions of toewijzingen that were known when a message was judged: those that came in messages with a lower number,
/// in order of arrival. Numbers grow with time, so this is what the judgement of that message saw, whatever came since.
pub fn bekend_bij(versies: &[ToewijzingVersie], bericht: BerichtId) -> Vec<&ToewijzingVersie> {
    let mut bekend: Vec<_> = versies.iter().filter(|v| v.bericht < bericht).collect();
    bekend.sort_by_key(|v| v.bericht);
    bekend
}

/// The valid version of a toewijzing as it was known when a message was judged; see [`geldige_versie`].
pub fn geldige_versie_bij(versies: &[ToewijzingVersie], nummer: u32, bericht: BerichtId) -> Option<&ToewijzingVersie> {
    geldige(bekend_bij(versies, bericht).into_iter().filter(|v| v.nummer == nummer))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn versie(datum: &str, tijd: &str, budget: i64) -> ToewijzingVersie {
        let datum = bericht::datum(datum).unwrap();
        ToewijzingVersie {
            nummer: 1,
            toewijzingsdatum: datum,
            toewijzingstijd: tijd.to_owned(),
            ingangsdatum: datum,
            einddatum: None,
            product: None,
            omvang: None,
            budget: Some(budget),
            reden_wijziging: None,
            referentie_aanbieder: None,
            bericht: BerichtId::default(),
            dagtekening: datum,
        }
    }

    #[test]
    fn the_latest_moment_wins_whatever_the_order() {
        let (old, new) = (versie("2026-01-01", "10:00:00", 1), versie("2026-01-01", "10:00:00.5", 2));
        for order in [vec![old.clone(), new.clone()], vec![new, old]] {
            assert_eq!(geldige_versie(&order, 1).unwrap().budget, Some(2));
        }
        assert_eq!(geldige_versie(&[], 1), None);
    }

    #[test]
    fn the_hour_24_is_the_hour_0() {
        let versies = [versie("2026-01-01", "24:00:00", 1), versie("2026-01-01", "00:00:01", 2)];
        assert_eq!(geldige_versie(&versies, 1).unwrap().budget, Some(2));
        assert!(versies[0].zelfde_moment(&versie("2026-01-01", "00:00:00.0", 1)));
    }

    #[test]
    fn what_could_be_known_on_a_day() {
        let met = |datum, budget| versie(datum, "10:00:00", budget);
        let versies = [met("2026-03-01", 3), met("2026-01-01", 1)];
        let budget = |dag| geldige_versie_op(&versies, 1, bericht::datum(dag).unwrap()).and_then(|v| v.budget);
        assert_eq!(["2025-12-31", "2026-02-28", "2026-03-01"].map(budget), [None, Some(1), Some(3)]);
    }

    #[test]
    fn what_was_known_when_a_message_was_judged() {
        let met = |datum, budget, bericht| ToewijzingVersie {
            bericht: BerichtId(bericht),
            ..versie(datum, "10:00:00", budget)
        };
        // The second version came first, a third long after, and a version of another toewijzing in between.
        let ander = ToewijzingVersie { nummer: 2, ..met("2026-05-01", 9, 15) };
        let versies = [met("2026-02-01", 2, 10), ander, met("2026-01-01", 1, 20), met("2026-03-01", 3, 30)];
        let budget = |bij| geldige_versie_bij(&versies, 1, BerichtId(bij)).and_then(|v| v.budget);
        assert_eq!(budget(10), None, "a 301 does not know itself");
        assert_eq!(budget(11), Some(2));
        assert_eq!(budget(25), Some(2), "an older version that came later changes nothing");
        assert_eq!(budget(30), Some(2));
        assert_eq!(budget(31), Some(3));
        let bekend: Vec<u128> = bekend_bij(&versies, BerichtId(25)).iter().map(|v| v.bericht.0).collect();
        assert_eq!(bekend, [10, 15, 20]);
    }

    #[test]
    fn the_valid_versions_together_are_those_one_by_one() {
        let van = |nummer, datum, tijd, budget| ToewijzingVersie { nummer, ..versie(datum, tijd, budget) };
        let versies = [
            van(1, "2026-01-01", "10:00:00", 1),
            van(2, "2026-03-01", "10:00:00", 2),
            van(1, "2026-01-01", "10:00:00.0", 3),
            van(2, "2026-02-01", "23:00:00", 4),
            van(1, "2026-01-01", "10:00:00.01", 5),
        ];
        for dag in ["2025-12-31", "2026-01-01", "2026-02-14", "2026-03-01"].map(|dag| bericht::datum(dag).unwrap()) {
            let een_voor_een = [1, 2].into_iter().filter_map(|n| Some((n, geldige_versie_op(&versies, n, dag)?)));
            assert_eq!(geldige_versies_op(&versies, dag), een_voor_een.collect());
        }
        let een_voor_een = [1, 2].into_iter().filter_map(|n| Some((n, geldige_versie(&versies, n)?)));
        assert_eq!(geldige_versies(&versies), een_voor_een.collect());
    }

    #[test]
    fn of_equal_moments_the_first_stays() {
        let versies = [versie("2026-01-01", "10:00:00", 1), versie("2026-01-01", "10:00:00.0", 2)];
        assert_eq!(geldige_versie(&versies, 1).unwrap().budget, Some(1));
        assert!(versies[0].zelfde_moment(&versies[1]));
    }
}
