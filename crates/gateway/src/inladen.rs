//! Loads what the pipeline needs, once per call.

use std::fs;
use std::path::Path;

use bericht::catalogus;
use contract::Contracten;
use pipeline::Keten;
use regels::Gemeenten;
use schema::Limits;

use crate::configuratie::Configuratie;
use crate::einde::Fout;

/// Schemas, contracts and lists as the configuration says; `contracts` of the command line goes first.
pub fn keten(configuratie: &Configuratie, contracts: Option<&Path>) -> Result<Keten, Fout> {
    let schemas = match &configuratie.schemas_map {
        None => catalogus::ingebouwd()?,
        Some(map) => catalogus::uit_map(map)?,
    };
    let contracten = match contracts.or(configuratie.contracten_map.as_deref()) {
        None => Contracten::default(),
        Some(pad) => contracten(pad)?,
    };
    Ok(Keten {
        schemas,
        contracten,
        gemeenten: gemeenten(configuratie.gemeenten.as_deref())?,
        limits: Limits::default(),
        max_bytes: configuratie.max_bytes,
    })
}

/// One contract file, or all of a folder.
pub fn contracten(pad: &Path) -> Result<Contracten, Fout> {
    if !pad.is_file() {
        return Ok(contract::lees_map(pad)?);
    }
    let naam = pad.display().to_string();
    let tekst = fs::read_to_string(pad).map_err(|source| Fout::Bestand { wat: "read", pad: naam.clone(), source })?;
    Ok(Contracten(vec![contract::lees_tekst(&naam, &tekst)?]))
}

fn gemeenten(pad: Option<&Path>) -> Result<Gemeenten, Fout> {
    let (naam, lijst) = match pad {
        None => ("(built in)".to_owned(), Gemeenten::ingebouwd()),
        Some(pad) => {
            let naam = pad.display().to_string();
            let tekst =
                fs::read_to_string(pad).map_err(|source| Fout::Bestand { wat: "read", pad: naam.clone(), source })?;
            (naam, Gemeenten::lees(&tekst, true))
        }
    };
    lijst.map_err(|source| Fout::Gemeenten { pad: naam, source })
}
