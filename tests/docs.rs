//! `docs/regels/`: one page per rule, made from the same texts that `ketenpoort regels` shows, with the cases that test
//! it. A stale page fails; `KETENPOORT_SCHRIJF_DOCS=1 cargo test -p gateway --test docs` writes them again.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use regels::{FACTUURREGELS, Regel, Standaarden, alle_regels, betekenis};

/// The root of the repository.
fn wortel() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Names of the cases in a fixture file, in order.
fn gevallen(id: &str) -> Vec<String> {
    let pad = wortel().join(format!("fixtures/regels/{id}.toml"));
    let tekst = fs::read_to_string(&pad).unwrap_or_else(|e| panic!("{}: {e}", pad.display()));
    let tabel: toml::Table = tekst.parse().unwrap_or_else(|e| panic!("{}: {e}", pad.display()));
    let gevallen = tabel.get("geval").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    gevallen.iter().filter_map(|g| g.get("naam")?.as_str().map(str::to_owned)).collect()
}

fn standaarden(regel: &Regel) -> &'static str {
    match regel.standaarden {
        Standaarden::Beide => "iWmo, iJw",
        Standaarden::Ijw => "iJw",
        Standaarden::Iwmo => "iWmo",
    }
}

fn berichten(regel: &Regel) -> String {
    regel.berichten.iter().map(|b| b.nummer()).collect::<Vec<_>>().join(", ")
}

fn pagina(regel: &Regel) -> String {
    let code = regel.retourcode.unwrap_or("geen");
    let mut out = format!(
        "# {}\n\nNiveau {}, retourcode {code}; berichten {}; {}.\n\n{}\n",
        regel.id,
        regel.niveau,
        berichten(regel),
        standaarden(regel),
        regel.uitleg
    );
    if let Some(betekenis) = regel.retourcode.and_then(betekenis) {
        let _ = write!(out, "\n{code} betekent: {betekenis}.\n");
    }
    if let Some(keuze) = regel.keuze {
        let _ = write!(out, "\n## Keuze waar de standaard ruimte laat\n\n{keuze}\n");
    }
    let _ = write!(out, "\n## Gevallen\n\nUit `fixtures/regels/{}.toml`:\n\n", regel.id);
    for geval in gevallen(regel.id) {
        let _ = writeln!(out, "- {geval}");
    }
    out
}

fn index() -> String {
    let mut out = String::from(
        "# Regels\n\nAlle regels die Ketenpoort toetst. Dezelfde teksten geeft `ketenpoort regels`.\n\n\
         | regel | niveau | code | berichten | |\n|---|---|---|---|---|\n",
    );
    for regel in alle_regels() {
        let eerste = regel.uitleg.split_once(". ").map_or(regel.uitleg, |(zin, _)| zin).trim_end_matches('.');
        let _ = writeln!(
            out,
            "| [{id}]({id}.md) | {} | {} | {} | {eerste} |",
            regel.niveau,
            regel.retourcode.unwrap_or("-"),
            berichten(regel),
            id = regel.id,
        );
    }
    out
}

#[test]
fn pages_are_up_to_date() {
    let map = wortel().join("docs/regels");
    let mut pages: BTreeMap<String, String> = alle_regels().map(|r| (format!("{}.md", r.id), pagina(r))).collect();
    pages.insert("README.md".to_owned(), index());
    if std::env::var_os("KETENPOORT_SCHRIJF_DOCS").is_some() {
        fs::create_dir_all(&map).unwrap();
        for (naam, tekst) in &pages {
            fs::write(map.join(naam), tekst).unwrap();
        }
    }
    let verouderd: Vec<&String> = pages
        .iter()
        .filter(|(naam, tekst)| fs::read_to_string(map.join(naam)).ok().as_ref() != Some(tekst))
        .map(|(n, _)| n)
        .collect();
    assert!(verouderd.is_empty(), "stale pages in docs/regels: {verouderd:?}; see the head of tests/docs.rs");
    let over: Vec<_> = fs::read_dir(&map)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|naam| !pages.contains_key(naam))
        .collect();
    assert!(over.is_empty(), "pages of rules that do not exist: {over:?}");
}

/// Our own rules stand in the table of docs/keuzes.md, each with its code or as a signal, and nothing else does.
#[test]
fn our_own_rules_are_those_of_the_table() {
    let tekst = fs::read_to_string(wortel().join("docs/keuzes.md")).unwrap();
    let rijen = tekst.lines().filter_map(|rij| {
        let cellen: Vec<&str> = rij.split(" |").map(|cel| cel.trim_start_matches('|').trim()).collect();
        let [id, _, _, _, code, ..] = cellen.as_slice() else { return None };
        id.starts_with("F303-").then(|| ((*id).to_owned(), (*code).to_owned()))
    });
    let gebouwd = FACTUURREGELS.iter().map(|r| (r.id.to_owned(), r.retourcode.unwrap_or("signaal").to_owned()));
    assert_eq!(rijen.collect::<Vec<_>>(), gebouwd.collect::<Vec<_>>());
}

/// Later pages refer to a choice by its number.
#[test]
fn every_choice_has_a_number_of_its_own() {
    let tekst = fs::read_to_string(wortel().join("docs/keuzes.md")).unwrap();
    let nummers = tekst.lines().filter_map(|rij| rij.strip_prefix("| ")?.split_once(" |").map(|(nummer, _)| nummer));
    let is_nummer = |cel: &&str| cel.trim_start_matches('M').parse::<u32>().is_ok();
    let mut gezien = std::collections::BTreeSet::new();
    let dubbel: Vec<&str> = nummers.filter(is_nummer).filter(|nummer| !gezien.insert(*nummer)).collect();
    assert!(gezien.len() > 100 && dubbel.is_empty(), "numbers that stand twice in docs/keuzes.md: {dubbel:?}");
}
