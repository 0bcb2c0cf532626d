//! Large payloads as files: whole and durable before the commit that refers to them.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::files;

/// Ending of files that are being written.
const TEMPORARY: &str = ".tmp";

/// Refuses names that are not a keyed hash; with this no name can leave the folder.
pub(crate) fn check_name(name: &str) -> Result<(), StoreError> {
    let hex = name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if hex && (16..=64).contains(&name.len()) { Ok(()) } else { Err(StoreError::BlobName) }
}

/// Why a payload file is not there.
#[derive(Debug)]
pub(crate) enum PutError {
    /// It could not be written; nothing is left of it.
    Write(io::Error),
    /// A sync failed: nobody knows what is on disk.
    Sync(io::Error),
}

/// The folder of payload files.
#[derive(Debug)]
pub(crate) struct BlobFolder {
    folder: PathBuf,
}

impl BlobFolder {
    /// Opens the folder, making it when it is not there.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        files::make_folder(&folder)?;
        Ok(Self { folder })
    }

    /// Whether a folder holds any payload file.
    pub(crate) fn holds_any(folder: &Path) -> bool {
        fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
    }

    /// Writes a file under its final name.
    pub(crate) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), PutError> {
        let path = self.folder.join(name);
        // Content decides the name, so a whole file under it is this one. Its name may not be durable yet: another
        // thread may be between its rename and its sync.
        let there = fs::metadata(&path).is_ok_and(|meta| u64::try_from(bytes.len()) == Ok(meta.len()));
        if !there {
            let suffix = files::random_suffix().map_err(PutError::Write)?;
            let temporary = self.folder.join(format!("{name}.{suffix}{TEMPORARY}"));
            write_and_rename(&temporary, &path, bytes).inspect_err(|_| {
                // Whatever cannot be removed now is swept when the store opens.
                let _ = fs::remove_file(&temporary);
            })?;
        }
        files::sync_folder(&self.folder).map_err(PutError::Sync)
    }

    /// The content of a file.
    pub(crate) fn get(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.folder.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// The temporary files, and the names of the whole ones. Files that are not ours are in neither list.
    pub(crate) fn list(&self) -> io::Result<(Vec<PathBuf>, Vec<String>)> {
        let (mut stale, mut names) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            match name.strip_suffix(TEMPORARY).and_then(|rest| rest.split_once('.')) {
                Some((first, _)) if check_name(first).is_ok() => stale.push(entry.path()),
                _ if check_name(&name).is_ok() => names.push(name),
                _ => {}
            }
        }
        Ok((stale, names))
    }

    /// Removes the file of a name.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.folder.join(name))
    }
}

fn write_and_rename(temporary: &Path, path: &Path, bytes: &[u8]) -> Result<(), PutError> {
    let mut file = files::new_private(temporary).map_err(PutError::Write)?;
    file.write_all(bytes).map_err(PutError::Write)?;
    file.sync_data().map_err(PutError::Sync)?;
    fs::rename(temporary, path).map_err(PutError::Write)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const NAME: &str = "00112233445566778899aabbccddeeff";

    #[test]
    fn only_hashes_are_names() {
        for bad in ["", "../../etc/passwd", "00112233", "00112233445566778899AABBCCDDEEFF", &"a".repeat(65)] {
            assert!(matches!(check_name(bad), Err(StoreError::BlobName)), "{bad}");
        }
        for good in [NAME, &"a".repeat(16), &"0".repeat(64)] {
            check_name(good).unwrap();
        }
    }

    #[test]
    fn whole_or_not_there() {
        let temp = tempfile::tempdir().unwrap();
        let blobs = BlobFolder::open(temp.path().join("blobs")).unwrap();
        assert_eq!(blobs.get(NAME).unwrap(), None);
        blobs.put(NAME, b"inhoud").unwrap();
        blobs.put(NAME, b"inhoud").unwrap();
        assert_eq!(blobs.get(NAME).unwrap().unwrap(), b"inhoud");
        fs::write(temp.path().join(format!("blobs/{NAME}.17.tmp")), b"in").unwrap();
        fs::write(temp.path().join("blobs/lost+found"), b"").unwrap();
        let (stale, names) = blobs.list().unwrap();
        assert_eq!((stale.len(), names), (1, vec![NAME.to_owned()]));
    }
}
