//! `release`: can a folder be loaded as a release, and what changed between two?

use std::path::Path;

use bericht::catalogus::{ingebouwde_release, lees_map, release_uit_map};
use schema::diff::{Change, ChangeKind, compare};
use schema::{Release, SchemaError, check_release};
use serde::Serialize;

use crate::cli::{ReleaseArgs, ReleaseOpdracht};
use crate::einde::{Einde, Fout};
use crate::uitvoer;

pub fn release(args: &ReleaseArgs) -> Result<Einde, Fout> {
    let einde = match &args.opdracht {
        ReleaseOpdracht::Check { map, json } => check(map, *json)?,
        ReleaseOpdracht::Diff { voor, na, json } => diff(voor, na, *json)?,
    };
    uitvoer::klaar()?;
    Ok(einde)
}

/// The stable object of `release check`.
#[derive(Serialize)]
struct Verslag<'r> {
    folder: String,
    loadable: bool,
    standard: Option<&'r str>,
    release: Option<&'r str>,
    valid_from: Option<&'r str>,
    valid_until: Option<&'r str>,
    messages: Vec<&'r str>,
    problems: Vec<Probleem>,
}

#[derive(Serialize)]
struct Probleem {
    file: String,
    line: Option<usize>,
    problem: String,
}

fn check(map: &Path, json: bool) -> Result<Einde, Fout> {
    let naam = map.display().to_string();
    let files = lees_map(map)?;
    let (release, problemen) = match check_release(&naam, &files) {
        Ok(release) => (Some(release), Vec::new()),
        Err(errors) => (None, errors.iter().map(probleem).collect()),
    };
    let manifest = release.as_ref().and_then(|r| r.manifest.as_ref());
    let verslag = Verslag {
        folder: naam,
        loadable: release.is_some(),
        standard: release.as_ref().map(|r| r.standard.as_str()),
        release: release.as_ref().map(|r| r.release.as_str()),
        valid_from: manifest.and_then(|m| m.valid_from.as_deref()),
        valid_until: manifest.and_then(|m| m.valid_until.as_deref()),
        messages: release.iter().flat_map(|r| &r.messages).map(|m| m.code.as_str()).collect(),
        problems: problemen,
    };
    if json {
        uitvoer::json(&verslag)?;
    } else {
        voor_mensen(&verslag, manifest.is_some())?;
    }
    Ok(if verslag.loadable { Einde::Goed } else { Einde::Gebreken })
}

fn voor_mensen(verslag: &Verslag<'_>, met_manifest: bool) -> Result<(), Fout> {
    let naam = &verslag.folder;
    let (Some(standaard), Some(release)) = (verslag.standard, verslag.release) else {
        uitvoer::regel(&format!("{naam}: cannot be loaded"))?;
        for probleem in &verslag.problems {
            let plek = probleem.line.map_or_else(String::new, |line| format!(":{line}"));
            uitvoer::regel(&format!("  {}{plek}: {}", probleem.file, probleem.problem))?;
        }
        return Ok(());
    };
    uitvoer::regel(&format!("{naam}: {standaard} {release}, {} messages", verslag.messages.len()))?;
    uitvoer::regel(&format!("  {}", verslag.messages.join(" ")))?;
    if !met_manifest {
        return uitvoer::regel("  no release.toml: read from the schemas alone");
    }
    let dag = |dag: Option<&str>| dag.unwrap_or("not known").to_owned();
    uitvoer::regel(&format!("  in use from {} until {}", dag(verslag.valid_from), dag(verslag.valid_until)))
}

/// File, line and reason apart, so that people and programs can go there.
fn probleem(error: &SchemaError) -> Probleem {
    let (file, line) = match error {
        SchemaError::NotXml { file, line, .. }
        | SchemaError::Unsupported { file, line, .. }
        | SchemaError::Invalid { file, line, .. }
        | SchemaError::Pattern { file, line, .. } => (file.clone(), Some(*line)),
        SchemaError::Folder { folder, .. } => (folder.clone(), None),
    };
    let mut problem = match error {
        SchemaError::Unsupported { construct, .. } => format!("{construct} is not supported"),
        SchemaError::Invalid { reason, .. } | SchemaError::Folder { reason, .. } => reason.clone(),
        SchemaError::NotXml { .. } => "not well-formed".to_owned(),
        SchemaError::Pattern { .. } => "pattern cannot be compiled".to_owned(),
    };
    if let Some(cause) = std::error::Error::source(error) {
        problem = format!("{problem}: {cause}");
    }
    Probleem { file, line, problem }
}

/// The stable line of `release diff --json`.
#[derive(Serialize)]
struct Wijziging<'w> {
    message: Option<&'w str>,
    path: &'w str,
    kind: &'static str,
    before: &'w str,
    after: &'w str,
}

fn diff(voor: &str, na: &str, json: bool) -> Result<Einde, Fout> {
    let (oud, nieuw) = (laad(voor)?, laad(na)?);
    let wijzigingen = compare(&oud, &nieuw);
    let mut bericht: Option<&Option<String>> = None;
    for w in &wijzigingen {
        if json {
            uitvoer::json(&Wijziging {
                message: w.message.as_deref(),
                path: &w.path,
                kind: w.kind.as_str(),
                before: &w.before,
                after: &w.after,
            })?;
            continue;
        }
        if bericht != Some(&w.message) {
            uitvoer::regel(w.message.as_deref().unwrap_or("basisschema"))?;
            bericht = Some(&w.message);
        }
        uitvoer::regel(&format!("  {}", regel(w)))?;
    }
    if wijzigingen.is_empty() && !json {
        uitvoer::regel("no difference")?;
    }
    Ok(if wijzigingen.is_empty() { Einde::Goed } else { Einde::Gebreken })
}

fn regel(w: &Change) -> String {
    let Change { path, before, after, .. } = w;
    let leeg = |tekst: &str| if tekst.is_empty() { "none".to_owned() } else { tekst.to_owned() };
    match w.kind {
        ChangeKind::MessageAdded => "+ new message".to_owned(),
        ChangeKind::MessageRemoved => "- message is gone".to_owned(),
        ChangeKind::ElementAdded => format!("+ {path} ({after})"),
        ChangeKind::ElementRemoved => format!("- {path} ({before})"),
        ChangeKind::Order => format!("~ {path}: another place in the sequence"),
        ChangeKind::CodesAdded => format!("~ {path}: codes added {after}"),
        ChangeKind::CodesRemoved => format!("~ {path}: codes removed {before}"),
        ChangeKind::Cardinality => format!("~ {path}: occurs {before}, now {after}"),
        ChangeKind::Type | ChangeKind::Facet => format!("~ {path}: {}, now {}", leeg(before), leeg(after)),
    }
}

/// A folder, or the name of a built-in release.
fn laad(naam: &str) -> Result<Release, Fout> {
    if Path::new(naam).is_dir() {
        return Ok(release_uit_map(Path::new(naam))?);
    }
    ingebouwde_release(naam)?.ok_or_else(|| {
        Fout::Gebruik(format!("{naam} is neither a folder nor a built-in release such as ijw-3.2 or iwmo-2.3"))
    })
}
