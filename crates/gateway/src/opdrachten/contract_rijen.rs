//! `contract indexeer` and `contract importeer`: new tariff rows, as lines to put in a contract file.

use std::path::Path;

use bericht::Domein;
use contract::indexatie::{Indexcijfers, indexeer as bereken};
use contract::invoer::{Aanvulling, Cellen, tarieven, uit_csv, uit_werkblad};
use contract::model::{Bereik, Tariefrij};
use contract::tariefblok;
use serde::Serialize;

use super::contract::{bytes, zonder_fouten};
use super::contract_args::{ImporteerArgs, IndexeerArgs, Wet};
use crate::einde::{Einde, Fout};
use crate::uitvoer;

#[derive(Serialize)]
struct Rijen {
    valid_from: Option<chrono::NaiveDate>,
    valid_until: Option<chrono::NaiveDate>,
    rows: Vec<Rij>,
    skipped: Vec<Overgeslagen>,
}

#[derive(Serialize)]
struct Rij {
    code: Option<String>,
    wet: Option<&'static str>,
    per: &'static str,
    amount: Option<String>,
    base: Option<String>,
    declared: Option<String>,
}

#[derive(Serialize)]
struct Overgeslagen {
    code: String,
    why: String,
}

fn toon(rijen: &[Tariefrij], termijn: Bereik, overgeslagen: Vec<(String, String)>, json: bool) -> Result<(), Fout> {
    if json {
        let rows = rijen.iter().map(|r| Rij {
            code: r.code.clone().or_else(|| r.naam.clone()),
            wet: r.wet.map(Domein::as_str),
            per: r.grondslag.map_or("?", |g| g.naam()),
            amount: r.bedrag.map(|b| format!("{b:.2}")),
            base: r.basis.map(|b| b.to_string()),
            declared: r.gedrukt.map(|b| format!("{b:.2}")),
        });
        let skipped = overgeslagen.into_iter().map(|(code, why)| Overgeslagen { code, why }).collect();
        return uitvoer::json(&Rijen {
            valid_from: termijn.van,
            valid_until: termijn.tot,
            rows: rows.collect(),
            skipped,
        });
    }
    for (code, waarom) in overgeslagen {
        uitvoer::regel(&format!("# overgeslagen: {code}, {waarom}"))?;
    }
    uitvoer::regel(tariefblok(rijen, termijn).trim_end())
}

pub fn indexeer(args: &IndexeerArgs) -> Result<Einde, Fout> {
    let cijfers = cijfers(args)?;
    let Some(gelezen) = zonder_fouten(&args.bestand)? else { return Ok(Einde::Gebreken) };
    let [gelezen] = gelezen.as_slice() else {
        return Err(Fout::Gebruik(format!("{} is not one contract file", args.bestand.display())));
    };
    match bereken(&gelezen.bestand, args.vanaf, &cijfers) {
        Ok(uit) => {
            let termijn = uit.rijen.first().map_or(Bereik { van: Some(args.vanaf), tot: None }, |rij| rij.termijn);
            toon(&uit.rijen, termijn, uit.overgeslagen, args.json)?;
            Ok(Einde::Goed)
        }
        Err(fout) => {
            uitvoer::meld(&format!("ketenpoort: {}: {fout}", gelezen.pad));
            Ok(Einde::Gebreken)
        }
    }
}

fn cijfers(args: &IndexeerArgs) -> Result<Indexcijfers, Fout> {
    let half = (args.voorlopig, args.loon, args.cpi, args.kapitaal);
    match (half, (args.index_nieuw, args.index_oud)) {
        ((Some(voorlopig), Some(loon), Some(cpi), Some(kapitaal)), (None, None)) => {
            Ok(Indexcijfers::HalveOva { definitief: [loon, cpi, kapitaal], voorlopig })
        }
        ((None, None, None, None), (Some(nieuw), Some(oud))) => Ok(Indexcijfers::Verhouding { nieuw, oud }),
        _ => Err(Fout::Gebruik(
            "give --voorlopig, --loon, --cpi and --kapitaal, or --index-nieuw and --index-oud".to_owned(),
        )),
    }
}

pub fn importeer(args: &ImporteerArgs) -> Result<Einde, Fout> {
    if args.tot.is_some_and(|tot| tot < args.vanaf) {
        return Err(Fout::Gebruik("--tot is before --vanaf".to_owned()));
    }
    let termijn = Bereik { van: Some(args.vanaf), tot: args.tot };
    let wet = args.wet.map(|wet| if wet == Wet::Wmo { Domein::Iwmo } else { Domein::Ijw });
    let aanvulling = Aanvulling { termijn, wet, feit: args.feit.clone() };
    match tarieven(&cellen(&args.tabel, args.blad.as_deref())?, &aanvulling) {
        Ok(rijen) => {
            toon(&rijen, termijn, Vec::new(), args.json)?;
            Ok(Einde::Goed)
        }
        Err(fouten) => {
            for fout in &fouten {
                let kolom = if fout.kolom.is_empty() { String::new() } else { format!(", kolom {}", fout.kolom) };
                uitvoer::meld(&format!("{}: rij {}{kolom}: {}", args.tabel.display(), fout.rij, fout.tekst));
            }
            Ok(Einde::Gebreken)
        }
    }
}

/// The cells of a table: CSV by its extension (csv, tsv, txt), anything else as a spreadsheet.
pub(super) fn cellen(pad: &Path, blad: Option<&str>) -> Result<Cellen, Fout> {
    let extensie = pad.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    let bytes = bytes(pad)?;
    let gelezen = match extensie.as_str() {
        "csv" | "tsv" | "txt" => uit_csv(&bytes),
        _ => uit_werkblad(&bytes, blad),
    };
    gelezen.map_err(|source| Fout::Tabel { pad: pad.display().to_string(), source: Box::new(source) })
}
