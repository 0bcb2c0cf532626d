//! A product code list to compare contracts with, such as the national list: a table with columns code and cat, and wet
//! when it holds both laws.

use std::collections::BTreeSet;

use bericht::Domein;

use crate::bestand::{Gebrek, Verslag, WETTEN};
use crate::invoer::Cellen;
use crate::model::Contractbestand;

/// Codes with their categorie and law; no law means both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codelijst(BTreeSet<(String, String, Option<Domein>)>);

impl Codelijst {
    /// Reads a list; the error names the row and what is missing, in Dutch.
    pub fn van(cellen: &Cellen) -> Result<Codelijst, String> {
        let Some(((_, koppen), rest)) = cellen.0.split_first() else { return Err("de lijst is leeg".to_owned()) };
        let kolom = |namen: &[&str]| koppen.iter().position(|kop| namen.contains(&kop.to_lowercase().as_str()));
        let (Some(code), Some(categorie)) =
            (kolom(&["code", "productcode"]), kolom(&["cat", "categorie", "productcategorie"]))
        else {
            return Err("de lijst heeft geen kolommen code en cat".to_owned());
        };
        let wet = kolom(&["wet"]);
        let mut codes = BTreeSet::new();
        for (nummer, velden) in rest {
            let veld = |at: usize| velden.get(at).map(String::as_str).filter(|v| !v.is_empty());
            let (Some(code), Some(categorie)) = (veld(code), veld(categorie)) else {
                return Err(format!("rij {nummer} heeft geen code of geen categorie"));
            };
            let wet = match wet.and_then(veld) {
                None => None,
                Some(naam) => Some(
                    WETTEN
                        .iter()
                        .find(|(bekend, _)| bekend.eq_ignore_ascii_case(naam))
                        .map(|(_, wet)| *wet)
                        .ok_or_else(|| format!("rij {nummer}: wet is geen wmo of jw"))?,
                ),
            };
            codes.insert((code.to_owned(), categorie.to_owned(), wet));
        }
        Ok(Codelijst(codes))
    }

    fn kent(&self, code: &str, categorie: &str, wet: Option<Domein>) -> bool {
        let past = |(c, k, w): &(String, String, Option<Domein>)| {
            c == code && k == categorie && (w.is_none() || wet.is_none() || *w == wet)
        };
        self.0.iter().any(past)
    }

    /// Reports products and tariffs that are not in the list.
    pub(crate) fn controleer(&self, bestand: &Contractbestand, meld: &mut Verslag<'_>) {
        let tarieven = bestand.tarieven.iter().map(|t| (t.plaats, &t.code, &t.categorie, t.wet));
        let producten = bestand.producten.iter().map(|p| (p.plaats, &p.code, &p.categorie, p.wet));
        for (plaats, code, categorie, wet) in producten.chain(tarieven) {
            let (Some(code), Some(categorie)) = (code, categorie) else { continue };
            if !self.kent(code, categorie, wet) {
                let tekst = format!("{code} met categorie {categorie} staat niet in de productcodelijst");
                meld.fout(Gebrek::ProductOnbekend, plaats, tekst, "verbeter code of cat, of gebruik een andere lijst");
                meld.over(format!("product:{code}"));
            }
        }
    }
}
