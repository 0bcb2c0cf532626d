//! `process`: judge messages against a dossier and write the retours.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use bericht::{Datum, Soort};
use dossier::Sleutelhasher;
use opslag::{MemoryStore, SqliteOptions, SqliteSnapshot, SqliteStore, Store, StoreError};
use pipeline::{
    Keten, Melding, Opdracht, Regeluitleg, Signaalregel, Toegekend, Uitkomst, Verwerkt, verwerk, volgnummer,
};
use serde::Serialize;

use crate::cli::ProcessArgs;
use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::paden::{Bestand, bestanden};
use crate::vandaag::vandaag;
use crate::{inladen, paden, tekst, uitvoer};

/// The stable line per file.
#[derive(Serialize)]
struct Regel<'r> {
    file: String,
    standard: Option<&'static str>,
    release: Option<&'r str>,
    message: Option<&'static str>,
    identification: Option<&'r str>,
    sender: Option<&'r str>,
    receiver: Option<&'r str>,
    outcome: Uitkomst,
    level: Option<u8>,
    retour: Option<RetourRegel<'r>>,
    findings: &'r [Melding],
    signals: &'r [Signaalregel],
    not_checked: &'r [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<&'r [Regeluitleg]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    granted: Option<&'r [Toegekend]>,
}

#[derive(Serialize)]
struct RetourRegel<'r> {
    message: &'static str,
    file: Option<&'r str>,
}

/// Where the dossier is kept during a call.
pub enum Dossieropslag {
    /// Gone afterwards.
    Geheugen(Box<MemoryStore>),
    /// In a folder.
    Schijf(Box<SqliteStore>),
    /// In a folder that a daemon has open, as it was when this was opened.
    Ernaast(Box<SqliteSnapshot>),
}

impl Dossieropslag {
    pub fn open(data: Option<&Path>, sleutel: Option<PathBuf>) -> Result<Self, Fout> {
        match data {
            None => Ok(Self::Geheugen(Box::new(MemoryStore::new()))),
            Some(map) => {
                let options = SqliteOptions { key_file: sleutel, ..SqliteOptions::default() };
                Ok(Self::Schijf(Box::new(SqliteStore::open(map, &options)?)))
            }
        }
    }

    /// A folder that is only read; beside a daemon that has it open too. It must hold a store.
    pub fn lees(map: &Path, sleutel: Option<PathBuf>) -> Result<Self, Fout> {
        heeft_store(map)?;
        let options = SqliteOptions { key_file: sleutel, ..SqliteOptions::default() };
        match SqliteStore::open(map, &options) {
            Ok(store) => Ok(Self::Schijf(Box::new(store))),
            Err(StoreError::InUse { .. }) => Ok(Self::Ernaast(Box::new(SqliteSnapshot::open(map, &options)?))),
            Err(fout) => Err(fout.into()),
        }
    }

    pub fn store(&self) -> &dyn Store {
        match self {
            Self::Geheugen(store) => store.as_ref(),
            Self::Schijf(store) => store.as_ref(),
            Self::Ernaast(store) => store.as_ref(),
        }
    }

    pub fn hasher(&self) -> &Sleutelhasher {
        match self {
            Self::Geheugen(store) => store.hasher(),
            Self::Schijf(store) => store.hasher(),
            Self::Ernaast(store) => store.hasher(),
        }
    }
}

/// A command that reads or manages must find a store. Opening one makes what is not there, and an empty store would tell
/// someone with a mistyped path that nothing is wrong.
pub fn heeft_store(map: &Path) -> Result<(), Fout> {
    let bestand = map.join("ketenpoort.db");
    let fout = |source| Fout::Bestand { wat: "find the store", pad: bestand.display().to_string(), source };
    match fs::metadata(&bestand) {
        Ok(meta) if meta.is_file() && meta.len() > 0 => Ok(()),
        Err(source) if !matches!(source.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Err(fout(source)),
        _ => Err(Fout::Gebruik(format!(
            "there is no store in {}: name the data folder of the daemon, or of process, with --data or opslag.data",
            map.display()
        ))),
    }
}

/// Judges files one at a time and writes their retours.
pub struct Verwerker {
    pub keten: Keten,
    pub opslag: Dossieropslag,
    pub peildatum: Datum,
    pub uit: Option<PathBuf>,
    /// Whether granted lines are explained too.
    pub waarom: bool,
}

impl Verwerker {
    /// Judges one file; the path of its retour is as it was written.
    pub fn verwerk(&self, file: &Bestand) -> Result<(Verwerkt, Option<String>), Fout> {
        let bytes = paden::lees(file, self.keten.max_bytes).map_err(|source| Fout::Bestand {
            wat: "read",
            pad: file.naam(),
            source,
        })?;
        let id = volgnummer(self.opslag.store());
        let opdracht = Opdracht { bytes: &bytes, id, peildatum: self.peildatum, waarom: self.waarom, gelezen: None };
        let verwerkt = verwerk(&opdracht, &self.keten, self.opslag.store(), self.opslag.hasher())
            .map_err(|source| Fout::Pipeline { pad: file.naam(), source })?;
        let mut geschreven = None;
        if let (Some(map), Some(retour)) = (&self.uit, &verwerkt.retour) {
            let pad = map.join(retournaam(file, retour.soort));
            uitvoer::schrijf(&pad, &retour.bytes)?;
            geschreven = Some(pad.display().to_string());
        }
        Ok((verwerkt, geschreven))
    }
}

pub fn process(args: &ProcessArgs, configuratie: &Configuratie) -> Result<Einde, Fout> {
    let (files, onvindbaar) = bestanden(&args.paths);
    // Order means something here: nothing is judged when a file is missing.
    if let Some(eerste) = onvindbaar.into_iter().next() {
        return Err(eerste);
    }
    if let Some(oud) = &args.against {
        return super::watals::tegen(args, oud, &files, configuratie);
    }
    verschillende_stammen(&files)?;
    let verwerker = Verwerker {
        keten: inladen::keten(configuratie, args.contracts.as_deref())?,
        opslag: Dossieropslag::open(args.data.as_deref(), configuratie.sleutel.clone())?,
        peildatum: args.today.unwrap_or_else(vandaag),
        uit: args.out.clone(),
        waarom: args.why,
    };
    if let Some(map) = &args.out {
        uitvoer::maak_map(map)?;
        keur_namen(map, &files)?;
    }
    let groottes: Vec<u64> = files.iter().map(|f| fs::metadata(&f.pad).map_or(0, |m| m.len())).collect();
    let balk = uitvoer::balk(files.len() as u64, groottes.iter().sum());
    let mut einde = Einde::Goed;
    for (file, grootte) in files.iter().zip(groottes) {
        let (mut verwerkt, retour) = verwerker.verwerk(file)?;
        if !args.why {
            tekst::zonder_sporen(&mut verwerkt.oordeel.findings);
        }
        balk.suspend(|| toon(args, file, &verwerkt, retour.as_deref()))?;
        einde = einde.en(match verwerkt.oordeel.outcome {
            Uitkomst::Accepted | Uitkomst::Duplicate => Einde::Goed,
            // Nothing is wrong with a message that is not judged, but whoever calls must not think that it was answered.
            Uitkomst::Partly | Uitkomst::Rejected | Uitkomst::Unreadable => Einde::Gebreken,
        });
        balk.inc(grootte);
    }
    balk.finish_and_clear();
    uitvoer::klaar()?;
    Ok(einde)
}

/// Name of the retour of a file.
fn retournaam(file: &Bestand, soort: Soort) -> OsString {
    let mut naam = file.stam();
    naam.push(format!(".{soort}.xml"));
    naam
}

/// A message that is judged must get its retour, so a name that is too long for one is told before anything is judged.
fn keur_namen(map: &Path, files: &[Bestand]) -> Result<(), Fout> {
    // All numbers of messages are as long.
    files.iter().try_for_each(|file| {
        let lang = |source| Fout::Bestand { wat: "name the retour of", pad: file.naam(), source };
        uitvoer::keur_naam(&map.join(retournaam(file, Soort::S302))).map_err(lang)
    })
}

/// Two inputs may not want the same name for their retour.
fn verschillende_stammen(files: &[Bestand]) -> Result<(), Fout> {
    let mut gezien = HashMap::new();
    for file in files {
        if let Some(eerder) = gezien.insert(file.stam(), file) {
            return Err(Fout::Gebruik(format!(
                "{} and {} would write the same retour; give them different names or separate calls",
                eerder.naam(),
                file.naam()
            )));
        }
    }
    Ok(())
}

fn toon(args: &ProcessArgs, file: &Bestand, verwerkt: &Verwerkt, retour: Option<&str>) -> Result<(), Fout> {
    if !args.json {
        let melden = if args.why { tekst::met_waarom } else { tekst::oordeel };
        return uitvoer::regel(&melden(&file.naam(), verwerkt, retour));
    }
    let kop = &verwerkt.kop;
    uitvoer::json(&Regel {
        file: file.naam(),
        standard: verwerkt.domein.map(bericht::Domein::as_str),
        release: verwerkt.release.as_deref(),
        message: verwerkt.soort.map(bericht::Soort::nummer),
        identification: kop.identificatie.as_deref(),
        sender: kop.afzender.as_deref(),
        receiver: kop.ontvanger.as_deref(),
        outcome: verwerkt.oordeel.outcome,
        level: verwerkt.oordeel.level,
        retour: verwerkt.retour.as_ref().map(|r| RetourRegel { message: r.soort.nummer(), file: retour }),
        findings: &verwerkt.oordeel.findings,
        signals: &verwerkt.oordeel.signals,
        not_checked: &verwerkt.not_checked,
        rules: args.why.then_some(verwerkt.oordeel.rules.as_slice()),
        granted: args.why.then_some(verwerkt.oordeel.granted.as_slice()),
    })
}
