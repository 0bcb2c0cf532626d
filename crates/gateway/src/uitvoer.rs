//! Output: lines on standard output, files that appear whole or not at all, and a progress bar.

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use crate::einde::Fout;

/// Prints one line.
pub fn regel(text: &str) -> Result<(), Fout> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).map_err(Fout::Uitvoer)
}

/// Prints one JSON object on one line.
pub fn json<T: Serialize>(value: &T) -> Result<(), Fout> {
    // Written as it is made: the verdict on a large declaratie can be as large as the declaratie.
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut out, value).map_err(|e| Fout::Uitvoer(e.into()))?;
    out.write_all(b"\n").and_then(|()| out.flush()).map_err(Fout::Uitvoer)
}

/// Flushes what was printed, so that a full disk behind a redirect is noticed.
pub fn klaar() -> Result<(), Fout> {
    std::io::stdout().flush().map_err(Fout::Uitvoer)
}

/// Makes a folder when it is not there.
pub fn maak_map(map: &Path) -> Result<(), Fout> {
    fs::create_dir_all(map).map_err(|source| Fout::Bestand { wat: "make the folder", pad: toon(map), source })
}

/// Writes a file under a temporary name, syncs it and renames it: it is there whole or not at all.
pub fn schrijf(pad: &Path, bytes: &[u8]) -> Result<(), Fout> {
    let fout = |source| Fout::Bestand { wat: "write", pad: toon(pad), source };
    let map = pad.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut tijdelijk = tempfile::Builder::new().prefix(".ketenpoort-").tempfile_in(map).map_err(fout)?;
    tijdelijk.write_all(bytes).map_err(fout)?;
    tijdelijk.as_file().sync_all().map_err(fout)?;
    let file = tijdelijk.persist(pad).map_err(|e| fout(e.error))?;
    // A temporary file is private; a retour is an ordinary file.
    gewone_rechten(&file).map_err(fout)
}

#[cfg(unix)]
fn gewone_rechten(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o640))
}

#[cfg(not(unix))]
fn gewone_rechten(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}

fn toon(pad: &Path) -> String {
    pad.display().to_string()
}

/// A bar on standard error for long work on a terminal; nothing otherwise, nor for a single small file.
pub fn balk(bestanden: u64, bytes: u64) -> ProgressBar {
    let lang = bestanden >= 20 || bytes >= 5_000_000;
    if !lang || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(bytes.max(1)), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar
}
