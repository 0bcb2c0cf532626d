//! `check-config`: is the configuration right, and what does it come to?

use std::path::Path;

use serde::Serialize;

use crate::cli::CheckConfigArgs;
use crate::configuratie::{self, PARTIJSLEUTELS, SLEUTELS};
use crate::einde::{Einde, Fout};
use crate::serve::{self, Certificaat};
use crate::{inladen, uitvoer};

#[derive(Serialize)]
struct Verslag {
    file: Option<String>,
    releases: Vec<String>,
    contracts: usize,
    parties: Vec<PartijRegel>,
    certificates: Vec<CertificaatRegel>,
    keys: Vec<SleutelRegel>,
}

#[derive(Serialize)]
struct SleutelRegel {
    key: &'static str,
    value: Option<String>,
    default: &'static str,
    meaning: &'static str,
}

#[derive(Serialize)]
struct PartijRegel {
    code: String,
    local: bool,
    tokens: usize,
    folder: bool,
}

#[derive(Serialize)]
struct CertificaatRegel {
    key: &'static str,
    valid_until: String,
    days: i64,
    ends_soon: bool,
}

/// Reads the configuration and loads what it points to, as `serve` does; any fault is an error with exit code 2.
pub fn check_config(args: &CheckConfigArgs, config: Option<&Path>) -> Result<Einde, Fout> {
    let configuratie = configuratie::laad(args.bestand.as_deref().or(config))?;
    let keten = inladen::keten(&configuratie, None)?;
    let (certificaten, nu) = (serve::keur(&configuratie)?, serve::nu());
    let verslag = Verslag {
        file: configuratie.bestand.as_ref().map(|p| p.display().to_string()),
        releases: keten.schemas.releases().iter().map(|r| format!("{}-{}", r.standard, r.release)).collect(),
        contracts: keten.contracten.0.len(),
        parties: configuratie.partijen.iter().map(partij).collect(),
        certificates: certificaten.iter().map(|certificaat| regel(certificaat, nu)).collect(),
        keys: SLEUTELS
            .iter()
            .map(|s| SleutelRegel {
                key: s.naam,
                value: configuratie.toon(s.naam).map(str::to_owned),
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
            uitvoer::regel(&format!("  {:30} {value:24} {}", key.key, key.meaning))?;
        }
        for PartijRegel { code, local, tokens, folder } in &verslag.parties {
            let lijst = if *local { "lokaal" } else { "partner" };
            uitvoer::regel(&format!(
                "  [[{lijst}]] {code}: {tokens} tokens, {}",
                if *folder { "folder" } else { "no folder" }
            ))?;
        }
        for CertificaatRegel { key, valid_until, days, ends_soon } in &verslag.certificates {
            let raad = if *ends_soon { "; ask for a new one" } else { "" };
            uitvoer::regel(&format!("  {key} is valid until {valid_until}, {days} days{raad}"))?;
        }
        let velden: Vec<String> = PARTIJSLEUTELS.iter().map(|s| format!("{} ({})", s.naam, s.betekenis)).collect();
        uitvoer::regel(&format!("  keys of [[lokaal]] and [[partner]]: {}", velden.join("; ")))?;
        uitvoer::regel(&format!("  releases {}; {} contracts", verslag.releases.join(", "), verslag.contracts))?;
    }
    uitvoer::klaar()?;
    Ok(Einde::Goed)
}

fn partij(partij: &dienst::partijen::Partij) -> PartijRegel {
    PartijRegel { code: partij.code.clone(), local: partij.lokaal, tokens: partij.tokens.len(), folder: partij.map }
}

fn regel(certificaat: &Certificaat, nu: i64) -> CertificaatRegel {
    CertificaatRegel {
        key: certificaat.sleutel,
        valid_until: certificaat.datum(),
        days: certificaat.dagen(nu),
        ends_soon: certificaat.loopt_af(nu),
    }
}
