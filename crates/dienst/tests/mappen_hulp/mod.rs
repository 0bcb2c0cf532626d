//! A daemon with folders in a temporary place, and ways to look at them.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use bericht::catalogus;
use contract::Contracten;
use dienst::Poort;
use dienst::mappen::{Instellingen, Mappen};
use dienst::partijen::{Partij, Partijen};
use dienst::verwerking;
use opslag::{Entries, SqliteOptions, SqliteStore};
use pipeline::Keten;
use regels::Gemeenten;
use schema::Limits;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The parties of the messages in fixtures/berichten.
pub const GEMEENTE: &str = "0344";
pub const AANBIEDER: &str = "99990011";
/// A party without a folder.
pub const ANDER: &str = "99990012";

/// How long something may take on a busy machine.
const GEDULD: Duration = Duration::from_secs(180);
/// Short times, so that a test does not take long.
pub const RUST: Instellingen = Instellingen { stil: Duration::from_millis(300), ronde: Duration::from_millis(100) };

/// A declaratie with an Identificatie of its own.
pub fn declaratie(nummer: &str) -> Vec<u8> {
    let pad = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/berichten/iwmo-323.xml");
    let tekst = fs::read_to_string(pad).unwrap();
    let nieuw = tekst.replace(">B323<", &format!(">{nummer}<"));
    assert_ne!(tekst, nieuw);
    nieuw.into_bytes()
}

pub fn partij(code: &str, lokaal: bool, map: bool) -> Partij {
    Partij { code: code.to_owned(), lokaal, tokens: Vec::new(), map }
}

pub fn partijen() -> Vec<Partij> {
    vec![partij(GEMEENTE, true, true), partij(AANBIEDER, false, true), partij(ANDER, false, false)]
}

fn keten() -> Keten {
    Keten {
        schemas: catalogus::ingebouwd().unwrap(),
        contracten: Contracten::default(),
        gemeenten: Gemeenten::ingebouwd().unwrap(),
        limits: Limits::default(),
        max_bytes: 65_536,
    }
}

pub fn poort(werk: &Werkmap, partijen: Vec<Partij>) -> Arc<Poort> {
    let store = SqliteStore::open(werk.root().join("data"), &SqliteOptions::default()).unwrap();
    let hasher = store.hasher().clone();
    Arc::new(Poort::nieuw(Arc::new(store), hasher, keten(), Partijen::nieuw(partijen), 2).unwrap())
}

/// A daemon at work.
pub struct Dienst {
    pub poort: Arc<Poort>,
    runtime: Runtime,
    mappen: tokio::task::JoinHandle<()>,
    werkers: Vec<JoinHandle<()>>,
}

impl Dienst {
    pub fn start(werk: &Werkmap, werkers: usize) -> Self {
        Self::start_met(werk, werkers, RUST)
    }

    pub fn start_met(werk: &Werkmap, werkers: usize, instellingen: Instellingen) -> Self {
        text_log();
        let poort = poort(werk, partijen());
        let mappen = Mappen::nieuw(Arc::clone(&poort), werk.root().join("mappen"), instellingen).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let mappen = runtime.spawn(mappen.werk());
        let werkers = verwerking::start(&poort, werkers).unwrap();
        Self { poort, runtime, mappen, werkers }
    }

    /// Puts other parties in force, as a new configuration does.
    pub fn zet_partijen(&self, partijen: Vec<Partij>) {
        self.poort.vervang(keten(), Partijen::nieuw(partijen));
    }

    /// Puts a contract (TOML) in force.
    pub fn zet_contract(&self, tekst: &str) {
        let contracten = Contracten(vec![contract::lees_tekst("contract", tekst).unwrap()]);
        self.poort.vervang(Keten { contracten, ..keten() }, Partijen::nieuw(partijen()));
    }

    /// Entries of the mailboxes that are not in a folder.
    pub fn unwritten(&self) -> usize {
        let aantal = |code| self.poort.store.mailbox(code, Entries::NotWritten, 1000).unwrap().len();
        aantal(GEMEENTE) + aantal(AANBIEDER)
    }

    /// Ends as a daemon ends: what is in hand is finished.
    pub fn stop(self) {
        self.poort.stop.cancel();
        self.runtime.block_on(self.mappen).unwrap();
        self.poort.wachtrij.stop();
        self.werkers.into_iter().for_each(|werker| werker.join().unwrap());
        drop(self.runtime);
        assert_eq!(Arc::strong_count(&self.poort), 1, "nothing holds on to the store");
    }
}

/// The place of a test: store and folders.
pub struct Werkmap {
    pad: PathBuf,
    _tijdelijk: Option<TempDir>,
}

impl Werkmap {
    pub fn nieuw() -> Self {
        let tijdelijk = tempfile::Builder::new().prefix("kp-mappen-").tempdir().unwrap();
        Self { pad: tijdelijk.path().to_owned(), _tijdelijk: Some(tijdelijk) }
    }

    /// A place that another process made.
    pub fn bij(pad: &Path) -> Self {
        Self { pad: pad.to_owned(), _tijdelijk: None }
    }

    pub fn root(&self) -> &Path {
        &self.pad
    }

    pub fn pad(&self, code: &str, map: &str) -> PathBuf {
        self.pad.join("mappen").join(code).join(map)
    }

    /// Drops a file as a careful sender does: nothing half-written is ever seen under its name.
    pub fn drop(&self, code: &str, naam: &str, bytes: &[u8]) {
        let onaf = self.pad(code, "in").join(format!("{naam}.part"));
        fs::write(&onaf, bytes).unwrap();
        fs::rename(onaf, self.pad(code, "in").join(naam)).unwrap();
    }

    /// Names of everything in a folder, sorted.
    pub fn names(&self, code: &str, map: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.pad(code, map)) else { return Vec::new() };
        let mut namen: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        namen.sort();
        namen
    }

    /// Names that a reader would look at.
    pub fn files(&self, code: &str, map: &str) -> Vec<String> {
        self.names(code, map).into_iter().filter(|naam| !naam.starts_with('.')).collect()
    }

    pub fn read(&self, code: &str, map: &str, naam: &str) -> Vec<u8> {
        fs::read(self.pad(code, map).join(naam)).unwrap()
    }

    /// All paths below the place.
    pub fn everything(&self) -> BTreeSet<String> {
        let (mut alles, mut te_doen) = (BTreeSet::new(), vec![self.pad.join("mappen")]);
        while let Some(map) = te_doen.pop() {
            for entry in fs::read_dir(map).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_dir() {
                    te_doen.push(entry.path());
                }
                alles.insert(entry.path().display().to_string());
            }
        }
        alles
    }

    /// What looks like left-overs of ours.
    pub fn hidden(&self) -> Vec<String> {
        self.everything().into_iter().filter(|pad| pad.contains("/.")).filter(|pad| !pad.contains("/in/")).collect()
    }

    /// The explanations of refusals.
    pub fn explanations(&self) -> Vec<(String, Vec<u8>)> {
        let namen = self.files(AANBIEDER, "fout").into_iter().filter(|naam| is_json(naam));
        namen.map(|naam| (naam.clone(), self.read(AANBIEDER, "fout", &naam))).collect()
    }
}

/// The receipt in the name of a file.
pub fn receipt_of(naam: &str) -> String {
    let stam = naam.split('.').next().unwrap();
    let receipt = stam.rsplit('_').next().unwrap();
    assert_eq!(receipt.len(), 36, "{naam}");
    receipt.to_owned()
}

/// Waits until something is so.
#[track_caller]
pub fn eventually(wat: &str, mut is_zo: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_zo() {
        assert!(begin.elapsed() < GEDULD, "not within {GEDULD:?}: {wat}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Demands that something stays so for a while.
#[track_caller]
pub fn steady(wat: &str, duur: Duration, mut is_zo: impl FnMut() -> bool) {
    let begin = Instant::now();
    while begin.elapsed() < duur {
        assert!(is_zo(), "{wat}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Everything that is logged in this process, on every level.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The log of this process.
pub fn text_log() -> Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    let log = LOG.get_or_init(|| {
        let log = Log::default();
        let schrijver = log.clone();
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
        subscriber.with_writer(move || schrijver.clone()).init();
        log
    });
    log.clone()
}

/// Whether a file name is that of an explanation or a verdict.
pub fn is_json(naam: &str) -> bool {
    Path::new(naam).extension().is_some_and(|e| e == "json")
}
