//! The engine on disk: one SQLite file with a write-ahead log, and a folder of payload files.
//!
//! In the data folder: `ketenpoort.db` with its log, `blobs/`, `lock`, and, unless it is kept elsewhere, `sleutel`.

mod commit;
mod connect;
mod fault;
mod lease;
mod log;
mod open;
mod outbox;
mod postvak;
mod read;
mod schema;
mod snapshot;
mod value;
mod writer;

use std::fs::File;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use dossier::{BerichtId, ChangeSet, Key, ReadResult, ReadSet, Row, Sleutelhasher, Table};
use rusqlite::Transaction;

use crate::blobs::{BlobFolder, PutError, check_name};
use crate::error::{StoreError, is_shortage};
use crate::numbers::Numbers;
use crate::store::{
    ClaimedItem, Committed, Counts, Delivery, Entries, Fence, MailboxEntry, Rejection, Settlement, Store, Which,
};
use commit::Encoded;
use connect::Readers;
use fault::{Fault, Faults};
use log::Mover;
pub use snapshot::SqliteSnapshot;
use writer::{Keep, Writer};

/// Name of the engine's file in the data folder.
const FILE: &str = "ketenpoort.db";

/// Settings of the engine; the defaults run.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// The key file; `sleutel` in the data folder when not given.
    pub key_file: Option<PathBuf>,
    /// How long to wait for another program that holds the file (a backup tool) before [`StoreError::Busy`]; 5 seconds.
    pub busy_timeout: Duration,
    /// Whether callers that wait for the disk are committed together, with one sync for all. Off only to measure what
    /// that brings.
    pub group_commit: bool,
    /// Added to every sync, only to measure what a slower disk would make of it; nothing.
    pub slower_sync: Duration,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { key_file: None, busy_timeout: Duration::from_secs(5), group_commit: true, slower_sync: Duration::ZERO }
    }
}

/// A store in a folder on a local disk, for one process at a time.
#[derive(Debug)]
pub struct SqliteStore {
    faults: Arc<Faults>,
    readers: Readers,
    writer: Writer,
    /// After the writer, whose connection it waits for.
    _mover: Mover,
    blobs: BlobFolder,
    hasher: Sleutelhasher,
    numbers: Numbers,
    /// Last, so that it is released after the connections are closed.
    _lock: File,
}

impl SqliteStore {
    /// Makes the keyed hashes of this installation.
    pub fn hasher(&self) -> &Sleutelhasher {
        &self.hasher
    }

    /// Has a change committed, unless an earlier one failed on the disk.
    fn write<T: Send + 'static>(
        &self,
        mut change: impl FnMut(&Transaction<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.run(move |tx| change(tx).map(Keep::Yes))
    }
}

/// The trouble with a payload file, by its name.
fn blob_error(error: std::io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::DiskFull { source: error.into() },
        _ if is_shortage(&error) => StoreError::Exhausted { source: error.into() },
        _ => StoreError::Blob { source: error.into() },
    }
}

impl Store for SqliteStore {
    fn read(&self, set: &ReadSet) -> Result<ReadResult, StoreError> {
        self.readers.with(|conn| read::read(conn, set)).map_err(|fault| self.faults.reading(fault))
    }

    fn walk(
        &self,
        table: Table,
        prefix: &Key,
        visit: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.readers.with(|conn| read::walk(conn, table, prefix, visit)).map_err(|fault| self.faults.reading(fault))
    }

    fn commit(&self, sets: Vec<ChangeSet>) -> Result<Vec<Result<Committed, Rejection>>, StoreError> {
        self.numbers.seen(&sets);
        let sets = sets.into_iter().map(Encoded::new).collect::<Result<Vec<_>, _>>()?;
        if sets.is_empty() {
            return Ok(Vec::new());
        }
        self.writer.run(move |tx| commit::apply_all(tx, &sets))
    }

    fn number(&self, proposed: BerichtId) -> BerichtId {
        self.numbers.next(proposed)
    }

    fn claim_outbox(
        &self,
        now_ms: u64,
        lease_ms: u64,
        max: usize,
        holder: &str,
    ) -> Result<Vec<ClaimedItem>, StoreError> {
        let due = self.readers.with(|conn| outbox::anything_due(conn, now_ms));
        if !due.map_err(|fault| self.faults.reading(fault))? {
            return Ok(Vec::new());
        }
        let until_ms = now_ms.saturating_add(lease_ms);
        let holder = holder.to_owned();
        self.write(move |tx| outbox::claim(tx, now_ms, until_ms, max, &holder))
    }

    fn settle_outbox(&self, settlements: Vec<Settlement>) -> Result<Vec<bool>, StoreError> {
        self.write(move |tx| outbox::settle(tx, &settlements))
    }

    fn release_claims(&self, holder: &str) -> Result<usize, StoreError> {
        let holder = holder.to_owned();
        self.write(move |tx| outbox::release_claims(tx, &holder))
    }

    fn deliveries(&self, which: Which, max: usize) -> Result<Vec<Delivery>, StoreError> {
        self.readers.with(|conn| outbox::deliveries(conn, which, max)).map_err(|fault| self.faults.reading(fault))
    }

    fn requeue(&self, number: u64) -> Result<bool, StoreError> {
        self.write(move |tx| outbox::requeue(tx, number))
    }

    fn drop_delivery(&self, number: u64, reason: &str) -> Result<bool, StoreError> {
        let reason = reason.to_owned();
        self.write(move |tx| outbox::drop_delivery(tx, number, &reason))
    }

    fn mailbox(&self, party: &str, entries: Entries, max: usize) -> Result<Vec<MailboxEntry>, StoreError> {
        self.readers.with(|conn| postvak::entries(conn, party, entries, max)).map_err(|f| self.faults.reading(f))
    }

    fn confirm(&self, party: &str, number: u64, now_ms: u64) -> Result<bool, StoreError> {
        let party = party.to_owned();
        self.write(move |tx| postvak::confirm(tx, &party, number, now_ms))
    }

    fn mark_written(&self, numbers: &[u64]) -> Result<(), StoreError> {
        let numbers = numbers.to_owned();
        self.write(move |tx| postvak::mark_written(tx, &numbers))
    }

    fn counts(&self, parties: &[&str]) -> Result<Counts, StoreError> {
        self.readers
            .with(|conn| {
                let (open, parked) = outbox::counts(conn)?;
                Ok(Counts { open, parked, unconfirmed: postvak::unconfirmed(conn, parties)? })
            })
            .map_err(|fault| self.faults.reading(fault))
    }

    fn acquire_lease(&self, name: &str, holder: &str, now_ms: u64, ttl_ms: u64) -> Result<Option<Fence>, StoreError> {
        let (name, holder) = (name.to_owned(), holder.to_owned());
        self.write(move |tx| lease::acquire(tx, &name, &holder, now_ms, now_ms.saturating_add(ttl_ms)))
    }

    fn release_lease(&self, name: &str, fence: Fence) -> Result<bool, StoreError> {
        let name = name.to_owned();
        self.write(move |tx| lease::release(tx, &name, fence))
    }

    fn put_blob(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        check_name(name)?;
        self.faults.check()?;
        self.blobs.put(name, bytes).map_err(|error| match error {
            PutError::Write(error) => blob_error(error),
            PutError::Sync(error) => self.faults.stop(error.into()),
        })
    }

    fn get_blob(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        check_name(name)?;
        self.blobs.get(name).map_err(blob_error)
    }

    fn sweep_blobs(&self) -> Result<usize, StoreError> {
        let (stale, names) = self.blobs.list().map_err(blob_error)?;
        let orphans = self
            .readers
            .with(|conn| {
                let mut used = conn.prepare_cached("SELECT 1 FROM blob_use WHERE blob = ?1")?;
                let mut orphans = Vec::new();
                for name in names {
                    if !used.exists([&name])? {
                        orphans.push(name);
                    }
                }
                Ok(orphans)
            })
            .map_err(|fault| self.faults.reading(fault))?;
        stale.iter().try_for_each(std::fs::remove_file).map_err(blob_error)?;
        orphans.iter().try_for_each(|name| self.blobs.remove(name)).map_err(blob_error)?;
        Ok(stale.len() + orphans.len())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::conformance::sample::{commit, inserting, row};
    use crate::store::{ClaimToken, Outcome};

    #[test]
    fn numbers_go_on_after_those_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let open = || SqliteStore::open(folder.path(), &SqliteOptions::default()).unwrap();
        assert_eq!(open().number(BerichtId(5)), BerichtId(5));
        commit(&open(), inserting(1 << 90, "a", 1)).unwrap();
        commit(&open(), inserting(7, "b", 1)).unwrap();
        assert_eq!(open().number(BerichtId(8)), BerichtId((1 << 90) + 1));
    }

    #[test]
    fn after_a_failed_sync_nothing_is_written_and_reads_go_on() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), &SqliteOptions::default()).unwrap();
        commit(&store, inserting(1, "a", 1)).unwrap();
        store.faults.stop("a disk that fails".into());
        let token = ClaimToken { item: 1, attempt: 1 };
        let refused = [
            store.commit(vec![inserting(2, "b", 2)]).map(drop),
            store.settle_outbox(vec![Settlement { token, outcome: Outcome::Done(0) }]).map(drop),
            store.acquire_lease("taak", "a", 0, 1).map(drop),
            store.release_lease("taak", Fence(1)).map(drop),
            store.put_blob(&"a".repeat(32), b"x"),
        ];
        assert!(refused.iter().all(|answer| matches!(answer, Err(StoreError::Stopped))), "{refused:?}");
        assert!(row(&store, "a").is_some());
        drop(store);
        let again = SqliteStore::open(folder.path(), &SqliteOptions::default()).unwrap();
        commit(&again, inserting(2, "b", 2)).unwrap();
    }
}
