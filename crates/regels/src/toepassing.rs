//! Which rules run on a message of another release than the one they are written for.
//!
//! The rules are those of release 3.2. In another release a rule runs when the elements it is about, the code it gives and
//! the codes it turns on exist there; what a release does not have, nobody can be refused for. Some rules that pass this
//! are younger than a release all the same: 0001 tells nothing of an age. All of it stands in `data/elementen.tsv`.

use bericht::{Domein, Soort};
use schema::Release;

use crate::regel::Regel;
use crate::regels::alle_regels;

/// The release the rules are written for.
pub const REGELRELEASE: &str = "3.2";

impl Regel {
    /// Whether the rule runs on a message of a release.
    pub fn geldt_in(&self, release: &Release, domein: Domein, soort: Soort) -> bool {
        self.geldt_voor(domein, soort)
            && (release.release == REGELRELEASE
                || (self.code_bestaat(release) && (self.is_factuurregel() || self.elementen_bestaan(release, soort))))
    }

    fn code_bestaat(&self, release: &Release) -> bool {
        let Some(code) = self.retourcode else { return true };
        let codes = release.base_type("LDT_RetourCode").and_then(|ty| release.simple(ty));
        codes.is_some_and(|ty| ty.enumeration.iter().any(|known| **known == *code))
    }

    fn elementen_bestaan(&self, release: &Release, soort: Soort) -> bool {
        let (Some(bericht), Some(steun)) = (release.message(soort.nummer()), Steun::van(self.id, soort)) else {
            return false;
        };
        let heeft_code = || {
            let Some((type_, code)) = steun.code.split_once('=') else { return true };
            let codes = release.base_type(type_).and_then(|ty| release.simple(ty));
            codes.is_some_and(|ty| ty.enumeration.iter().any(|known| **known == *code))
        };
        // `bericht` stands for the message as a whole.
        let heeft_elementen =
            || steun.elementen.split('|').all(|pad| pad == "bericht" || release.has_path(bericht, pad));
        !steun.is_niet_van(&release.release) && heeft_elementen() && heeft_code()
    }
}

/// What a rule rests on in a message: a row of `data/elementen.tsv`.
struct Steun {
    /// The elements that it looks at, separated by `|`.
    elementen: &'static str,
    /// A code of a type that it turns on, or `-`.
    code: &'static str,
    /// The releases in which it is no rule although all of this is there, separated by `|`, or `-`.
    niet_in: &'static str,
}

impl Steun {
    fn van(regel: &str, soort: Soort) -> Option<Self> {
        let rijen = include_str!("../data/elementen.tsv").lines().skip(1);
        rijen.map(|rij| rij.split('\t')).find_map(|mut cellen| {
            let deze = cellen.next() == Some(regel) && cellen.next() == Some(soort.nummer());
            let mut cel = || cellen.next().filter(|_| deze);
            Some(Self { elementen: cel()?, code: cel()?, niet_in: cel()? })
        })
    }

    fn is_niet_van(&self, release: &str) -> bool {
        self.niet_in.split('|').any(|deze| deze == release)
    }
}

/// The rules that run on a message of a release: of the standard in order of id, then our own.
pub fn regels_voor(release: &Release, soort: Soort) -> Vec<&'static Regel> {
    let Some(domein) = Domein::parse(&release.standard) else { return Vec::new() };
    alle_regels().filter(|regel| regel.geldt_in(release, domein, soort)).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::regels::{FACTUURREGELS, REGELS};
    use bericht::catalogus::ingebouwde_release;

    #[test]
    fn every_rule_names_its_elements_and_they_exist_in_its_own_release() {
        for (map, domein) in [("ijw-3.2", Domein::Ijw), ("iwmo-3.2", Domein::Iwmo)] {
            let release = ingebouwde_release(map).unwrap().unwrap();
            for regel in REGELS {
                for soort in regel.berichten.iter().filter(|soort| regel.geldt_voor(domein, **soort)) {
                    // TR377, TR378 and TR409 look at an element that only the 319 of iJw has.
                    let elders = domein == Domein::Iwmo && *soort == Soort::S319;
                    let bestaan = regel.code_bestaat(&release) && regel.elementen_bestaan(&release, *soort);
                    assert!(bestaan || elders, "{} in {soort} of {map}", regel.id);
                }
            }
        }
    }

    #[test]
    fn a_rule_that_is_not_of_a_release_says_so() {
        let rijen =
            || include_str!("../data/elementen.tsv").lines().skip(1).map(|rij| rij.split('\t').collect::<Vec<_>>());
        assert!(rijen().all(|cellen| cellen.len() == 5), "five cells in every row");
        let niet_in: Vec<_> = rijen().filter(|cellen| cellen[4] != "-").collect();
        assert!(!niet_in.is_empty());
        for cellen in niet_in {
            let regel = REGELS.iter().find(|regel| regel.id == cellen[0]).unwrap();
            for release in cellen[4].split('|') {
                assert!(regel.keuze.is_some_and(|keuze| keuze.contains(release)), "{cellen:?}");
            }
        }
    }

    #[test]
    fn rules_younger_than_a_release_do_not_run_on_it() {
        for (oud, nieuw, domein) in [("ijw-2.3", "ijw-3.2", Domein::Ijw), ("iwmo-2.3", "iwmo-3.2", Domein::Iwmo)] {
            for (soort, jonger) in [
                (Soort::S301, ["CD076", "CD080"].as_slice()),
                (Soort::S315, &["CD076", "CD095", "TR101", "TR383", "TR386"]),
            ] {
                let geldt = |map: &str| {
                    let release = ingebouwde_release(map).unwrap().unwrap();
                    let van = REGELS.iter().filter(|regel| regel.geldt_in(&release, domein, soort));
                    van.map(|regel| regel.id).filter(|id| jonger.contains(id)).collect::<Vec<_>>()
                };
                assert_eq!((geldt(oud), geldt(nieuw)), (vec![], jonger.to_vec()), "{soort} of {oud}");
            }
        }
    }

    #[test]
    fn in_an_older_release_a_rule_runs_when_its_elements_and_code_are_there() {
        let release = ingebouwde_release("ijw-2.3").unwrap().unwrap();
        let ids = |soort| regels_voor(&release, soort).iter().map(|r| r.id).collect::<Vec<_>>();
        let (toewijzing, stop) = (ids(Soort::S301), ids(Soort::S307));
        assert!(toewijzing.contains(&"CS002") && toewijzing.contains(&"TR056"));
        assert!(!toewijzing.contains(&"CD078"), "there is no Budget in 2.3");
        assert!(!toewijzing.contains(&"TR332"), "there is no code 9332 in 2.3");
        assert!(stop.contains(&"TR018") && !stop.contains(&"TR413"));
        assert_eq!(ids(Soort::S323), [""; 0]);
        assert_eq!(ids(Soort::S303).len(), FACTUURREGELS.len(), "each has a code that 2.3 knows, or none");
        assert_eq!(ids(Soort::S304), [""; 0]);
    }
}
