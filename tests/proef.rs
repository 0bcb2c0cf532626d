//! The shared proof, when it is there: its own runners against our binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use bericht::Soort;
use gedeeld::{Werkmap, gedeelde_map, inhoud, lege_map, programma};
use regels::REGELS;
use serde_json::Value;

/// A runner of the proof; `None`, with a line that says so, when it or python3 is not there.
struct Loper(std::path::PathBuf);

impl Loper {
    fn nieuw(niveau: &str) -> Option<Self> {
        let map = gedeelde_map(&format!("proef/{niveau}"))?;
        programma("python3").then_some(Self(map))
    }

    fn draai(&self, args: &[&str], command: &[&str]) -> String {
        let mut loper = Command::new("python3");
        loper.arg(self.0.join("run.py")).args(args).arg(env!("CARGO_BIN_EXE_ketenpoort")).args(command);
        let Output { stdout, stderr, .. } = loper.current_dir(lege_map()).output().expect("python3 runs");
        assert!(stderr.is_empty(), "{}", String::from_utf8_lossy(&stderr));
        String::from_utf8(stdout).expect("UTF-8")
    }
}

/// The two numbers of the last line, `...-agreement X/Y`.
#[track_caller]
fn overeenkomst(uitvoer: &str) -> (usize, usize) {
    let laatste = uitvoer.lines().last().expect("a last line");
    let (_, getallen) = laatste.split_once("-agreement ").unwrap_or_else(|| panic!("{uitvoer}"));
    let (goed, totaal) = getallen.split_once('/').expect("X/Y");
    println!("{laatste}");
    (goed.parse().unwrap(), totaal.parse().unwrap())
}

#[test]
fn schemas_of_all_four_releases_agree() {
    let Some(loper) = Loper::nieuw("xsd") else { return };
    let uitvoer = loper.draai(&["--show", "1000"], &["validate", "--json", "--level", "1"]);
    let (goed, totaal) = overeenkomst(&uitvoer);
    assert!(totaal > 0 && goed == totaal, "{uitvoer}");
    assert!(!uitvoer.contains("UNSAFE") && !uitvoer.contains("canary port"), "{uitvoer}");
}

#[test]
fn level_2_agrees_for_the_messages_that_are_built() {
    let Some(loper) = Loper::nieuw("niveau2") else { return };
    let args = ["--message", "305", "--message", "307", "--message", "323", "--message", "325", "--show", "1000"];
    let uitvoer = loper.draai(&args, &["validate", "--json", "--level", "2"]);
    let (goed, totaal) = overeenkomst(&uitvoer);
    assert!(totaal > 0 && goed == totaal, "{uitvoer}");
    // Not only the verdict: every expected rule is named, and no other.
    let regels = uitvoer.lines().find(|line| line.starts_with("niveau2-rules ")).expect("the line about rules");
    let (gemeld, rest) = regels["niveau2-rules ".len()..].split_once('/').expect("X/Y");
    assert!(
        rest.starts_with(&format!("{gemeld} ")) && rest.contains(" 0 rules reported beyond"),
        "{regels}\n{uitvoer}"
    );
}

#[test]
fn level_3_agrees_for_the_scenarios_whose_rules_are_built() {
    let Some(loper) = Loper::nieuw("niveau3") else { return };
    let werk = Werkmap::nieuw();
    let (namen, rest) = gebouwde_scenarios(&loper, &werk);
    println!("{} scenarios; not built: {}", namen.len(), rest.join(", "));
    assert!(namen.len() > 30, "hardly any scenario is chosen: {namen:?}");
    let keuze = format!("^({})$", namen.join("|"));
    let uitvoer = loper.draai(&["--only", &keuze, "--jobs", "2", "--show", "1000"], &[]);
    assert_eq!(overeenkomst(&uitvoer), (namen.len(), namen.len()), "{uitvoer}");
}

/// The names of the scenarios all of whose rules are built, and of the others.
fn gebouwde_scenarios(loper: &Loper, werk: &Werkmap) -> (Vec<String>, Vec<String>) {
    let mut tar = Command::new("python3");
    tar.args(["-m", "tarfile", "-e"]).arg(loper.0.join("scenarios.tar.gz")).arg(werk.pad(""));
    assert!(tar.output().expect("python3 runs").status.success());
    let bestanden = inhoud(Path::new(&werk.pad("scenarios")));
    let namen = bestanden.iter().filter_map(|pad| pad.strip_suffix("/scenario.json")).map(str::to_owned);
    namen.partition(|naam| {
        let tekst = fs::read_to_string(werk.pad(&format!("scenarios/{naam}/scenario.json"))).unwrap();
        is_gebouwd(&serde_json::from_str(&tekst).unwrap())
    })
}

/// Whether every rule that a scenario names is built for one of its messages or the retours on them. RS (no retour on a
/// retour) is no rule of the registry: it is how `process` works.
fn is_gebouwd(scenario: &Value) -> bool {
    let files = scenario["steps"].as_array().unwrap().iter().map(|step| step["file"].as_str().unwrap());
    let soorten: BTreeSet<Soort> = files.filter_map(soort).flat_map(|s| [Some(s), s.retour()]).flatten().collect();
    let gebouwd = |id: &str| {
        id.starts_with("RS") || REGELS.iter().any(|r| r.id == id && r.berichten.iter().any(|b| soorten.contains(b)))
    };
    scenario["rules"].as_array().unwrap().iter().all(|rule| gebouwd(rule.as_str().unwrap()))
}

/// The message in a name such as `02-wmo301.xml`.
fn soort(file: &str) -> Option<Soort> {
    let stam = file.strip_suffix(".xml")?;
    Soort::parse(stam.get(stam.len().checked_sub(3)?..)?)
}
