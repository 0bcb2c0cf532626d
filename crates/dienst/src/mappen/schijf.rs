//! Files on disk: opened with care, written whole or not at all, moved only when they are what was read.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::fout::DienstFout;

/// End of the name of a file that is being written.
pub(super) const DEEL: &str = ".deel";
/// The group, that of an SFTP server for instance, may read what we write.
const RECHTEN: u32 = 0o640;

/// Tells one state of a file from another, also under another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kenmerk {
    apparaat: u64,
    inode: u64,
    /// Size in bytes.
    pub(super) grootte: u64,
    /// Moment of the last change: seconds and nanoseconds.
    pub(super) gewijzigd: (i64, i64),
}

impl Kenmerk {
    pub(super) fn van(meta: &Metadata) -> Self {
        Self {
            apparaat: meta.dev(),
            inode: meta.ino(),
            grootte: meta.size(),
            gewijzigd: (meta.mtime(), meta.mtime_nsec()),
        }
    }

    fn op(pad: &Path) -> io::Result<Self> {
        fs::symlink_metadata(pad).map(|meta| Self::van(&meta))
    }
}

/// Opens a file for reading. A symbolic link is not followed and a FIFO is not waited for; neither is a file to read.
pub(super) fn open(pad: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(pad)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(ErrorKind::InvalidInput.into()) }
}

/// Writes a file under a temporary name, syncs it and renames it. The name is durable after [`sync`] on the folder.
pub(super) fn schrijf(map: &Path, naam: &str, bytes: &[u8]) -> Result<(), DienstFout> {
    let pad = map.join(naam);
    let tijdelijk = map.join(format!(".{naam}{DEEL}"));
    let geschreven = schrijf_door(&tijdelijk, bytes).and_then(|()| fs::rename(&tijdelijk, &pad));
    geschreven.map_err(|source| {
        // Nothing half-written stays; what cannot be removed now goes at the next start.
        let _ = fs::remove_file(&tijdelijk);
        fout("write", &pad, source)
    })
}

fn schrijf_door(pad: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(RECHTEN).custom_flags(libc::O_NOFOLLOW);
    let mut file = options.open(pad)?;
    // A umask may have taken the group its right.
    file.set_permissions(Permissions::from_mode(RECHTEN))?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the names in a folder durable.
pub(super) fn sync(map: &Path) -> Result<(), DienstFout> {
    File::open(map).and_then(|open| open.sync_all()).map_err(|source| fout("sync", map, source))
}

/// Moves a file that was read into another folder, over what has the name there, and makes both folders durable. False
/// when the file under the old name is another one by now: that one stays, it was not read.
pub(super) fn verplaats(van: &Path, kenmerk: Kenmerk, map: &Path, naam: &str) -> Result<bool, DienstFout> {
    let doel = map.join(naam);
    let mislukt = |source| fout("move a dropped file to", &doel, source);
    if !is_nog(van, kenmerk).map_err(mislukt)? {
        return Ok(false);
    }
    fs::rename(van, &doel).map_err(mislukt)?;
    let goed = is_nog(&doel, kenmerk).map_err(mislukt)?;
    if !goed {
        // Replaced between look and rename. What is there now must be taken like any other, under a name that is free.
        let vrij = van.with_file_name(uuid::Uuid::new_v4().to_string());
        let vrij = vrij.with_extension(doel.extension().unwrap_or_default());
        fs::rename(&doel, vrij).map_err(mislukt)?;
    }
    sync(map)?;
    if let Some(in_map) = van.parent() {
        sync(in_map)?;
    }
    Ok(goed)
}

fn is_nog(pad: &Path, kenmerk: Kenmerk) -> io::Result<bool> {
    match Kenmerk::op(pad) {
        Ok(nu) => Ok(nu == kenmerk),
        Err(fout) if fout.kind() == ErrorKind::NotFound => Ok(false),
        Err(fout) => Err(fout),
    }
}

/// Trouble with a folder or with a file of our own making; never with the name of a dropped file.
pub(super) fn fout(wat: &'static str, pad: &Path, source: io::Error) -> DienstFout {
    DienstFout::Bestand { wat, pad: pad.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_replaced_is_not_moved() {
        let map = tempfile::tempdir().unwrap();
        let (van, naar) = (map.path().join("a.xml"), map.path().join("verwerkt"));
        fs::create_dir(&naar).unwrap();
        fs::write(&van, "een").unwrap();
        let kenmerk = Kenmerk::op(&van).unwrap();
        fs::write(map.path().join("b.xml"), "ander").unwrap();
        fs::rename(map.path().join("b.xml"), &van).unwrap();
        assert!(!verplaats(&van, kenmerk, &naar, "r.xml").unwrap());
        assert_eq!(fs::read(&van).unwrap(), b"ander");
        let kenmerk = Kenmerk::op(&van).unwrap();
        assert!(verplaats(&van, kenmerk, &naar, "r.xml").unwrap());
        assert_eq!(fs::read(naar.join("r.xml")).unwrap(), b"ander");
        assert!(!verplaats(&van, kenmerk, &naar, "r.xml").unwrap(), "it is gone");
    }

    #[test]
    fn only_plain_files_are_opened_and_a_fifo_does_not_hang() {
        let map = tempfile::tempdir().unwrap();
        let pad = |naam: &str| map.path().join(naam);
        fs::write(pad("gewoon"), "x").unwrap();
        std::os::unix::fs::symlink(pad("gewoon"), pad("link")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(pad("fifo")).status().unwrap().success());
        assert!(open(&pad("gewoon")).is_ok());
        for anders in ["link", "fifo", "."] {
            assert!(open(&pad(anders)).is_err(), "{anders}");
        }
    }

    #[test]
    fn a_written_file_is_whole_readable_for_the_group_and_leaves_nothing_beside_it() {
        let map = tempfile::tempdir().unwrap();
        schrijf(map.path(), "r.json", b"een").unwrap();
        schrijf(map.path(), "r.json", b"twee").unwrap();
        assert_eq!(fs::read(map.path().join("r.json")).unwrap(), b"twee");
        assert_eq!(fs::metadata(map.path().join("r.json")).unwrap().permissions().mode() & 0o777, RECHTEN);
        assert_eq!(fs::read_dir(map.path()).unwrap().count(), 1);
        assert!(schrijf(&map.path().join("weg"), "r.json", b"x").is_err());
    }
}
