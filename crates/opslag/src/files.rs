//! Files and folders on disk: private, and durable before they count.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use crate::error::StoreError;

/// Makes a folder and the missing ones above it, for the owner only, each durable in the one above.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = parent(folder);
    make_folder(parent)?;
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        other => other,
    }?;
    sync_folder(parent)
}

/// The folder a file is in; the working folder for a bare name.
pub(crate) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) => Path::new("."),
        None => path,
    }
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Opens a file for writing, made for the owner only when it is not there.
pub(crate) fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

/// A new file for the owner only.
pub(crate) fn new_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// The trouble with a data folder, by its name.
pub(crate) fn folder_error(folder: &Path, error: io::Error) -> StoreError {
    let (folder, kind) = (folder.to_owned(), error.kind());
    let source = error.into();
    match kind {
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => StoreError::FolderReadOnly { folder, source },
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::DiskFull { source },
        _ => StoreError::FolderUnusable { folder, source },
    }
}

/// Random hexadecimal digits for the name of a temporary file.
pub(crate) fn random_suffix() -> io::Result<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(data_encoding::HEXLOWER.encode(&bytes))
}
