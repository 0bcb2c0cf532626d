//! What several sections have in common.

use crate::bestand::{Gebrek, Sectie, Verslag};
use crate::model::{Bereik, Feiten};

/// `valid_from` and `valid_until`, in that order.
pub fn bereik(s: &mut Sectie<'_>, meld: &mut Verslag<'_>) -> Bereik {
    let bereik = Bereik { van: s.dag("valid_from", meld), tot: s.dag("valid_until", meld) };
    if let (Some(van), Some(tot)) = (bereik.van, bereik.tot)
        && tot < van
    {
        let tekst = format!("{} eindigt op {tot}, voor het begin op {van}", s.naam());
        meld.fout(Gebrek::BuitenContract, s.plaats(), tekst, "verwissel of verbeter de datums");
    }
    bereik
}

/// `fact`: one number or a list, such as `GV21-101` or `GV21-101..128`.
pub fn feiten(s: &mut Sectie<'_>, meld: &mut Verslag<'_>) -> Feiten {
    feiten_van("fact", s, meld)
}

/// Fact numbers under another key.
pub fn feiten_van(key: &'static str, s: &mut Sectie<'_>, meld: &mut Verslag<'_>) -> Feiten {
    let mut feiten = Vec::new();
    for (tekst, plaats) in s.teksten(key, meld) {
        match uitgeschreven(&tekst) {
            Some(nummers) => feiten.extend(nummers),
            None => s.onmogelijk(
                key,
                plaats,
                &tekst,
                "een reeks, een streepje en drie cijfers: GV21-101, of GV21-101..104",
                meld,
            ),
        }
    }
    feiten
}

/// `GV21-101` is itself, `GV21-101..104` four numbers.
fn uitgeschreven(tekst: &str) -> Option<Vec<String>> {
    let (reeks, nummers) = tekst.rsplit_once('-')?;
    let goede_reeks = !reeks.is_empty() && reeks.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let nummer = |t: &str| t.parse::<u16>().ok().filter(|_| t.len() == 3 && t.bytes().all(|b| b.is_ascii_digit()));
    let (van, tot) = match nummers.split_once("..") {
        Some((van, tot)) => (nummer(van)?, nummer(tot)?),
        None => (nummer(nummers)?, nummer(nummers)?),
    };
    (goede_reeks && van <= tot).then(|| (van..=tot).map(|n| format!("{reeks}-{n:03}")).collect())
}

/// Whether a text is a CBS code of a gemeente in form.
pub fn is_gemeentecode(tekst: &str) -> bool {
    tekst.len() == 4 && tekst.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text is an AGB code in form.
pub fn is_agb(tekst: &str) -> bool {
    tekst.len() == 8 && tekst.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text can be a ProductCode: the schema allows up to five letters and digits.
pub fn is_productcode(tekst: &str) -> bool {
    (1..=5).contains(&tekst.len()) && tekst.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fact_numbers_and_ranges() {
        assert_eq!(uitgeschreven("GV21-101").unwrap(), ["GV21-101"]);
        assert_eq!(uitgeschreven("DP18-109..111").unwrap(), ["DP18-109", "DP18-110", "DP18-111"]);
        for fout in ["", "GV21", "GV21-", "GV21-1", "gv21-101", "GV21-104..101", "GV21-1.1", "-101", "GV21-99999"] {
            assert_eq!(uitgeschreven(fout), None, "{fout}");
        }
    }
}
