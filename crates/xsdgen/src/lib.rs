//! Writes the XSDs of iWmo and iJw from the fact tables in `xsd/feiten`.
//!
//! The tables are the only source: what a schema says can be traced to one row. The columns are
//! explained in `xsd/feiten/README.md`. Nothing is written when a table is broken.

#![forbid(unsafe_code)]

mod cel;
mod controle;
mod feiten;
mod fout;
mod lezen;
mod manifest;
mod opstellen;
mod schema;
mod tabel;
mod xsd;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

pub use fout::{Fout, Plek};

/// Folder with a folder of tables per release, inside the XSD folder.
const FEITEN: &str = "feiten";

/// Name of the manifest beside the schemas of a release.
const MANIFEST: &str = "release.toml";

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bestand {
    /// Path relative to the XSD folder, such as `ijw-3.2/JW305.xsd`.
    pub pad: PathBuf,
    /// The whole text of the file.
    pub inhoud: String,
}

/// A difference between the XSD folder and what the tables say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Afwijking {
    /// The file is not there yet.
    Ontbreekt(PathBuf),
    /// The file has another text.
    Verouderd(PathBuf),
    /// The schema stands in a generated folder but no table asks for it.
    Overbodig(PathBuf),
}

impl fmt::Display for Afwijking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ontbreekt(pad) => write!(f, "missing: {}", pad.display()),
            Self::Verouderd(pad) => write!(f, "stale: {}", pad.display()),
            Self::Overbodig(pad) => write!(f, "not in the tables: {}", pad.display()),
        }
    }
}

/// Reads `feiten` in the XSD folder and returns the text of every schema; writes nothing.
pub fn genereer(xsd_map: &Path) -> Result<Vec<Bestand>, Fout> {
    let mut bestanden = Vec::new();
    for map in tabelmappen(&xsd_map.join(FEITEN))? {
        let feiten = feiten::Feiten::lees(&map)?;
        for release in &feiten.releases {
            schrijf_release(&opstellen::stel_op(&feiten, release)?, &mut bestanden);
        }
    }
    Ok(bestanden)
}

/// Manifest, basisschema and messages of one release of one standard.
fn schrijf_release(set: &schema::Schemaset<'_>, bestanden: &mut Vec<Bestand>) {
    let map = PathBuf::from(set.map());
    bestanden.push(Bestand { pad: map.join(MANIFEST), inhoud: manifest::schrijf(set) });
    bestanden.push(Bestand { pad: map.join("basisschema.xsd"), inhoud: xsd::basisschema(set) });
    for bericht in &set.berichten {
        bestanden.push(Bestand { pad: map.join(set.bestand(bericht)), inhoud: xsd::bericht(set, bericht) });
    }
}

/// The folders with tables, one per release, in order of name.
fn tabelmappen(feiten: &Path) -> Result<Vec<PathBuf>, Fout> {
    let lezen = |source| Fout::Lezen { pad: feiten.to_path_buf(), source };
    let mut mappen = Vec::new();
    for ingang in fs::read_dir(feiten).map_err(lezen)? {
        let pad = ingang.map_err(lezen)?.path();
        if pad.is_dir() {
            mappen.push(pad);
        }
    }
    mappen.sort_unstable();
    if mappen.is_empty() { Err(Fout::GeenTabellen { map: feiten.to_path_buf() }) } else { Ok(mappen) }
}

/// Lists how the XSD folder differs from the generated files; empty when it is up to date.
pub fn vergelijk(xsd_map: &Path, bestanden: &[Bestand]) -> Result<Vec<Afwijking>, Fout> {
    let mut afwijkingen = Vec::new();
    for bestand in bestanden {
        let pad = xsd_map.join(&bestand.pad);
        match fs::read(&pad) {
            Ok(inhoud) if inhoud == bestand.inhoud.as_bytes() => {}
            Ok(_) => afwijkingen.push(Afwijking::Verouderd(pad)),
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
                afwijkingen.push(Afwijking::Ontbreekt(pad));
            }
            Err(source) => return Err(Fout::Lezen { pad, source }),
        }
    }
    afwijkingen.extend(overbodig(xsd_map, bestanden)?.into_iter().map(Afwijking::Overbodig));
    Ok(afwijkingen)
}

/// Writes the files that differ and returns their paths; files with the same text are left alone.
pub fn schrijf(xsd_map: &Path, bestanden: &[Bestand]) -> Result<Vec<PathBuf>, Fout> {
    let mut geschreven = Vec::new();
    for bestand in bestanden {
        let pad = xsd_map.join(&bestand.pad);
        if fs::read(&pad).is_ok_and(|inhoud| inhoud == bestand.inhoud.as_bytes()) {
            continue;
        }
        let gemaakt = pad.parent().map_or(Ok(()), fs::create_dir_all);
        match gemaakt.and_then(|()| fs::write(&pad, &bestand.inhoud)) {
            Ok(()) => geschreven.push(pad),
            Err(source) => return Err(Fout::Schrijven { pad, source }),
        }
    }
    Ok(geschreven)
}

/// Schemas in the generated folders that are not generated, in order of path.
fn overbodig(xsd_map: &Path, bestanden: &[Bestand]) -> Result<Vec<PathBuf>, Fout> {
    let verwacht: Vec<PathBuf> = bestanden.iter().map(|b| xsd_map.join(&b.pad)).collect();
    let mut mappen: Vec<&Path> = verwacht.iter().filter_map(|pad| pad.parent()).collect();
    mappen.sort_unstable();
    mappen.dedup();
    let mut over = Vec::new();
    for map in mappen.into_iter().filter(|map| map.is_dir()) {
        let lezen = |source| Fout::Lezen { pad: map.to_path_buf(), source };
        for ingang in fs::read_dir(map).map_err(lezen)? {
            let pad = ingang.map_err(lezen)?.path();
            let soort = pad.extension().is_some_and(|soort| soort == "xsd" || soort == "toml");
            if soort && !verwacht.contains(&pad) {
                over.push(pad);
            }
        }
    }
    over.sort_unstable();
    Ok(over)
}
