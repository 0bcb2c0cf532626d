//! SQLite's errors by the names an operator knows, and the latch that stops the store after a failed write.

use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::ErrorCode;

use super::FILE;
use crate::error::{StoreError, is_shortage};

/// An error inside the engine; only [`StoreError`] leaves it.
#[derive(Debug)]
pub(super) enum Fault {
    Sql(rusqlite::Error),
    Store(StoreError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Fault::Sql(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Fault::Store(error)
    }
}

/// Gives errors their names and remembers the one after which nothing may be written.
#[derive(Debug)]
pub(super) struct Faults {
    folder: PathBuf,
    stopped: AtomicBool,
}

impl Faults {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, stopped: AtomicBool::new(false) }
    }

    /// Refuses everything after a failed write.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        if self.stopped.load(Ordering::SeqCst) { Err(StoreError::Stopped) } else { Ok(()) }
    }

    /// A sync failed: the kernel may have dropped the pages and report success next time, so there is no next time.
    pub(super) fn stop(&self, source: crate::error::Cause) -> StoreError {
        self.stopped.store(true, Ordering::SeqCst);
        StoreError::SyncFailed { source }
    }

    /// The name of an error met while writing.
    pub(super) fn writing(&self, fault: Fault) -> StoreError {
        match fault {
            Fault::Store(error) => error,
            Fault::Sql(error) if is_io_failure(&error) => self.stop(error.into()),
            Fault::Sql(error) => self.named(error),
        }
    }

    /// The name of an error met while reading.
    pub(super) fn reading(&self, fault: Fault) -> StoreError {
        match fault {
            Fault::Store(error) => error,
            Fault::Sql(error) => self.named(error),
        }
    }

    fn named(&self, error: rusqlite::Error) -> StoreError {
        if is_full(&error) {
            return StoreError::DiskFull { source: error.into() };
        }
        let (folder, code) = (self.folder.clone(), error.sqlite_error_code());
        let source = error.into();
        match code {
            Some(ErrorCode::OutOfMemory) => StoreError::Exhausted { source },
            // SQLite does not say why it cannot open its file; asking the system for it does.
            Some(ErrorCode::CannotOpen) if File::open(folder.join(FILE)).is_err_and(|e| is_shortage(&e)) => {
                StoreError::Exhausted { source }
            }
            Some(ErrorCode::ReadOnly) => StoreError::FolderReadOnly { folder, source },
            Some(ErrorCode::CannotOpen) => StoreError::FolderUnusable { folder, source },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { source },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged { source },
            _ => StoreError::Engine { source },
        }
    }
}

/// The disk is full; also when it is the shared index of the log that cannot grow.
fn is_full(error: &rusqlite::Error) -> bool {
    error
        .sqlite_error()
        .is_some_and(|e| e.code == ErrorCode::DiskFull || e.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

/// Reading or writing the disk failed.
pub(super) fn is_io_failure(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure) && !is_full(error)
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    fn sql(code: i32) -> Fault {
        Fault::Sql(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))
    }

    #[test]
    fn a_failed_sync_stops_the_store() {
        let faults = Faults::new("x".into());
        assert!(matches!(faults.writing(sql(ffi::SQLITE_FULL)), StoreError::DiskFull { .. }));
        assert!(matches!(faults.reading(sql(ffi::SQLITE_IOERR_READ)), StoreError::Engine { .. }));
        assert!(faults.check().is_ok());
        let error = faults.writing(sql(ffi::SQLITE_IOERR_FSYNC));
        assert!(matches!(error, StoreError::SyncFailed { .. }) && !error.retry_helps());
        assert!(matches!(faults.check(), Err(StoreError::Stopped)));
    }

    #[test]
    fn each_code_has_its_name() {
        let faults = Faults::new("x".into());
        assert!(matches!(faults.writing(sql(ffi::SQLITE_IOERR_SHMSIZE)), StoreError::DiskFull { .. }));
        assert!(matches!(faults.writing(sql(ffi::SQLITE_READONLY)), StoreError::FolderReadOnly { .. }));
        assert!(matches!(faults.writing(sql(ffi::SQLITE_CANTOPEN)), StoreError::FolderUnusable { .. }));
        assert!(faults.writing(sql(ffi::SQLITE_BUSY)).retry_helps());
        assert!(matches!(faults.reading(sql(ffi::SQLITE_NOMEM)), StoreError::Exhausted { .. }));
        assert!(matches!(faults.writing(sql(ffi::SQLITE_NOTADB)), StoreError::Damaged { .. }));
        assert!(matches!(faults.writing(sql(ffi::SQLITE_MISUSE)), StoreError::Engine { .. }));
        assert!(faults.check().is_ok());
    }
}
