//! Opening a data folder: folder, lock, key, file, layout, sweep, in this order.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dossier::Sleutelhasher;
use rusqlite::{Connection, OptionalExtension};

use super::connect::{self, Readers};
use super::fault::{Fault, Faults};
use super::log::Mover;
use super::writer::Writer;
use super::{SqliteOptions, SqliteStore, commit, schema};
use crate::blobs::BlobFolder;
use crate::error::StoreError;
use crate::files::{self, folder_error};
use crate::keyfile;
use crate::numbers::Numbers;
use crate::store::Store;

/// Name of the folder of payload files.
const BLOBS: &str = "blobs";

impl SqliteStore {
    /// Opens the store in a folder, making folder, key and file when there is no data yet, and sweeps the payload
    /// files. The folder stays locked against other processes until the store is dropped.
    ///
    /// # Errors
    /// Every variant about folder, key, layout and log has its origin here.
    pub fn open(folder: impl Into<PathBuf>, options: &SqliteOptions) -> Result<Self, StoreError> {
        let folder = folder.into();
        let (file, blobs) = (folder.join(super::FILE), folder.join(BLOBS));
        files::make_folder(&folder).map_err(|e| folder_error(&folder, e))?;
        let lock = lock(&folder)?;

        let key_file = key_file(&folder, options);
        let hasher = Sleutelhasher::new(&keyfile::load_or_make(&key_file, data_exists(&folder))?);

        let blobs = BlobFolder::open(blobs).map_err(|e| folder_error(&folder, e))?;
        let faults = Arc::new(Faults::new(folder.clone()));
        let mut writer = prepare(&folder, &file, options, &key_file, &hasher).map_err(|fault| faults.writing(fault))?;
        let numbers = Numbers::after(commit::newest(&writer).map_err(|fault| faults.writing(fault))?);
        let mover = Mover::start(&mut writer, &file, options, Arc::clone(&faults));
        let mover = mover.map_err(|fault| faults.writing(fault))?;
        let writer = Writer::start(writer, Arc::clone(&faults), options.group_commit)?;
        let readers = Readers::new(file, options.busy_timeout);
        let store = Self { faults, readers, writer, _mover: mover, blobs, hasher, numbers, _lock: lock };
        store.sweep_blobs()?;
        Ok(store)
    }

    /// Whether [`Self::open`] would take the key file, without making anything. The file comes back when it would be made.
    ///
    /// # Errors
    /// Those of [`Self::open`] about the key.
    pub fn look_for_key(folder: &Path, options: &SqliteOptions) -> Result<Option<PathBuf>, StoreError> {
        let path = key_file(folder, options);
        Ok(keyfile::look(&path, data_exists(folder))?.is_none().then_some(path))
    }
}

fn key_file(folder: &Path, options: &SqliteOptions) -> PathBuf {
    options.key_file.clone().unwrap_or_else(|| folder.join("sleutel"))
}

/// Whether there is anything that was written with a key.
fn data_exists(folder: &Path) -> bool {
    let file = folder.join(super::FILE);
    file.metadata().is_ok_and(|meta| meta.len() > 0) || BlobFolder::holds_any(&folder.join(BLOBS))
}

/// Takes the folder for this process. The lock goes with the process, however it ends.
fn lock(folder: &Path) -> Result<File, StoreError> {
    let file = files::open_private(&folder.join("lock")).map_err(|e| folder_error(folder, e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { folder: folder.to_owned() }),
        Err(TryLockError::Error(e)) => Err(folder_error(folder, e)),
    }
}

/// The writing connection, over a file of the known layout that belongs to this key.
fn prepare(
    folder: &Path,
    file: &Path,
    options: &SqliteOptions,
    key_file: &Path,
    hasher: &Sleutelhasher,
) -> Result<Connection, Fault> {
    // Made by us so that only the owner can read it; SQLite gives its log the same permissions.
    let made = files::open_private(file).and_then(|_| files::sync_folder(folder));
    made.map_err(|e| folder_error(folder, e))?;
    let mut writer = connect::writer(file, options.busy_timeout)?;
    schema::migrate(&mut writer)?;
    if key_belongs(&writer, hasher)? {
        Ok(writer)
    } else {
        Err(StoreError::KeyForeign { path: key_file.to_owned() }.into())
    }
}

/// Whether the data was written with this key, by a hash noted when the file was made. With another key no client would
/// be found again, and everything about them would be refused.
fn key_belongs(conn: &Connection, hasher: &Sleutelhasher) -> rusqlite::Result<bool> {
    let note = || conn.execute("INSERT INTO setting (name, value) VALUES ('key mark', ?1)", [mark(hasher)]);
    noted_key(conn, hasher)?.map_or_else(|| note().map(|_| true), Ok)
}

/// Whether the key that is noted in the data is this one; none when no key is noted yet.
pub(super) fn noted_key(conn: &Connection, hasher: &Sleutelhasher) -> rusqlite::Result<Option<bool>> {
    let noted: Option<String> =
        conn.query_row("SELECT value FROM setting WHERE name = 'key mark'", (), |row| row.get(0)).optional()?;
    Ok(noted.map(|noted| noted == mark(hasher)))
}

fn mark(hasher: &Sleutelhasher) -> String {
    hasher.payload(b"key of this store")
}
