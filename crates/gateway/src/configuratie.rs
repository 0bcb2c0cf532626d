//! gateway.toml: every key has a default that runs; an unknown key is an error that names the nearest known one.

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::einde::Fout;

/// A key, its default and what it means.
#[derive(Debug, Clone, Copy)]
pub struct Sleutel {
    /// Section and name.
    pub naam: &'static str,
    /// Default as written.
    pub standaard: &'static str,
    /// Meaning, one line.
    pub betekenis: &'static str,
}

/// Every key there is.
pub const SLEUTELS: [Sleutel; 5] = [
    Sleutel {
        naam: "schemas.map",
        standaard: "(built in)",
        betekenis: "folder with release folders such as ijw-3.2, instead of the built-in schemas",
    },
    Sleutel { naam: "intake.max_bytes", standaard: "26214400", betekenis: "largest message in bytes" },
    Sleutel {
        naam: "opslag.sleutel",
        standaard: "(in the data folder)",
        betekenis: "key file for the keyed hash of a Bsn, mode 0600",
    },
    Sleutel { naam: "contracten.map", standaard: "(none)", betekenis: "folder with contracts (*.toml)" },
    Sleutel {
        naam: "lijsten.gemeenten",
        standaard: "(built in, one year)",
        betekenis: "full CBS list with columns code, naam, van, tot; a code outside it is refused with S300",
    },
];

/// Settings after defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuratie {
    /// The file they came from.
    pub bestand: Option<PathBuf>,
    /// `schemas.map`.
    pub schemas_map: Option<PathBuf>,
    /// `intake.max_bytes`.
    pub max_bytes: u64,
    /// `opslag.sleutel`.
    pub sleutel: Option<PathBuf>,
    /// `contracten.map`.
    pub contracten_map: Option<PathBuf>,
    /// `lijsten.gemeenten`.
    pub gemeenten: Option<PathBuf>,
}

impl Default for Configuratie {
    fn default() -> Self {
        Self {
            bestand: None,
            schemas_map: None,
            max_bytes: 26_214_400,
            sleutel: None,
            contracten_map: None,
            gemeenten: None,
        }
    }
}

impl Configuratie {
    /// The value of a key for people.
    pub fn toon(&self, naam: &str) -> Option<String> {
        let pad = |p: &Option<PathBuf>| p.as_ref().map(|p| p.display().to_string());
        match naam {
            "schemas.map" => pad(&self.schemas_map),
            "intake.max_bytes" => Some(self.max_bytes.to_string()),
            "opslag.sleutel" => pad(&self.sleutel),
            "contracten.map" => pad(&self.contracten_map),
            "lijsten.gemeenten" => pad(&self.gemeenten),
            _ => None,
        }
    }
}

/// Reads the given file, or `gateway.toml` here when there is one, else the defaults.
pub fn laad(pad: Option<&Path>) -> Result<Configuratie, Fout> {
    let standaard = Path::new("gateway.toml");
    let pad = match pad {
        Some(pad) => pad,
        None if standaard.is_file() => standaard,
        None => return Ok(Configuratie::default()),
    };
    let tekst = fs::read_to_string(pad).map_err(|source| Fout::Bestand {
        wat: "read the configuration",
        pad: pad.display().to_string(),
        source,
    })?;
    lees(pad, &tekst).map_err(Fout::Configuratie)
}

/// Reads the text of a configuration; paths in it are relative to its folder.
pub fn lees(pad: &Path, tekst: &str) -> Result<Configuratie, String> {
    let bestand = pad.display();
    let table: Table =
        tekst.parse().map_err(|e: toml::de::Error| format!("{bestand}: {}", e.to_string().trim_end()))?;
    let map = pad.parent().unwrap_or(Path::new(""));
    let mut configuratie = Configuratie { bestand: Some(pad.to_owned()), ..Configuratie::default() };
    for (naam, value) in plat("", &table) {
        zet(&mut configuratie, &naam, &value, map).map_err(|reason| format!("{bestand}: {reason}"))?;
    }
    Ok(configuratie)
}

/// All keys of a table with their section in front.
fn plat(sectie: &str, table: &Table) -> Vec<(String, Value)> {
    let mut keys = Vec::new();
    for (naam, value) in table {
        let vol = if sectie.is_empty() { naam.clone() } else { format!("{sectie}.{naam}") };
        match value {
            Value::Table(inner) if sectie.is_empty() && inner.is_empty() => {}
            Value::Table(inner) => keys.extend(plat(&vol, inner)),
            other => keys.push((vol, other.clone())),
        }
    }
    keys
}

fn zet(configuratie: &mut Configuratie, naam: &str, value: &Value, map: &Path) -> Result<(), String> {
    let pad = || match value {
        Value::String(text) if !text.is_empty() => Ok(Some(map.join(text))),
        _ => Err(format!("{naam} must be a path between quotes")),
    };
    match naam {
        "schemas.map" => configuratie.schemas_map = pad()?,
        "opslag.sleutel" => configuratie.sleutel = pad()?,
        "contracten.map" => configuratie.contracten_map = pad()?,
        "lijsten.gemeenten" => configuratie.gemeenten = pad()?,
        "intake.max_bytes" => configuratie.max_bytes = grootte(naam, value)?,
        onbekend => return Err(format!("unknown key {onbekend}; did you mean {}?", dichtstbij(onbekend))),
    }
    Ok(())
}

/// One kilobyte to just below what a span can address.
fn grootte(naam: &str, value: &Value) -> Result<u64, String> {
    let size = value.as_integer().and_then(|n| u64::try_from(n).ok());
    size.filter(|n| (1024..=4_000_000_000).contains(n))
        .ok_or_else(|| format!("{naam} must be a whole number from 1024 to 4000000000"))
}

fn dichtstbij(naam: &str) -> &'static str {
    let score = |s: &Sleutel| {
        // A right name in the wrong section is the most likely mistake.
        let kort = s.naam.rsplit('.').next().unwrap_or_default();
        let eigen = naam.rsplit('.').next().unwrap_or_default();
        strsim::jaro_winkler(naam, s.naam).max(strsim::jaro_winkler(eigen, kort))
    };
    let best = SLEUTELS.iter().max_by(|a, b| score(a).total_cmp(&score(b)));
    best.map_or("intake.max_bytes", |s| s.naam)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_run_and_paths_are_relative_to_the_file() {
        let leeg = lees(Path::new("etc/gateway.toml"), "").unwrap();
        assert_eq!(leeg.max_bytes, 26_214_400);
        let gevuld =
            lees(Path::new("etc/gateway.toml"), "[contracten]\nmap = \"c\"\n[intake]\nmax_bytes = 2048").unwrap();
        assert_eq!(gevuld.contracten_map, Some(PathBuf::from("etc/c")));
        assert_eq!(gevuld.max_bytes, 2048);
    }

    #[test]
    fn unknown_keys_name_the_nearest() {
        for (tekst, nearest) in [
            ("[intake]\nmax_byte = 1", "intake.max_bytes"),
            ("[opslag]\nsluetel = \"x\"", "opslag.sleutel"),
            ("max_bytes = 1", "intake.max_bytes"),
        ] {
            let fout = lees(Path::new("g.toml"), tekst).unwrap_err();
            assert!(fout.contains(&format!("did you mean {nearest}?")), "{fout}");
        }
    }

    #[test]
    fn wrong_values_are_refused() {
        for tekst in [
            "[intake]\nmax_bytes = \"veel\"",
            "[intake]\nmax_bytes = 1",
            "[schemas]\nmap = 3",
            "[schemas]\nmap = \"\"",
            "x =",
        ] {
            assert!(lees(Path::new("g.toml"), tekst).is_err(), "{tekst}");
        }
    }
}
