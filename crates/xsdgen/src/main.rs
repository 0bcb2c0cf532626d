//! Command line of the schema generator; see `--help`.

#![forbid(unsafe_code)]

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xsdgen::{Afwijking, Fout};

const HULP: &str = "\
Writes the XSDs of iWmo and iJw from the tables in XSD_DIR/feiten.

Usage: xsdgen [--check] [XSD_DIR]

  XSD_DIR    folder with feiten/ and the schema folders (default: xsd)
  --check    write nothing; name each file that is stale, missing or not in the tables
  --help     show this text

Exit status: 0 done, or all files up to date; 1 --check found a difference;
2 wrong arguments, a broken table or a file that cannot be read or written.

Example: edit xsd/feiten/3.2/klassen.tsv, then, in the root of the workspace:

  cargo run -p xsdgen
  cargo run -p xsdgen -- --check
";

/// What the arguments ask for.
enum Opdracht {
    Hulp,
    Controleer(PathBuf),
    Schrijf(PathBuf),
}

fn main() -> ExitCode {
    let uitkomst = match ontleed(std::env::args_os().skip(1)) {
        Ok(Opdracht::Hulp) => {
            print!("{HULP}");
            return ExitCode::SUCCESS;
        }
        Ok(Opdracht::Controleer(map)) => controleer(&map),
        Ok(Opdracht::Schrijf(map)) => schrijf(&map),
        Err(melding) => {
            eprintln!("xsdgen: {melding}; see --help");
            return ExitCode::from(2);
        }
    };
    uitkomst.unwrap_or_else(|fout| {
        let oorzaak = fout.source().map(|oorzaak| format!(": {oorzaak}")).unwrap_or_default();
        eprintln!("xsdgen: {fout}{oorzaak}");
        ExitCode::from(2)
    })
}

fn ontleed(argumenten: impl Iterator<Item = OsString>) -> Result<Opdracht, String> {
    let mut check = false;
    let mut map = None;
    for argument in argumenten {
        match argument.to_str() {
            Some("--help" | "-h") => return Ok(Opdracht::Hulp),
            Some("--check") => check = true,
            Some(optie) if optie.starts_with('-') => return Err(format!("unknown option {optie}")),
            _ if map.is_some() => return Err("more than one XSD_DIR".to_owned()),
            _ => map = Some(PathBuf::from(argument)),
        }
    }
    let map = map.unwrap_or_else(|| PathBuf::from("xsd"));
    Ok(if check { Opdracht::Controleer(map) } else { Opdracht::Schrijf(map) })
}

fn controleer(map: &Path) -> Result<ExitCode, Fout> {
    let bestanden = xsdgen::genereer(map)?;
    let afwijkingen = xsdgen::vergelijk(map, &bestanden)?;
    for afwijking in &afwijkingen {
        println!("{afwijking}");
    }
    if afwijkingen.is_empty() {
        println!("{} files up to date", bestanden.len());
        return Ok(ExitCode::SUCCESS);
    }
    println!("run: cargo run -p xsdgen");
    Ok(ExitCode::FAILURE)
}

fn schrijf(map: &Path) -> Result<ExitCode, Fout> {
    let bestanden = xsdgen::genereer(map)?;
    let geschreven = xsdgen::schrijf(map, &bestanden)?;
    for pad in &geschreven {
        println!("wrote {}", pad.display());
    }
    println!("{} of {} files written", geschreven.len(), bestanden.len());
    // What no table asks for stays: deleting is up to the user.
    for afwijking in xsdgen::vergelijk(map, &bestanden)? {
        if matches!(afwijking, Afwijking::Overbodig(_)) {
            println!("{afwijking}");
        }
    }
    Ok(ExitCode::SUCCESS)
}
