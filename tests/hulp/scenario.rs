//! Scenarios: a folder of numbered messages and `verwacht.toml`, played through the command line. See
//! fixtures/README.md.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::poort::{Antwoord, Poort};
use super::retour::{gebreken, ingediend_totaal, klassen, toegekend_totaal};
use super::xml::Element;
use super::{lees, stam};

/// `verwacht.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it is about.
    pub titel: String,
    /// What was there.
    pub gegeven: String,
    /// What happens.
    pub wanneer: String,
    /// What must come of it.
    pub dan: String,
    /// Reference date.
    pub peildatum: String,
    /// The messages in order.
    pub bericht: Vec<Verwacht>,
}

/// What must become of one message.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verwacht {
    /// File in the folder.
    pub bestand: String,
    /// Outcome.
    pub uitkomst: String,
    /// Number of the retour; none when there must be none.
    pub retour: Option<String>,
    /// Every class with its codes, in document order.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Rules that object.
    #[serde(default)]
    pub regels: Vec<String>,
    /// Kinds of signals, exactly; not looked at when absent.
    pub signalen: Option<Vec<String>>,
    /// TotaalIngediendBedrag or IngediendTotaalBedrag, negative for credit.
    pub ingediend: Option<i64>,
    /// TotaalToegekendBedrag or ToegekendTotaalBedrag, negative for credit.
    pub toegekend: Option<i64>,
    /// The file whose retour comes back byte for byte.
    pub zelfde_retour_als: Option<String>,
}

impl Scenario {
    /// Reads the expectation of a folder; every message in it must be named.
    pub fn lees(map: &Path) -> Scenario {
        let scenario: Scenario =
            toml::from_str(&lees(&map.join("verwacht.toml"))).unwrap_or_else(|e| panic!("{}: {e}", map.display()));
        let berichten = super::inhoud(map).into_iter().filter(|p| p.extension().is_some_and(|e| e == "xml"));
        let namen: Vec<_> = berichten.map(|p| p.file_name().unwrap().to_string_lossy().into_owned()).collect();
        let genoemd: Vec<_> = scenario.bericht.iter().map(|b| b.bestand.clone()).collect();
        assert_eq!(genoemd, namen, "{}: the messages and those in verwacht.toml", map.display());
        scenario
    }

    /// Paths of the messages in order.
    pub fn paden(&self, map: &Path) -> Vec<PathBuf> {
        self.bericht.iter().map(|b| map.join(&b.bestand)).collect()
    }

    /// What differs from the expectation.
    pub fn verschillen(&self, map: &Path, antwoorden: &[Antwoord], poort: &Poort) -> Vec<String> {
        let mut fouten = Vec::new();
        if antwoorden.len() != self.bericht.len() {
            return vec![format!("{} answers to {} messages", antwoorden.len(), self.bericht.len())];
        }
        let mut retouren = BTreeMap::new();
        for (verwacht, antwoord) in self.bericht.iter().zip(antwoorden) {
            retouren.insert(verwacht.bestand.clone(), antwoord.retour.clone());
            let eerder = verwacht.zelfde_retour_als.as_ref().map(|bestand| &retouren[bestand]);
            let mut deze = verwacht.verschillen(antwoord);
            if eerder.is_some_and(|eerder| *eerder != antwoord.retour) {
                deze.push("the retour is not the first one byte for byte".to_owned());
            }
            if let Some(retour) = antwoord.retour.as_ref().filter(|_| eerder.is_none()) {
                deze.extend(gebreken(&lees(&map.join(&verwacht.bestand)), retour, &antwoord.uitkomst, &self.peildatum));
                deze.extend(poort.schemafouten(retour));
            }
            let heen = || lees(&map.join(&verwacht.bestand));
            if let Some(retour) = &antwoord.retour {
                deze.extend(verwacht.verschillen_retour(&heen(), retour));
            }
            fouten.extend(deze.into_iter().map(|fout| format!("{}: {fout}", verwacht.bestand)));
        }
        fouten
    }
}

impl Verwacht {
    fn verschillen(&self, antwoord: &Antwoord) -> Vec<String> {
        let regels = antwoord.regels().iter().map(|r| r.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>();
        let mut fouten = Vec::new();
        verschil(&mut fouten, "outcome", &self.uitkomst, &antwoord.uitkomst);
        verschil(&mut fouten, "rules", &self.regels, &regels);
        verschil(&mut fouten, "a retour", &self.retour.is_some(), &antwoord.retour.is_some());
        if let Some(signalen) = &self.signalen {
            verschil(&mut fouten, "signals", signalen, &antwoord.signalen());
        }
        fouten
    }

    fn verschillen_retour(&self, heen: &str, retour: &str) -> Vec<String> {
        let mut fouten = Vec::new();
        let codes =
            klassen(heen, retour).iter().map(|k| format!("{} {}", k.naam, k.codes.join(" "))).collect::<Vec<_>>();
        verschil(&mut fouten, "codes", &self.codes, &codes);
        let soort = self.retour.as_deref().unwrap_or_default();
        verschil(&mut fouten, "retour number", &true, &retour.contains(&format!("{soort}/schema")));
        let xml = Element::lees(retour);
        verschil(&mut fouten, "asked in total", &self.ingediend, &ingediend_totaal(&xml));
        verschil(&mut fouten, "granted in total", &self.toegekend, &toegekend_totaal(&xml));
        fouten
    }
}

fn verschil<T: PartialEq + std::fmt::Debug>(fouten: &mut Vec<String>, wat: &str, verwacht: &T, gevonden: &T) {
    if verwacht != gevonden {
        fouten.push(format!("{wat}: expected {verwacht:?}, found {gevonden:?}"));
    }
}

/// The command line, in a folder of its own.
pub struct Opdrachtregel {
    map: tempfile::TempDir,
}

/// A line of `process --json`.
#[derive(Deserialize)]
struct Regel {
    #[serde(flatten)]
    antwoord: Antwoord,
    retour: Option<RetourRegel>,
}

#[derive(Deserialize)]
struct RetourRegel {
    file: String,
}

impl Opdrachtregel {
    /// An empty folder.
    pub fn nieuw() -> Opdrachtregel {
        Opdrachtregel { map: tempfile::tempdir().unwrap() }
    }

    /// One call per file on a data folder: every call opens it again.
    pub fn per_bestand(&self, paden: &[PathBuf], peildatum: &str) -> Vec<Antwoord> {
        let data = self.map.path().join("data");
        let roep =
            |pad: &PathBuf| self.verwerk(&["--data".as_ref(), data.as_ref()], peildatum, std::slice::from_ref(pad));
        paden.iter().flat_map(roep).collect()
    }

    /// One call with all files, the dossier in memory.
    pub fn in_geheugen(&self, paden: &[PathBuf], peildatum: &str) -> Vec<Antwoord> {
        self.verwerk(&[], peildatum, paden)
    }

    fn verwerk(&self, opties: &[&Path], peildatum: &str, paden: &[PathBuf]) -> Vec<Antwoord> {
        let mut opdracht = Command::new(env!("CARGO_BIN_EXE_ketenpoort"));
        opdracht.current_dir(self.map.path()).args(["process", "--json", "--today", peildatum, "--out", "uit"]);
        let uit = opdracht.args(opties).args(paden).output().unwrap();
        let (tekst, fout) = (String::from_utf8(uit.stdout).unwrap(), String::from_utf8_lossy(&uit.stderr).into_owned());
        let antwoorden: Vec<Antwoord> = tekst.lines().map(|regel| self.antwoord(regel)).collect();
        assert_eq!(antwoorden.len(), paden.len(), "{:?} {fout}", paden.iter().map(|p| stam(p)).collect::<Vec<_>>());
        let goed = antwoorden.iter().all(|a| matches!(a.uitkomst.as_str(), "accepted" | "duplicate"));
        assert_eq!(uit.status.code(), Some(i32::from(!goed)), "exit status with {tekst} {fout}");
        antwoorden
    }

    fn antwoord(&self, regel: &str) -> Antwoord {
        let regel: Regel = serde_json::from_str(regel).unwrap_or_else(|e| panic!("{e}: {regel}"));
        let retour = regel.retour.map(|r| lees(&self.map.path().join(r.file)));
        Antwoord { retour, ..regel.antwoord }
    }
}
