//! Output: lines on standard output and standard error, files that appear whole or not at all, and a progress bar.
//!
//! Someone may close our output before all is printed (`| head -1`). The printing then stops and the work does not: a
//! message is judged, a file written and the exit status told as if all was read. A disk that is full is another matter,
//! and an error.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use crate::einde::Fout;

/// Prints one line.
pub fn regel(text: &str) -> Result<(), Fout> {
    let mut out = io::stdout().lock();
    gedrukt(out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")))
}

/// Prints one JSON object on one line.
pub fn json<T: Serialize>(value: &T) -> Result<(), Fout> {
    // Written as it is made: the verdict on a large declaratie can be as large as the declaratie.
    let mut out = io::BufWriter::new(io::stdout().lock());
    let geschreven = serde_json::to_writer(&mut out, value).map_err(io::Error::from);
    gedrukt(geschreven.and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()))
}

/// Flushes what was printed, so that a full disk behind a redirect is noticed.
pub fn klaar() -> Result<(), Fout> {
    gedrukt(io::stdout().flush())
}

/// What came of printing; that nobody reads any more is no fault.
fn gedrukt(uitkomst: io::Result<()>) -> Result<(), Fout> {
    match uitkomst {
        Err(fout) if fout.kind() != ErrorKind::BrokenPipe => Err(Fout::Uitvoer(fout)),
        _ => Ok(()),
    }
}

/// Says something on standard error, where it can be written: there is no other place to say that it cannot.
pub fn meld(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Makes a folder when it is not there, and makes sure that it can be written before any work is done for it.
pub fn maak_map(map: &Path) -> Result<(), Fout> {
    fs::create_dir_all(map).map_err(|source| Fout::Bestand { wat: "make the folder", pad: toon(map), source })?;
    let proef = map.join(".ketenpoort.deel");
    let probeer = schrijf_door(&proef, b"").and_then(|()| fs::remove_file(&proef));
    probeer.map_err(|source| Fout::Bestand { wat: "write in", pad: toon(map), source })
}

/// Writes a file under a temporary name, syncs it and renames it: it is there whole or not at all. The temporary name
/// follows from the real one, so that what a killed process left is overwritten by the next call for the same file.
pub fn schrijf(pad: &Path, bytes: &[u8]) -> Result<(), Fout> {
    let fout = |source| Fout::Bestand { wat: "write", pad: toon(pad), source };
    let tijdelijk = tijdelijk(pad);
    let geschreven = schrijf_door(&tijdelijk, bytes).and_then(|()| fs::rename(&tijdelijk, pad));
    geschreven.map_err(|source| {
        // Nothing half-written stays; when even that fails there is nothing more to do.
        let _ = fs::remove_file(&tijdelijk);
        fout(source)
    })
}

/// The name under which a file is written before it gets its own.
fn tijdelijk(pad: &Path) -> PathBuf {
    let mut naam = OsString::from(".");
    naam.push(pad.file_name().unwrap_or_default());
    naam.push(".deel");
    pad.with_file_name(naam)
}

/// Whether the disk takes the name of a file that is still to be written; nothing is made.
pub fn keur_naam(pad: &Path) -> io::Result<()> {
    match fs::symlink_metadata(tijdelijk(pad)) {
        Err(fout) if fout.kind() == ErrorKind::InvalidFilename => Err(fout),
        _ => Ok(()),
    }
}

/// Bytes on the disk before it returns. Others of the group may read a retour, the rest of the world may not.
fn schrijf_door(pad: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
    let mut file = options.open(pad)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn toon(pad: &Path) -> String {
    pad.display().to_string()
}

/// A bar on standard error for long work on a terminal; nothing otherwise, nor for a single small file.
pub fn balk(bestanden: u64, bytes: u64) -> ProgressBar {
    let lang = bestanden >= 20 || bytes >= 5_000_000;
    if !lang || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(bytes.max(1)), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar
}
