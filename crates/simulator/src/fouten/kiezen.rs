//! Which fault a request meets.

use super::{Fout, Soort, Wanneer};

/// The faults in force, in the order in which they were set.
///
/// The first one that applies is met. Each counts the requests that come to it: those of its berichttype that no earlier
/// one took.
#[derive(Debug, Default)]
pub struct Fouten(Vec<Actief>);

#[derive(Debug)]
struct Actief {
    fout: Fout,
    langs: u64,
}

impl Fouten {
    /// Adds one behind the others.
    pub fn zet(&mut self, fout: Fout) {
        self.0.push(Actief { fout, langs: 0 });
    }

    /// Lifts all.
    pub fn wis(&mut self) {
        self.0.clear();
    }

    /// Those in force; one for the next so many requests disappears when they have come.
    pub fn alle(&self) -> Vec<Fout> {
        self.0.iter().map(|actief| actief.fout.clone()).collect()
    }

    /// What happens to the next request. Without metadata only faults for all berichttypen apply.
    pub fn kies(&mut self, berichttype: Option<&str>) -> Option<Soort> {
        let gekozen = self.0.iter_mut().find_map(|actief| {
            let gaat_over = actief.fout.berichttype.as_deref().is_none_or(|type_| Some(type_) == berichttype);
            (gaat_over && actief.treft()).then(|| actief.fout.fout.clone())
        });
        self.0.retain(|actief| !matches!(actief.fout.bij, Wanneer::Volgende(aantal) if actief.langs >= aantal));
        gekozen
    }
}

impl Actief {
    /// Counts a request, and says whether it is met.
    fn treft(&mut self) -> bool {
        self.langs += 1;
        match self.fout.bij {
            Wanneer::Volgende(aantal) => self.langs <= aantal,
            Wanneer::Elke(zoveelste) => self.langs.is_multiple_of(zoveelste),
            Wanneer::Altijd => true,
            Wanneer::Percentage { procent, seed } => toeval(seed, self.langs) % 100 < u64::from(procent),
        }
    }
}

/// SplitMix64: good enough to spread faults, and the same everywhere.
fn toeval(seed: u64, nummer: u64) -> u64 {
    let mut z = seed.wrapping_add(nummer.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::super::antwoord;
    use super::*;

    fn treffers(bij: Wanneer, aantal: usize) -> Vec<usize> {
        let mut fouten = Fouten::default();
        fouten.zet(Fout::new(Soort::Hangen, bij));
        (1..=aantal).filter(|_| fouten.kies(None).is_some()).collect()
    }

    #[test]
    fn each_selector_meets_its_requests() {
        assert_eq!(treffers(Wanneer::Volgende(2), 5), [1, 2]);
        assert_eq!(treffers(Wanneer::Elke(3), 10), [3, 6, 9]);
        assert_eq!(treffers(Wanneer::Elke(0), 10), [0; 0]);
        assert_eq!(treffers(Wanneer::Altijd, 3), [1, 2, 3]);
        assert_eq!(treffers(Wanneer::Percentage { procent: 0, seed: 1 }, 100), [0; 0]);
        assert_eq!(treffers(Wanneer::Percentage { procent: 100, seed: 1 }, 100).len(), 100);
    }

    #[test]
    fn chance_is_the_same_for_the_same_seed_and_near_what_was_asked() {
        let bij = |seed| treffers(Wanneer::Percentage { procent: 20, seed }, 10_000);
        assert_eq!(bij(7), bij(7));
        assert_ne!(bij(7), bij(8));
        assert!((1_850..2_150).contains(&bij(7).len()), "{}", bij(7).len());
    }

    #[test]
    fn the_first_that_applies_is_met_and_a_berichttype_narrows() {
        let mut fouten = Fouten::default();
        fouten.zet(Fout::new(antwoord(500), Wanneer::Volgende(1)).voor("JW323"));
        fouten.zet(Fout::new(antwoord(503), Wanneer::Elke(2)));
        assert_eq!(fouten.kies(Some("JW301")), None);
        assert_eq!(fouten.kies(Some("JW323")), Some(antwoord(500)));
        assert_eq!(fouten.alle().len(), 1);
        assert_eq!(fouten.kies(Some("JW323")), Some(antwoord(503)));
        assert_eq!(fouten.kies(None), None);
        fouten.wis();
        assert_eq!(fouten.kies(None), None);
    }
}
