//! Connections to the file: one that writes, and readers beside it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::fault::Fault;
use super::schema::STATEMENT_COUNT;
use crate::error::StoreError;

/// Readers that are kept open between reads; more are opened when more read at once, and closed after. As many as a busy
/// daemon has at once: opening one costs more than most reads.
const IDLE_READERS: usize = 32;

/// Opens the writing connection. The file is made when it is not there.
pub(super) fn writer(file: &Path, busy: Duration) -> Result<Connection, Fault> {
    let conn = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    conn.busy_timeout(busy)?;
    // A commit writes whole pages, mostly for a few hundred bytes each: smaller ones cost the disk half as much. Counts
    // only until the first table is made.
    conn.pragma_update(None, "page_size", 4096)?;
    require_wal(&conn)?;
    conn.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -16384;
         PRAGMA temp_store = MEMORY;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    conn.set_prepared_statement_cache_capacity(STATEMENT_COUNT);
    Ok(conn)
}

/// Asks for the write-ahead log and looks whether it was given.
fn require_wal(conn: &Connection) -> Result<(), Fault> {
    let mode: String = conn
        .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))
        .map_err(|error| if lacks_shared_memory(&error) { refused("no shared memory") } else { error.into() })?;
    if mode.eq_ignore_ascii_case("wal") { Ok(()) } else { Err(refused(&mode)) }
}

fn refused(mode: &str) -> Fault {
    StoreError::WalRefused { mode: mode.to_owned() }.into()
}

/// Network file systems fail on the log's shared memory or its locks.
fn lacks_shared_memory(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    let codes = [ffi::SQLITE_IOERR_SHMOPEN, ffi::SQLITE_IOERR_SHMLOCK, ffi::SQLITE_IOERR_SHMMAP, ffi::SQLITE_PROTOCOL];
    error.sqlite_error().is_some_and(|e| codes.contains(&e.extended_code))
}

/// Connections that only read; each read has one for itself.
#[derive(Debug)]
pub(super) struct Readers {
    file: PathBuf,
    busy: Duration,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(file: PathBuf, busy: Duration) -> Self {
        Self { file, busy, idle: Mutex::new(Vec::new()) }
    }

    /// Runs a read on a connection of its own. A connection on which it failed is closed.
    pub(super) fn with<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let conn = idle.map_or_else(|| reader(&self.file, self.busy), Ok)?;
        let result = read(&conn)?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_READERS {
            idle.push(conn);
        }
        Ok(result)
    }
}

/// Opens a connection that only reads.
pub(super) fn reader(file: &Path, busy: Duration) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags)?;
    conn.busy_timeout(busy)?;
    conn.pragma_update(None, "cache_size", -16_384)?;
    conn.set_prepared_statement_cache_capacity(STATEMENT_COUNT);
    Ok(conn)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_system_without_wal_is_refused() {
        // A database in memory has no log, as a file system that refuses one.
        let error = require_wal(&Connection::open_in_memory().unwrap()).unwrap_err();
        assert!(matches!(error, Fault::Store(StoreError::WalRefused { mode }) if mode == "memory"));
    }

    #[test]
    fn durable_settings_took() {
        let folder = tempfile::tempdir().unwrap();
        let conn = writer(&folder.path().join("x.db"), Duration::from_secs(1)).unwrap();
        let setting = |name| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!((setting("synchronous"), setting("foreign_keys"), setting("page_size")), (2, 1, 4096));
    }
}
