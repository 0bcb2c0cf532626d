//! Moving the write-ahead log into the file, beside the writer.
//!
//! When the log is long enough a thread of its own copies it into the file while the writer goes on. The writer then
//! copies only what it added meanwhile, after which its next transaction starts the log anew. So nobody waits for
//! megabytes to be moved, and the log stays short under any load.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::hooks::Wal;
use rusqlite::{Connection, OpenFlags};

use super::SqliteOptions;
use super::fault::{Fault, Faults, is_io_failure};
use crate::error::StoreError;

/// Pages in the log after which it is moved. Pages that many commits change are moved once.
const LONG: i32 = 4096;

/// Pages in the log after which the writer moves all of it itself: the thread does not keep up, or is gone.
const TOO_LONG: i32 = 4 * LONG;

/// Pages that may be left for the writer, and how often the thread tries to leave no more.
const FEW: i32 = 128;
const ROUNDS: usize = 4;

/// The thread that moves the log.
#[derive(Debug)]
pub(super) struct Mover {
    /// Keeps the thread until this is dropped: two connections that close at once both leave the log behind.
    ring: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the writer's connection and the thread share.
struct Bell {
    ring: SyncSender<()>,
    moved: Arc<AtomicBool>,
    /// See [`super::SqliteOptions::slower_sync`].
    slower_sync: Duration,
}

impl Mover {
    /// Starts the thread and has it called by the commits of `writer`, which is to be closed before this is dropped.
    pub(super) fn start(
        writer: &mut Connection,
        file: &Path,
        options: &SqliteOptions,
        faults: Arc<Faults>,
    ) -> Result<Self, Fault> {
        let conn =
            Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.busy_timeout(options.busy_timeout)?;
        conn.execute_batch("PRAGMA synchronous = FULL; PRAGMA cache_size = -1024;")?;
        let (ring, calls) = sync_channel(1);
        let moved = Arc::new(AtomicBool::new(false));
        let bell = Bell { ring: ring.clone(), moved: Arc::clone(&moved), slower_sync: options.slower_sync };
        writer.wal_hook(Some(move |wal: &mut Wal, pages: i32| bell.committed(wal, pages)))?;
        let builder = thread::Builder::new().name("opslag-log".to_owned());
        let thread = builder
            .spawn(move || work(&conn, &calls, &moved, &faults))
            .map_err(|e| StoreError::Engine { source: e.into() })?;
        Ok(Self { ring: Some(ring), thread: Some(thread) })
    }
}

impl Drop for Mover {
    fn drop(&mut self) {
        drop(self.ring.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Bell {
    /// After each commit of the writer.
    ///
    /// SQLite's own automatic checkpoint drops the error of a failed sync of the file; a later checkpoint could then
    /// throw away a log whose pages never reached the disk. Here it reaches the commit. A full disk or a reader in the
    /// way is no harm: everything is still in the log.
    fn committed(&self, wal: &mut Wal, pages: i32) -> rusqlite::Result<()> {
        if !self.slower_sync.is_zero() {
            thread::sleep(self.slower_sync);
        }
        if pages < LONG {
            return Ok(());
        }
        if pages < TOO_LONG && !self.moved.swap(false, Ordering::AcqRel) {
            // It is under way, or will be.
            let _ = self.ring.try_send(());
            return Ok(());
        }
        match wal.checkpoint() {
            Err(error) if is_io_failure(&error) => Err(error),
            _ => Ok(()),
        }
    }
}

fn work(conn: &Connection, calls: &Receiver<()>, moved: &AtomicBool, faults: &Faults) {
    while calls.recv().is_ok() {
        if faults.check().is_err() {
            return;
        }
        match move_most(conn) {
            Ok(()) => moved.store(true, Ordering::Release),
            // After a failed sync the log must stay as it is.
            Err(error) if is_io_failure(&error) => {
                let _ = faults.stop(error.into());
                return;
            }
            Err(_) => {}
        }
    }
}

/// Moves what is in the log, and then what the writer added meanwhile, until that is little: the writer waits for the rest.
fn move_most(conn: &Connection) -> rusqlite::Result<()> {
    for _ in 0..ROUNDS {
        let left = conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", (), |row| {
            let (pages, moved) = (row.get::<_, i32>(1)?, row.get::<_, i32>(2)?);
            Ok(pages.saturating_sub(moved))
        })?;
        if left <= FEW {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use dossier::ChangeSet;

    use crate::conformance::sample::{commit, inserting, row};
    use crate::sqlite::{SqliteOptions, SqliteStore};

    #[test]
    fn the_log_stays_short_while_much_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), &SqliteOptions::default()).unwrap();
        // Some 100 pages a time, twice as many in all as the log may hold.
        for round in 0..300_u128 {
            let rows = (0..2000).flat_map(|n| inserting(round, &format!("{round}-{n}"), 1).inserts);
            commit(&store, ChangeSet { inserts: rows.collect(), ..inserting(round, "", 1) }).unwrap();
        }
        let bytes = |name: &str| folder.path().join(name).metadata().unwrap().len();
        let log = bytes("ketenpoort.db-wal");
        assert!(log < 4200 * u64::try_from(super::TOO_LONG).unwrap(), "{log} bytes");
        drop(store);
        let again = SqliteStore::open(folder.path(), &SqliteOptions::default()).unwrap();
        assert!(row(&again, "0-0").is_some() && row(&again, "299-1999").is_some());
    }
}
