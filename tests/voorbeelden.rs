//! The published sample messages and schemas, when they are there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bericht::catalogus::release_uit_map;
use gedeeld::{PEILDATUM, Werkmap, draai, gedeelde_map, inhoud, programma};
use schema::{Limits, NoSink, SchemaSet, validate};
use serde_json::Value;

/// The published samples of release 3.2, iWmo first.
fn voorbeelden() -> Option<Vec<PathBuf>> {
    voorbeelden_van(&["iwmo-3.2", "ijw-3.2"])
}

fn voorbeelden_van(releases: &[&str]) -> Option<Vec<PathBuf>> {
    let map = gedeelde_map("standaard/voorbeelden")?;
    let van = |release: &&str| {
        let map = map.join(release);
        inhoud(&map).into_iter().filter(|n| is_xml(n)).map(move |n| map.join(n)).collect::<Vec<_>>()
    };
    Some(releases.iter().flat_map(van).collect())
}

/// Folders of published schemas of release 2.3.
fn oude_mappen() -> [PathBuf; 2] {
    let officieel = gedeelde_map("standaard/xsd-officieel").expect("the schemas are there");
    [officieel.join("ijw-2.3"), officieel.join("iwmo-2.3")]
}

/// Folders of published schemas, then of derived ones; each is a release on its own.
fn schemamappen() -> Option<[PathBuf; 3]> {
    let officieel = gedeelde_map("standaard/xsd-officieel")?;
    let afgeleid = gedeelde_map("standaard/xsd-afgeleid")?;
    Some([officieel.join("ijw-3.2"), officieel.join("iwmo-3.2"), afgeleid.join("iwmo-3.2")])
}

fn is_xml(naam: &str) -> bool {
    Path::new(naam).extension().is_some_and(|e| e == "xml")
}

fn tekst(pad: &Path) -> String {
    pad.display().to_string()
}

/// `process --json` over files, one call per standard because that is one in practice too.
fn process(paden: &[PathBuf], uit: &str, extra: &[&str]) -> Vec<Value> {
    let mut args: Vec<String> = ["process", "--json", "--today", PEILDATUM, "--out", uit].map(str::to_owned).into();
    args.extend(extra.iter().map(|a| (*a).to_owned()));
    args.extend(paden.iter().map(|p| tekst(p)));
    draai(args).json()
}

#[test]
fn every_sample_gets_an_outcome_and_every_heenbericht_a_retour() {
    let Some(paden) = voorbeelden() else { return };
    let werk = Werkmap::nieuw();
    let lines = process(&paden, &werk.pad("uit"), &[]);
    assert_eq!(lines.len(), paden.len());
    for (pad, line) in paden.iter().zip(&lines) {
        let naam = pad.file_stem().unwrap().to_str().unwrap();
        let outcome = line["outcome"].as_str().unwrap();
        // Two published samples do not fit their own schema; the README beside them says so.
        if ["JW315", "JW318"].contains(&naam) {
            assert_eq!((outcome, &line["level"]), ("rejected", &1.into()), "{line}");
        } else {
            assert!(["accepted", "partly", "rejected"].contains(&outcome), "{line}");
            assert_ne!(line["level"], 1, "{line}");
            let heen = ["301", "305", "307", "315", "317", "319", "323"].iter().any(|n| naam.ends_with(n));
            assert_eq!(line["retour"].is_object(), heen, "{line}");
        }
        assert_eq!(line["message"], naam[naam.len() - 3..], "{line}");
    }
}

/// Nothing is known to be wrong in the samples of release 2.3: what a rule of level 2 has against them is no rule of it.
#[test]
fn no_sample_of_the_older_release_is_refused_by_level_2() {
    let Some(paden) = voorbeelden_van(&["iwmo-2.3", "ijw-2.3"]) else { return };
    assert_eq!(paden.len(), 20, "{paden:?}");
    for pad in &paden {
        let line = draai(["validate", "--json", &tekst(pad)]).met_code(0).een_json();
        assert_eq!((&line["release"], &line["findings"]), (&"2.3".into(), &serde_json::json!([])), "{line}");
    }
    let werk = Werkmap::nieuw();
    // Each on its own: they share their numbers.
    for pad in paden.iter().filter(|pad| pad.file_stem().is_some_and(|naam| naam.to_string_lossy().ends_with("315"))) {
        let args = ["process", "--json", "--today", "2019-06-15", "--out", &werk.pad("uit")].map(str::to_owned);
        let line = draai(args.into_iter().chain([tekst(pad)])).met_code(0).een_json();
        assert_eq!(line["outcome"], "accepted", "{line}");
    }
}

#[test]
fn every_retour_fits_the_published_or_derived_schema() {
    let (Some(paden), Some(mappen)) = (voorbeelden(), schemamappen()) else { return };
    let werk = Werkmap::nieuw();
    process(&paden, &werk.pad("uit"), &[]);
    let sets = mappen.each_ref().map(|map| {
        let mut set = SchemaSet::default();
        set.add(release_uit_map(map).unwrap_or_else(|e| panic!("{}: {e}", map.display())));
        set
    });
    let retours = werk.inhoud("uit");
    assert!(retours.len() >= 13, "{retours:?}");
    for naam in &retours {
        let text = String::from_utf8(werk.bytes(&format!("uit/{naam}"))).unwrap();
        let report = sets.iter().map(|set| validate(&text, set, &Limits::default(), &mut NoSink));
        let report =
            report.into_iter().find(|r| r.message.is_some()).unwrap_or_else(|| panic!("{naam} is in no schema"));
        assert!(report.is_valid() && report.well_formed, "{naam}: {:?}", report.findings);
    }
    if programma("xmllint") {
        for naam in &retours {
            xmllint(Path::new(&werk.pad(&format!("uit/{naam}"))), &mappen);
        }
    }
}

/// A second opinion, from another program.
#[track_caller]
fn xmllint(retour: &Path, [ijw, officieel_iwmo, afgeleid_iwmo]: &[PathBuf; 3]) {
    let naam = retour.file_name().unwrap().to_str().unwrap();
    let nummer = naam.rsplit('.').nth(1).unwrap();
    let is_ijw = naam.starts_with("JW");
    let mappen = if is_ijw { vec![ijw] } else { vec![officieel_iwmo, afgeleid_iwmo] };
    let xsd = format!("{}{nummer}.xsd", if is_ijw { "JW" } else { "WMO" });
    let xsd = mappen.iter().map(|map| map.join(&xsd)).find(|p| p.is_file()).unwrap_or_else(|| panic!("no {xsd}"));
    let output =
        Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(xsd).arg(retour).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

// ---- published schemas in place of ours -----------------------------------------------------------------------------

/// A configuration that loads a folder of releases in place of the built-in ones. The published iWmo folder lacks the
/// retours and the derived one has nothing else, so each gets a folder of its own.
fn config(werk: &Werkmap, naam: &str, releases: &[&PathBuf]) -> String {
    for map in releases {
        for xsd in inhoud(map) {
            let release = map.file_name().unwrap().to_str().unwrap();
            werk.schrijf(&format!("{naam}/{release}/{xsd}"), fs::read(map.join(&xsd)).unwrap());
        }
    }
    werk.schrijf(&format!("{naam}.toml"), format!("[schemas]\nmap = \"{naam}\"\n"))
}

/// What `validate --level 1 --json` says, without the texts: those may differ where a schema documents itself.
fn verdicten(config: Option<&str>, paden: &[PathBuf]) -> Vec<Value> {
    let mut args: Vec<String> = ["validate", "--json", "--level", "1"].map(str::to_owned).into();
    args.extend(config.into_iter().flat_map(|c| ["--config".to_owned(), c.to_owned()]));
    args.extend(paden.iter().map(|p| tekst(p)));
    let afloop = draai(args);
    assert!(matches!(afloop.code, Some(0 | 1)), "{}", afloop.stderr);
    let mut lines = afloop.json();
    // A folder without a manifest has no labels of codes to explain with.
    for finding in lines.iter_mut().filter_map(|line| line["findings"].as_array_mut()).flatten() {
        finding["message"] = Value::Null;
    }
    lines
}

/// The root namespace tells which schemas know a message.
fn is_iwmo_retour(line: &Value) -> bool {
    let nummer = line["message"].as_str().unwrap_or_default();
    let nieuw = line["standard"] == "iwmo" && line["release"] == "3.2";
    nieuw && ["302", "306", "308", "316", "318", "320", "325"].contains(&nummer)
}

#[track_caller]
fn zelfde_verdicten(werk: &Werkmap, paden: &[PathBuf]) {
    let [ijw, iwmo, afgeleid] = schemamappen().expect("the schemas are there");
    let [oud_ijw, oud_iwmo] = oude_mappen();
    let officieel = config(werk, "officieel", &[&ijw, &iwmo, &oud_ijw, &oud_iwmo]);
    let afgeleid = config(werk, "afgeleid", &[&afgeleid]);
    let ons = verdicten(None, paden);
    let deel = |iwmo_retour: bool| -> Vec<(PathBuf, &Value)> {
        let gekozen = paden.iter().cloned().zip(&ons);
        gekozen.filter(|(_, line)| is_iwmo_retour(line) == iwmo_retour).collect()
    };
    for (config, deel) in [(&officieel, deel(false)), (&afgeleid, deel(true))] {
        if deel.is_empty() {
            continue;
        }
        let paden: Vec<PathBuf> = deel.iter().map(|(pad, _)| pad.clone()).collect();
        for ((pad, ons), hun) in deel.iter().zip(verdicten(Some(config), &paden)) {
            assert_eq!(**ons, hun, "{}", pad.display());
        }
    }
    println!("{} files, {} valid", ons.len(), ons.iter().filter(|l| l["valid"] == true).count());
}

#[test]
fn the_published_schemas_give_the_same_verdicts_on_the_samples() {
    let alle = ["iwmo-3.2", "ijw-3.2", "iwmo-2.3", "ijw-2.3"];
    let (Some(paden), Some(_)) = (voorbeelden_van(&alle), schemamappen()) else { return };
    zelfde_verdicten(&Werkmap::nieuw(), &paden);
}

#[test]
fn the_published_schemas_give_the_same_verdicts_on_the_corpus() {
    let (Some(proef), Some(_)) = (gedeelde_map("proef/xsd"), schemamappen()) else { return };
    if !programma("tar") {
        return;
    }
    let werk = Werkmap::nieuw();
    let mut tar = Command::new("tar");
    tar.arg("xzf").arg(proef.join("corpus.tar.gz")).arg("-C").arg(werk.pad(""));
    assert!(tar.status().unwrap().success());
    let paden: Vec<PathBuf> =
        werk.inhoud("c").iter().filter(|n| is_xml(n)).map(|n| werk.pad(&format!("c/{n}")).into()).collect();
    assert!(!paden.is_empty());
    zelfde_verdicten(&werk, &paden);
}

#[test]
fn samples_are_processed_alike_with_the_published_schemas() {
    let (Some(paden), Some([ijw, ..])) = (voorbeelden(), schemamappen()) else { return };
    let werk = Werkmap::nieuw();
    let config = config(&werk, "officieel", &[&ijw]);
    let paden: Vec<PathBuf> = paden.into_iter().filter(|p| p.parent().unwrap().ends_with("ijw-3.2")).collect();
    let uit = werk.pad("uit");
    let ons = process(&paden, &uit, &[]);
    let retours: Vec<String> = werk.inhoud("uit").iter().map(|naam| retour(&werk, naam)).collect();
    assert_eq!(ons, process(&paden, &uit, &["--config", &config]));
    for (naam, ons) in werk.inhoud("uit").iter().zip(retours) {
        assert!(ons == retour(&werk, naam), "{naam} differs");
    }
}

/// A retour, with the version of the schemas that it names made equal: the published iJw folder has that of a concept.
fn retour(werk: &Werkmap, naam: &str) -> String {
    String::from_utf8(werk.bytes(&format!("uit/{naam}"))).unwrap().replace(">0.1.0<", ">1.0.0<")
}
