//! What the tests of the command share: one way to run the binary, small messages, and a look at folders.
#![allow(dead_code)] // every test file uses its own part

pub mod bericht;
pub mod schijf;
pub mod verkeer;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A reference date on which the demo messages make sense.
pub const PEILDATUM: &str = "2026-06-15";

/// How a call of the command ended.
#[derive(Debug)]
pub struct Afloop {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Afloop {
    /// Of a process that ended.
    pub fn van(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
        }
    }

    /// Demands an exit code; on failure everything that was printed is shown.
    #[track_caller]
    pub fn met_code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Demands a piece of text on standard error, which must be short: a message, no flood and no panic.
    #[track_caller]
    pub fn met_fout(self, stuk: &str) -> Self {
        assert!(self.stderr.contains(stuk), "no {stuk:?} on stderr:\n{}", self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// The lines of standard output as JSON objects.
    #[track_caller]
    pub fn json(&self) -> Vec<Value> {
        let lees = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("no JSON ({e}): {line}"));
        self.stdout.lines().map(lees).collect()
    }

    /// The only line of standard output as a JSON object.
    #[track_caller]
    pub fn een_json(&self) -> Value {
        let mut lines = self.json();
        assert_eq!(lines.len(), 1, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        lines.remove(0)
    }
}

/// An empty folder, where no gateway.toml lies about; nothing is written in it.
pub fn lege_map() -> PathBuf {
    let map = Path::new(env!("CARGO_TARGET_TMPDIR")).join("leeg");
    fs::create_dir_all(&map).expect("a folder");
    map
}

/// A call of the command in an empty folder.
pub fn ketenpoort() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ketenpoort"));
    command.current_dir(lege_map()).env_remove("CLICOLOR_FORCE").stdin(Stdio::null());
    command
}

/// Runs the command with these arguments.
pub fn draai<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Afloop {
    uitkomst(ketenpoort().args(args))
}

/// Runs a prepared call to its end.
pub fn uitkomst(command: &mut Command) -> Afloop {
    Afloop::van(command.output().expect("the command can be started"))
}

/// A folder for one test.
pub struct Werkmap(TempDir);

impl Werkmap {
    /// A new, empty folder.
    pub fn nieuw() -> Self {
        Self(tempfile::Builder::new().prefix("kp-test-").tempdir().expect("a temporary folder"))
    }

    /// The path of something in it, as text for an argument.
    pub fn pad(&self, naam: &str) -> String {
        self.0.path().join(naam).display().to_string()
    }

    /// Writes a file in it (and the folders on the way); its path.
    pub fn schrijf(&self, naam: &str, bytes: impl AsRef<[u8]>) -> String {
        let pad = self.0.path().join(naam);
        fs::create_dir_all(pad.parent().expect("a parent")).expect("a folder");
        fs::write(&pad, bytes).expect("a file");
        pad.display().to_string()
    }

    /// Copies a demo message into it; its path.
    pub fn demo(&self, naam: &str) -> String {
        self.schrijf(&format!("{naam}.xml"), demo(naam))
    }

    /// Everything below a folder in it, as sorted relative paths; empty when the folder is not there.
    pub fn inhoud(&self, naam: &str) -> Vec<String> {
        inhoud(&self.0.path().join(naam))
    }

    /// The bytes of a file in it.
    #[track_caller]
    pub fn bytes(&self, naam: &str) -> Vec<u8> {
        fs::read(self.0.path().join(naam)).unwrap_or_else(|e| panic!("{naam}: {e}"))
    }
}

/// The files below a folder, as sorted relative paths.
pub fn inhoud(map: &Path) -> Vec<String> {
    let mut gevonden = Vec::new();
    let mut te_doen = vec![map.to_owned()];
    while let Some(hier) = te_doen.pop() {
        let Ok(entries) = fs::read_dir(&hier) else { continue };
        for pad in entries.map(|e| e.expect("a readable folder").path()) {
            if pad.is_dir() {
                te_doen.push(pad);
            } else {
                gevonden.push(pad.strip_prefix(map).expect("below").display().to_string());
            }
        }
    }
    gevonden.sort();
    gevonden
}

/// The root of the repository.
pub fn wortel() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the root of the repository")
}

/// A folder of the shared standard and proof, when it is there; otherwise a line says that the test is skipped.
pub fn gedeelde_map(naam: &str) -> Option<PathBuf> {
    let pad = wortel().join("../shared").join(naam);
    if !pad.is_dir() {
        println!("skipped: ../shared/{naam} is not there");
        return None;
    }
    Some(pad)
}

/// Whether a program answers; otherwise a line says what is skipped.
pub fn programma(naam: &str) -> bool {
    let er_is = Command::new(naam).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !er_is {
        println!("skipped: {naam} is not installed");
    }
    er_is
}

/// The text of a demo message, e.g. `05-wmo-323`.
pub fn demo(naam: &str) -> String {
    let pad = wortel().join("fixtures/demo").join(format!("{naam}.xml"));
    fs::read_to_string(&pad).unwrap_or_else(|e| panic!("{}: {e}", pad.display()))
}

/// Names of all demo messages in the order of the story.
pub fn verhaal() -> Vec<String> {
    let namen = inhoud(&wortel().join("fixtures/demo"));
    namen.iter().filter_map(|n| n.strip_suffix(".xml")).map(str::to_owned).collect()
}
