//! The parties: those this gateway acts for, the others, and who may act for whom.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use bericht::Rol;
use dossier::Richting;

use crate::token::TokenHash;

/// One party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partij {
    /// CBS code of four digits or AGB code of eight.
    pub code: String,
    /// Whether this gateway acts for it.
    pub lokaal: bool,
    /// Hashes of its tokens.
    pub tokens: Vec<TokenHash>,
    /// Whether it has a folder.
    pub map: bool,
}

/// The role that goes with the form of a code.
pub fn rol(code: &str) -> Option<Rol> {
    match (code.len(), code.bytes().all(|b| b.is_ascii_digit())) {
        (4, true) => Some(Rol::Gemeente),
        (8, true) => Some(Rol::Aanbieder),
        _ => None,
    }
}

/// Who hands something in, after authentication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Indiener {
    /// Someone who may act for these parties: a token, or a folder.
    Partijen(BTreeSet<String>),
    /// The hub, which passes on messages of parties elsewhere.
    Schakelpunt,
}

/// All parties of an installation.
#[derive(Debug, Default)]
pub struct Partijen {
    alle: BTreeMap<String, Partij>,
    tokens: HashMap<TokenHash, BTreeSet<String>>,
}

impl Partijen {
    /// Builds the tables. One token may stand with several parties: whoever has it acts for all of them.
    pub fn nieuw(partijen: impl IntoIterator<Item = Partij>) -> Self {
        let mut alles = Self::default();
        for partij in partijen {
            for token in &partij.tokens {
                alles.tokens.entry(*token).or_default().insert(partij.code.clone());
            }
            alles.alle.insert(partij.code.clone(), partij);
        }
        alles
    }

    /// The parties that the holder of a token acts for. Looking up a hash takes as long for a wrong token as for a right
    /// one, and the hash of a guess says nothing about the guess beside it.
    pub fn houder(&self, token: &str) -> Option<&BTreeSet<String>> {
        self.tokens.get(&TokenHash::van(token))
    }

    /// Whether this gateway acts for a party.
    pub fn is_lokaal(&self, code: &str) -> bool {
        self.alle.get(code).is_some_and(|partij| partij.lokaal)
    }

    /// Whether a party has a folder.
    pub fn heeft_map(&self, code: &str) -> bool {
        self.alle.get(code).is_some_and(|partij| partij.map)
    }

    /// All parties, in order of code.
    pub fn alle(&self) -> impl Iterator<Item = &Partij> {
        self.alle.values()
    }

    /// Which way a message between two parties goes; `None` when neither is local.
    pub fn richting(&self, afzender: &str, ontvanger: &str) -> Option<Richting> {
        match (self.is_lokaal(afzender), self.is_lokaal(ontvanger)) {
            (true, true) => Some(Richting::Intern),
            (false, true) => Some(Richting::In),
            (true, false) => Some(Richting::Uit),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partij(code: &str, lokaal: bool, token: &str) -> Partij {
        Partij { code: code.to_owned(), lokaal, tokens: vec![TokenHash::van(token)], map: false }
    }

    #[test]
    fn a_token_acts_for_its_own_parties_and_the_side_decides_the_direction() {
        let partijen = Partijen::nieuw([
            partij("0363", true, "regio"),
            partij("0384", true, "regio"),
            partij("99990001", false, "zorg"),
        ]);
        let regio: BTreeSet<String> = ["0363", "0384"].map(str::to_owned).into();
        assert_eq!(partijen.houder("regio"), Some(&regio));
        assert_eq!(partijen.houder("zorg").map(BTreeSet::len), Some(1));
        assert_eq!(partijen.houder("anders"), None);
        assert_eq!(partijen.richting("99990001", "0363"), Some(Richting::In));
        assert_eq!(partijen.richting("0363", "99990001"), Some(Richting::Uit));
        assert_eq!(partijen.richting("0363", "0384"), Some(Richting::Intern));
        assert_eq!(partijen.richting("99990001", "0518"), None);
    }

    #[test]
    fn the_form_of_a_code_is_its_role() {
        assert_eq!((rol("0363"), rol("99990001")), (Some(Rol::Gemeente), Some(Rol::Aanbieder)));
        assert_eq!((rol("363"), rol("9999000x"), rol("")), (None, None, None));
    }
}
