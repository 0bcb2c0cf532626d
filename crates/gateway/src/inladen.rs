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

/// Schemas, contracts and lists as the configuration says; `contracts` of the command line goes first. A folder that is
/// configured may be empty still; one that is named in a call is named for what is in it.
pub fn keten(configuratie: &Configuratie, contracts: Option<&Path>) -> Result<Keten, Fout> {
    let schemas = match &configuratie.schemas_map {
        None => catalogus::ingebouwd()?,
        Some(map) => catalogus::uit_map(map)?,
    };
    let contracten = contracten(contracts, configuratie)?;
    Ok(Keten {
        schemas,
        contracten,
        gemeenten: gemeenten(configuratie.gemeenten.as_deref())?,
        limits: Limits::default(),
        max_bytes: configuratie.max_bytes,
    })
}

/// The contracts of the command line, or else those of the configuration.
pub fn contracten(gevraagd: Option<&Path>, configuratie: &Configuratie) -> Result<Contracten, Fout> {
    match (gevraagd, &configuratie.contracten_map) {
        (Some(pad), _) => match lees_contracten(pad)? {
            Contracten(leeg) if leeg.is_empty() => {
                Err(Fout::Gebruik(format!("there is no *.toml in {}", pad.display())))
            }
            gevuld => Ok(gevuld),
        },
        (None, Some(pad)) => lees_contracten(pad),
        (None, None) => Ok(Contracten::default()),
    }
}

/// One contract file, or all of a folder.
fn lees_contracten(pad: &Path) -> Result<Contracten, Fout> {
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
