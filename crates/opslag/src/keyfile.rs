//! The key of the installation: 32 random bytes that only the owner may read.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::error::StoreError;
use crate::files;

/// Reads the key, or makes it when there is no data yet. A new key is on disk before it is returned.
pub(crate) fn load_or_make(path: &Path, data_exists: bool) -> Result<[u8; 32], StoreError> {
    look(path, data_exists)?.map_or_else(|| make(path).map_err(|e| unreadable(path, e)), Ok)
}

/// Reads the key; none when it may be made, because there is no data yet.
pub(crate) fn look(path: &Path, data_exists: bool) -> Result<Option<[u8; 32]>, StoreError> {
    match fs::metadata(path) {
        Ok(meta) => load(path, meta.permissions().mode()).map(Some),
        Err(e) if e.kind() != ErrorKind::NotFound => Err(unreadable(path, e)),
        Err(_) if data_exists => Err(StoreError::KeyMissing { path: path.to_owned() }),
        Err(_) => Ok(None),
    }
}

fn unreadable(path: &Path, error: io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::DiskFull { source: error.into() },
        _ => StoreError::KeyUnreadable { path: path.to_owned(), source: error.into() },
    }
}

fn load(path: &Path, mode: u32) -> Result<[u8; 32], StoreError> {
    if mode & 0o077 != 0 {
        return Err(StoreError::KeyOpenToOthers { path: path.to_owned(), mode: mode & 0o7777 });
    }
    let content = fs::read(path).map_err(|e| unreadable(path, e))?;
    parse(&content).ok_or_else(|| StoreError::KeyLength { path: path.to_owned(), length: content.len() })
}

/// 32 raw bytes, or 64 hexadecimal digits with white space around them.
fn parse(content: &[u8]) -> Option<[u8; 32]> {
    let raw = <[u8; 32]>::try_from(content);
    raw.ok().or_else(|| {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(content.trim_ascii()).ok()?;
        bytes.try_into().ok()
    })
}

fn make(path: &Path) -> io::Result<[u8; 32]> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    let mut text = data_encoding::HEXLOWER.encode(&key);
    text.push('\n');
    let folder = files::parent(path);
    files::make_folder(folder)?;
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}.tmp", files::random_suffix()?));
    write_and_rename(temporary.as_ref(), path, &text).inspect_err(|_| {
        // The half-written file is of no use; that it stays when it cannot be removed is harmless.
        let _ = fs::remove_file(&temporary);
    })?;
    files::sync_folder(folder)?;
    Ok(key)
}

fn write_and_rename(temporary: &Path, path: &Path, text: &str) -> io::Result<()> {
    let mut file = files::new_private(temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(temporary, path)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn put(path: &Path, content: &[u8], mode: u32) {
        fs::write(path, content).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn made_once_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nieuw/sleutel");
        assert_eq!(look(&path, false).unwrap(), None);
        assert!(!path.parent().unwrap().exists(), "a look makes nothing");
        let key = load_or_make(&path, false).unwrap();
        assert_eq!(load_or_make(&path, true).unwrap(), key);
        assert_eq!(look(&path, false).unwrap(), Some(key));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn raw_and_hex_are_the_same_key() {
        let folder = tempfile::tempdir().unwrap();
        let (raw, hex) = (folder.path().join("raw"), folder.path().join("hex"));
        put(&raw, &[0xAB; 32], 0o600);
        put(&hex, format!("{}\r\n", "Ab".repeat(32)).as_bytes(), 0o400);
        assert_eq!(load_or_make(&raw, true).unwrap(), load_or_make(&hex, true).unwrap());
    }

    #[test]
    fn each_trouble_has_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sleutel");
        assert!(matches!(load_or_make(&path, true), Err(StoreError::KeyMissing { .. })));
        put(&path, &[1; 32], 0o640);
        assert!(matches!(load_or_make(&path, true), Err(StoreError::KeyOpenToOthers { mode: 0o640, .. })));
        put(&path, &[1; 31], 0o600);
        assert!(matches!(load_or_make(&path, true), Err(StoreError::KeyLength { length: 31, .. })));
        put(&path, b"", 0o600);
        assert!(matches!(load_or_make(&path, false), Err(StoreError::KeyLength { length: 0, .. })));
        assert!(matches!(load_or_make(&path.join("x"), false), Err(StoreError::KeyUnreadable { .. })));
        let sub = folder.path().join("map");
        files::make_folder(&sub).unwrap();
        assert!(matches!(load_or_make(&sub, false), Err(StoreError::KeyUnreadable { .. })));
    }
}
