//! Reading beside the process that has the folder: everything as it was at one moment, and no way to change it.
//!
//! The write-ahead log lets a reader in another process see one moment while the writer goes on; neither waits for the
//! other. The log is not begun anew while the moment is held, so it grows with what is written meanwhile.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use dossier::{BerichtId, ChangeSet, Key, ReadResult, ReadSet, Row, Sleutelhasher, Table};
use rusqlite::Connection;

use super::fault::{Fault, Faults};
use super::open::noted_key;
use super::{SqliteOptions, blob_error, connect, read, schema};
use crate::blobs::{BlobFolder, check_name};
use crate::error::StoreError;
use crate::files::folder_error;
use crate::keyfile;
use crate::store::{
    ClaimedItem, Committed, Counts, Delivery, Entries, Fence, MailboxEntry, Rejection, Settlement, Store, Which,
};

/// A store that another process may have open, as it was when this was opened. What would write is refused with
/// [`StoreError::ReadOnly`].
#[derive(Debug)]
pub struct SqliteSnapshot {
    faults: Faults,
    /// In a transaction that only reads and lasts as long as this.
    conn: Mutex<Connection>,
    blobs: BlobFolder,
    hasher: Sleutelhasher,
}

impl SqliteSnapshot {
    /// Opens the store in a folder beside whoever has it open. Nothing is made, moved or swept.
    ///
    /// # Errors
    /// Every variant about key and layout; [`StoreError::OtherLayout`] when the data is not of this program's layout.
    pub fn open(folder: impl Into<PathBuf>, options: &SqliteOptions) -> Result<Self, StoreError> {
        let folder = folder.into();
        let key_file = options.key_file.clone().unwrap_or_else(|| folder.join("sleutel"));
        // There is data, so that no key is ever made here.
        let hasher = Sleutelhasher::new(&keyfile::load_or_make(&key_file, true)?);
        let blobs = BlobFolder::open(folder.join("blobs")).map_err(|e| folder_error(&folder, e))?;
        let faults = Faults::new(folder.clone());
        let conn = moment(&folder, options, &hasher, key_file).map_err(|fault| faults.reading(fault))?;
        Ok(Self { faults, conn: Mutex::new(conn), blobs, hasher })
    }

    /// Makes the keyed hashes of this installation.
    pub fn hasher(&self) -> &Sleutelhasher {
        &self.hasher
    }

    fn with<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        let conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        read(&conn).map_err(|fault| self.faults.reading(fault))
    }
}

/// A connection on which a transaction holds one moment, over a file of the known layout that belongs to this key.
fn moment(
    folder: &Path,
    options: &SqliteOptions,
    hasher: &Sleutelhasher,
    key_file: PathBuf,
) -> Result<Connection, Fault> {
    let conn = connect::reader(&folder.join(super::FILE), options.busy_timeout)?;
    // The first read after it fixes the moment.
    conn.execute_batch("BEGIN")?;
    let (found, known) = (schema::found(&conn)?, schema::known());
    if found != known {
        return Err(StoreError::OtherLayout { found, known }.into());
    }
    if noted_key(&conn, hasher)? != Some(true) {
        return Err(StoreError::KeyForeign { path: key_file }.into());
    }
    Ok(conn)
}

impl Store for SqliteSnapshot {
    fn read(&self, set: &ReadSet) -> Result<ReadResult, StoreError> {
        self.with(|conn| Ok(ReadResult { rows: read::rows(conn, set)? }))
    }

    fn walk(
        &self,
        table: Table,
        prefix: &Key,
        visit: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.with(|conn| read::walk(conn, table, prefix, visit))
    }

    fn get_blob(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        check_name(name)?;
        self.blobs.get(name).map_err(blob_error)
    }

    fn commit(&self, _: Vec<ChangeSet>) -> Result<Vec<Result<Committed, Rejection>>, StoreError> {
        Err(StoreError::ReadOnly)
    }

    /// Nothing is committed under it here.
    fn number(&self, proposed: BerichtId) -> BerichtId {
        proposed
    }

    fn claim_outbox(&self, _: u64, _: u64, _: usize, _: &str) -> Result<Vec<ClaimedItem>, StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn settle_outbox(&self, _: Vec<Settlement>) -> Result<Vec<bool>, StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn release_claims(&self, _: &str) -> Result<usize, StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn deliveries(&self, _: Which, _: usize) -> Result<Vec<Delivery>, StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn requeue(&self, _: u64) -> Result<bool, StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn drop_delivery(&self, _: u64, _: &str) -> Result<bool, StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn mailbox(&self, _: &str, _: Entries, _: usize) -> Result<Vec<MailboxEntry>, StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn confirm(&self, _: &str, _: u64, _: u64) -> Result<bool, StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn mark_written(&self, _: &[u64]) -> Result<(), StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn counts(&self, _: &[&str]) -> Result<Counts, StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn acquire_lease(&self, _: &str, _: &str, _: u64, _: u64) -> Result<Option<Fence>, StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn release_lease(&self, _: &str, _: Fence) -> Result<bool, StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn put_blob(&self, _: &str, _: &[u8]) -> Result<(), StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn sweep_blobs(&self) -> Result<usize, StoreError> {
        Err(StoreError::ReadOnly)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::conformance::sample::{commit, inserting, row};
    use crate::sqlite::SqliteStore;

    #[test]
    fn it_sees_one_moment_while_another_writes_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), &SqliteOptions::default()).unwrap();
        commit(&store, inserting(1, "voor", 1)).unwrap();
        let moment = SqliteSnapshot::open(folder.path(), &SqliteOptions::default()).unwrap();
        commit(&store, inserting(2, "na", 1)).unwrap();
        assert!(row(&moment, "voor").is_some() && row(&moment, "na").is_none());
        assert!(row(&store, "na").is_some());
        let later = SqliteSnapshot::open(folder.path(), &SqliteOptions::default()).unwrap();
        assert!(row(&later, "na").is_some() && row(&moment, "na").is_none());
        assert!(matches!(later.commit(vec![inserting(3, "nee", 1)]), Err(StoreError::ReadOnly)));
        assert!(matches!(later.put_blob("0123456789abcdef", b"x"), Err(StoreError::ReadOnly)));
        drop((store, moment, later));
        // Nobody holds the folder any more, and everything is there.
        let again = SqliteStore::open(folder.path(), &SqliteOptions::default()).unwrap();
        assert!(row(&again, "voor").is_some() && row(&again, "na").is_some() && row(&again, "nee").is_none());
    }

    #[test]
    fn without_data_or_with_another_key_there_is_nothing_to_see() {
        let folder = tempfile::tempdir().unwrap();
        let open = || SqliteSnapshot::open(folder.path(), &SqliteOptions::default());
        assert!(matches!(open(), Err(StoreError::KeyMissing { .. })));
        drop(SqliteStore::open(folder.path(), &SqliteOptions::default()).unwrap());
        assert!(open().is_ok());
        std::fs::write(folder.path().join("sleutel"), "00".repeat(32)).unwrap();
        assert!(matches!(open(), Err(StoreError::KeyForeign { .. })));
    }
}
