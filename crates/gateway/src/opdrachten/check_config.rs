//! `check-config`: is the configuration right, and what does it come to?

use std::path::Path;

use serde::Serialize;

use crate::cli::CheckConfigArgs;
use crate::configuratie::{self, SLEUTELS};
use crate::einde::{Einde, Fout};
use crate::{inladen, uitvoer};

#[derive(Serialize)]
struct Verslag {
    file: Option<String>,
    releases: Vec<String>,
    contracts: usize,
    keys: Vec<SleutelRegel>,
}

#[derive(Serialize)]
struct SleutelRegel {
    key: &'static str,
    value: Option<String>,
    default: &'static str,
    meaning: &'static str,
}

/// Reads the configuration and loads what it points to; any fault is an error with exit code 2.
pub fn check_config(args: &CheckConfigArgs, config: Option<&Path>) -> Result<Einde, Fout> {
    let configuratie = configuratie::laad(args.bestand.as_deref().or(config))?;
    let keten = inladen::keten(&configuratie, None)?;
    let verslag = Verslag {
        file: configuratie.bestand.as_ref().map(|p| p.display().to_string()),
        releases: keten.schemas.releases().iter().map(|r| format!("{}-{}", r.standard, r.release)).collect(),
        contracts: keten.contracten.0.len(),
        keys: SLEUTELS
            .iter()
            .map(|s| SleutelRegel {
                key: s.naam,
                value: configuratie.toon(s.naam),
                default: s.standaard,
                meaning: s.betekenis,
            })
            .collect(),
    };
    if args.json {
        uitvoer::json(&verslag)?;
    } else {
        uitvoer::regel(&format!("{}: ok", verslag.file.as_deref().unwrap_or("(defaults)")))?;
        for key in &verslag.keys {
            let value = key.value.as_deref().unwrap_or(key.default);
            uitvoer::regel(&format!("  {:18} {value:24} {}", key.key, key.meaning))?;
        }
        uitvoer::regel(&format!("  releases {}; {} contracts", verslag.releases.join(", "), verslag.contracts))?;
    }
    uitvoer::klaar()?;
    Ok(Einde::Goed)
}
