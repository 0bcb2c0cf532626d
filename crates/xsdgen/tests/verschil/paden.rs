//! The same facts seen from the other side: every element path of a message, and every simple type, in the columns of
//! the fact tables of the standard.

use std::collections::BTreeMap;

use crate::schema::{Beperking, Onderdeel, Schema};

/// A row by column name; an empty cell is left out.
pub type Rij = BTreeMap<String, String>;

/// Columns that say nothing about a schema of ours, or are always empty in it.
const NIET_VERGELEKEN: [&str; 5] = ["standard", "release", "message", "nr", "flags"];

/// Reads a table with a header, without the columns that are not compared.
pub fn tabel(tekst: &str) -> Vec<(Rij, Rij)> {
    let mut regels = tekst.lines();
    let kop: Vec<&str> = regels.next().expect("a header").split('\t').collect();
    let rij = |regel: &str| -> Rij {
        let cellen = kop.iter().zip(regel.split('\t')).filter(|(_, cel)| !cel.is_empty());
        cellen.map(|(naam, cel)| ((*naam).to_owned(), cel.to_owned())).collect()
    };
    let splits = |rij: Rij| rij.into_iter().partition(|(naam, _)| NIET_VERGELEKEN.contains(&naam.as_str()));
    regels.map(rij).map(splits).collect()
}

/// A message with its basisschema.
pub struct Paden<'s> {
    pub bericht: &'s Schema,
    pub basis: &'s Schema,
}

impl Paden<'_> {
    /// Every element path in document order.
    pub fn rijen(&self) -> Vec<Rij> {
        let mut uit = Vec::new();
        for wortel in &self.bericht.wortels {
            self.element(&self.bericht.doel, "", wortel, &mut uit);
        }
        uit
    }

    fn element(&self, ruimte: &str, boven: &str, onderdeel: &Onderdeel, uit: &mut Vec<Rij>) {
        let pad = if boven.is_empty() { onderdeel.naam.clone() } else { format!("{boven}/{}", onderdeel.naam) };
        let mut rij = Rij::new();
        let mut zet = |naam: &str, waarde: &str| {
            rij.insert(naam.to_owned(), waarde.to_owned());
        };
        zet("path", &pad);
        zet("namespace", ruimte);
        zet("minOccurs", &onderdeel.min);
        zet("maxOccurs", &onderdeel.max);
        let lokaal = onderdeel.beperking.as_ref();
        let naam = onderdeel.soort.clone().unwrap_or_else(|| lokaal.expect("a type").basis.clone());
        let (schema, kort) = self.vind(&naam);
        let soort = format!("{}:{kort}", prefix(&schema.doel));
        if let Some(kinderen) = schema.complex.get(&kort) {
            zet("kind", "complex");
            zet("type", &soort);
            let namen: Vec<&str> = kinderen.iter().map(|kind| kind.naam.as_str()).collect();
            zet("content", &format!("({})", namen.join(", ")));
            uit.push(rij);
            for kind in kinderen {
                self.element(&schema.doel, &pad, kind, uit);
            }
        } else {
            zet("kind", "simple");
            zet("type", &if lokaal.is_some() { format!("{soort} (restricted)") } else { soort });
            rij.extend(facetten(lokaal.into_iter().chain([&schema.simpel[&kort]])));
            uit.push(rij);
        }
    }

    fn vind(&self, naam: &str) -> (&Schema, String) {
        let (ruimte, kort) = naam.strip_prefix('{').and_then(|naam| naam.split_once('}')).expect("a qualified name");
        (if ruimte == self.basis.doel { self.basis } else { self.bericht }, kort.to_owned())
    }
}

/// Every simple type of a basisschema.
pub fn typen(basis: &Schema) -> Vec<Rij> {
    let rij = |(naam, beperking): (&String, &Beperking)| {
        let mut rij = facetten([beperking]);
        rij.insert("type".to_owned(), naam.clone());
        rij.insert("namespace".to_owned(), basis.doel.clone());
        rij
    };
    basis.simpel.iter().map(rij).collect()
}

/// Facets over all steps, the innermost restriction first; only the last step has a built-in base.
fn facetten<'b>(stappen: impl IntoIterator<Item = &'b Beperking>) -> Rij {
    let (mut rij, mut patronen) = (Rij::new(), Vec::new());
    for stap in stappen {
        rij.insert("base".to_owned(), stap.basis.replace("{http://www.w3.org/2001/XMLSchema}", "xs:"));
        if !stap.codes.is_empty() {
            rij.insert("enumeration".to_owned(), stap.codes.join("|"));
        }
        for (naam, waarde) in &stap.facetten {
            if naam == "pattern" {
                patronen.push(waarde.clone());
            } else {
                rij.entry(naam.clone()).or_insert_with(|| waarde.clone());
            }
        }
    }
    if !patronen.is_empty() {
        rij.insert("pattern".to_owned(), patronen.join(" && "));
    }
    rij
}

/// The prefix in the tables: the part of the namespace that names the schema, or the standard for a basisschema.
fn prefix(ruimte: &str) -> &str {
    let delen: Vec<&str> = ruimte.split('/').collect();
    match delen.as_slice() {
        [.., standaard, _, "basisschema", "schema"] => standaard,
        [.., naam, "schema"] => naam,
        _ => ruimte,
    }
}
