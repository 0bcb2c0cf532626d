//! What each retourcode means, in our own words. The table is data: codes of rules, and the four that no rule owns.

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retourcode {
    /// The code (WJ001).
    pub code: &'static str,
    /// Its meaning, in Dutch.
    pub betekenis: &'static str,
}

/// All codes, in order.
pub fn retourcodes() -> impl Iterator<Item = Retourcode> {
    include_str!("../data/retourcodes.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(code, betekenis)| Retourcode { code, betekenis })
}

/// What a code means; `None` for a code that is not in the table.
pub fn betekenis(code: &str) -> Option<&'static str> {
    retourcodes().find(|r| r.code == code).map(|r| r.betekenis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tabel::regeltabel;

    #[test]
    fn every_code_of_a_rule_has_one_meaning() {
        let codes: Vec<_> = retourcodes().map(|r| r.code).collect();
        assert!(codes.is_sorted() && codes.windows(2).all(|w| w.first() != w.last()), "in order, each once");
        for feit in regeltabel() {
            if let Some(code) = feit.retourcode {
                assert!(betekenis(code).is_some_and(|b| b.len() > 20), "{}: {code} has no meaning", feit.id);
            }
        }
        for eigen in [bericht::retour::GOED, bericht::retour::GEHEEL_TOEGEKEND, bericht::retour::NIET_BEOORDEELD] {
            assert!(betekenis(eigen).is_some(), "{eigen}");
        }
        assert_eq!(betekenis("9999"), None);
    }
}
