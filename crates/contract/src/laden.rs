//! From files to contracts: read, check, and refuse what has errors.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::Error as _;

use crate::bestand::{Bevinding, Ernst, Gebrek};
use crate::codelijst::Codelijst;
use crate::controle::{controleer, samen};
use crate::fout::ContractFout;
use crate::lezen::lees;
use crate::model::Contractbestand;
use crate::tarief::{Contract, Contracten};

/// A file with everything the linter found in it.
#[derive(Debug)]
pub struct Gecontroleerd {
    /// Path as given.
    pub pad: String,
    /// The file as far as it could be read.
    pub bestand: Contractbestand,
    /// Findings in the order of the text.
    pub bevindingen: Vec<Bevinding>,
}

impl Gecontroleerd {
    /// How many findings of a weight there are.
    pub fn aantal(&self, ernst: Ernst) -> usize {
        self.bevindingen.iter().filter(|b| b.ernst == ernst).count()
    }
}

/// Reads and checks a text; never an error and never a crash, whatever the text.
pub fn controleer_tekst(pad: &str, tekst: &str) -> Gecontroleerd {
    controleer_met_lijst(pad, tekst, None)
}

/// As [`controleer_tekst`], with the codes compared with a product code list.
pub fn controleer_met_lijst(pad: &str, tekst: &str, lijst: Option<&Codelijst>) -> Gecontroleerd {
    let (bestand, mut meld) = lees(tekst);
    // Where nothing could be read, there is nothing to say about the content.
    if !meld.bevindingen.iter().any(|b| b.gebrek == Gebrek::Toml) {
        controleer(&bestand, lijst, &mut meld);
    }
    Gecontroleerd { pad: pad.to_owned(), bestand, bevindingen: meld.bevindingen }
}

/// Reads and checks a file, or every `*.toml` in a folder in order of name; files of one folder also against each other.
pub fn controleer_pad(pad: &Path, lijst: Option<&Codelijst>) -> Result<Vec<Gecontroleerd>, ContractFout> {
    let mut gelezen = Vec::new();
    for pad in bestanden(pad)? {
        gelezen.push(controleer_met_lijst(&pad.display().to_string(), &tekst(&pad)?, lijst));
    }
    let onderling = samen(&gelezen.iter().map(|g| &g.bestand).collect::<Vec<_>>());
    for (at, bevinding) in onderling {
        if let Some(gecontroleerd) = gelezen.get_mut(at) {
            gecontroleerd.bevindingen.push(bevinding);
        }
    }
    Ok(gelezen)
}

/// Reads every `*.toml` in a folder, in order of name; the first fault ends it.
pub fn lees_map(folder: &Path) -> Result<Contracten, ContractFout> {
    let mut contracten = Vec::new();
    for gelezen in controleer_pad(folder, None)? {
        contracten.push(aanvaard(&gelezen)?);
    }
    Ok(Contracten(contracten))
}

/// Reads one contract; `path` is for errors.
pub fn lees_tekst(path: &str, text: &str) -> Result<Contract, ContractFout> {
    aanvaard(&controleer_tekst(path, text))
}

/// The contract in a file without errors; open items and warnings do not stop it.
fn aanvaard(gelezen: &Gecontroleerd) -> Result<Contract, ContractFout> {
    let path = gelezen.pad.clone();
    let Some(fout) = gelezen.bevindingen.iter().find(|b| b.ernst == Ernst::Fout) else {
        return Ok(Contract::van(&gelezen.bestand));
    };
    let reason = format!("line {}, column {}: {} ({})", fout.regel, fout.kolom, fout.tekst, fout.herstel);
    if fout.gebrek.is_vorm() {
        return Err(ContractFout::Vorm { path, source: Box::new(toml::de::Error::custom(reason)) });
    }
    Err(ContractFout::Inhoud { path, reason })
}

fn bestanden(pad: &Path) -> Result<Vec<PathBuf>, ContractFout> {
    let fout = |source| ContractFout::Lezen { path: pad.display().to_string(), source };
    if !fs::metadata(pad).map_err(fout)?.is_dir() {
        return Ok(vec![pad.to_owned()]);
    }
    let mut paden = Vec::new();
    for entry in fs::read_dir(pad).map_err(fout)? {
        let pad = entry.map_err(fout)?.path();
        if pad.extension().is_some_and(|e| e == "toml") {
            paden.push(pad);
        }
    }
    paden.sort();
    Ok(paden)
}

fn tekst(pad: &Path) -> Result<String, ContractFout> {
    fs::read_to_string(pad).map_err(|source| ContractFout::Lezen { path: pad.display().to_string(), source })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use bericht::{Domein, Dossier, Eenheid, datum};

    const TEKST: &str = r#"
        [contract]
        id = "proef"
        wetten = ["jw"]
        valid_from = 2026-01-01
        gemeenten = [{ code = "0363" }]
        [[tariffs]]
        valid_from = 2026-01-01
        valid_until = 2026-06-30
        rows = [{ code = "45A04", cat = "45", wet = "jw", per = "uur", amount = "62.50", declared_unit = "01" }]
    "#;

    fn dossier() -> Dossier {
        Dossier { domein: Domein::Ijw, gemeente: "0363".into(), aanbieder: "99990001".into() }
    }

    #[test]
    fn tariffs_are_dated_and_in_cents() {
        let contracten = Contracten(vec![lees_tekst("proef", TEKST).unwrap()]);
        let dag = |d| datum(d).unwrap();
        let found = contracten.tarieven(&dossier(), "45A04", dag("2026-06-30")).next().unwrap().clone();
        assert_eq!((found.cent, found.per, found.declareren_in), (6250, Eenheid::Uur, Some(Eenheid::Minuut)));
        assert!(contracten.tarieven(&dossier(), "45A04", dag("2026-07-01")).next().is_none());
        let other = Dossier { gemeente: "0344".into(), ..dossier() };
        assert!(contracten.tarieven(&other, "45A04", dag("2026-06-30")).next().is_none());
    }

    #[test]
    fn mistakes_are_named() {
        let unknown = TEKST.replace("wetten", "wet_ten");
        assert!(matches!(lees_tekst("p", &unknown), Err(ContractFout::Vorm { .. })));
        let fraction = TEKST.replace("62.50", "62.505");
        assert!(lees_tekst("p", &fraction).unwrap_err().to_string().contains("45A04"));
    }
}
