//! What an operator can meet, each by its own name.

use std::error::Error;
use std::path::PathBuf;

use dossier::Table;

/// The cause behind an error, for logs; its type differs per engine.
pub type Cause = Box<dyn Error + Send + Sync>;

/// A call on the store failed. Texts hold paths and table names, never data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The data folder cannot be made or opened.
    #[error("data folder {} cannot be made or opened", folder.display())]
    FolderUnusable {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: Cause,
    },
    /// The data folder cannot be written.
    #[error("data folder {} cannot be written", folder.display())]
    FolderReadOnly {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: Cause,
    },
    /// Another process has the data folder open.
    #[error("data folder {} is in use by another process; stop that one or name another folder", folder.display())]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The key file cannot be read or made.
    #[error("key file {} cannot be read or made", path.display())]
    KeyUnreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: Cause,
    },
    /// Others than the owner may read or change the key file.
    #[error("key file {} is open to others (mode {mode:04o}); make it 0600", path.display())]
    KeyOpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// There is data but no key file: without its key no client can be found again.
    #[error("key file {} is missing beside existing data; put it back from the backup", path.display())]
    KeyMissing {
        /// The file.
        path: PathBuf,
    },
    /// The key file does not hold 32 bytes or 64 hexadecimal digits.
    #[error("key file {} must hold 32 bytes or 64 hexadecimal digits, it holds {length} bytes", path.display())]
    KeyLength {
        /// The file.
        path: PathBuf,
        /// Its length in bytes.
        length: usize,
    },
    /// The key file is another one than the data was written with.
    #[error("key file {} does not belong to this data; put back the one of the backup", path.display())]
    KeyForeign {
        /// The file.
        path: PathBuf,
    },
    /// The data was written by a newer program.
    #[error("the store has layout {found}, this program knows up to {known}; install the newer program")]
    NewerLayout {
        /// Layout of the data.
        found: u32,
        /// Newest layout this program knows.
        known: u32,
    },
    /// The data is of before the first release, and cannot be read or brought up to date. Nothing was changed.
    #[error("the store has layout {found}, of before the first release; this program reads layout {oldest} and later")]
    OldLayout {
        /// Layout of the data.
        found: u32,
        /// Oldest layout this program reads.
        oldest: u32,
    },
    /// The data has another layout than this program: the process that has it open is of another version.
    #[error("the store has layout {found} and this program reads layout {known}; use the program that has it open")]
    OtherLayout {
        /// Layout of the data.
        found: u32,
        /// Layout this program reads.
        known: u32,
    },
    /// A change to a store that was opened for reading.
    #[error("the store was opened for reading only")]
    ReadOnly,
    /// The disk is full; nothing was changed.
    #[error("the disk is full")]
    DiskFull {
        /// What the engine said.
        source: Cause,
    },
    /// The process has too many files open, or memory is short; nothing was changed.
    #[error("too many files are open, or memory is short; allow the process more (ulimit -n) or stop what takes it")]
    Exhausted {
        /// What the system said.
        source: Cause,
    },
    /// A row cannot be read as a record of its table.
    #[error("a row in {} cannot be read", table.name())]
    CorruptRow {
        /// The table.
        table: Table,
        /// What does not fit.
        source: Cause,
    },
    /// The store's file is damaged.
    #[error("the store is damaged; restore it from the backup")]
    Damaged {
        /// What the engine said.
        source: Cause,
    },
    /// The file system does not carry a write-ahead log; network file systems do not.
    #[error("the file system refuses a write-ahead log (journal mode {mode}); use a local disk")]
    WalRefused {
        /// The journal mode that was found instead.
        mode: String,
    },
    /// Another program holds the store's file, a backup tool for instance.
    #[error("the store is held by another program")]
    Busy {
        /// What the engine said.
        source: Cause,
    },
    /// Writing to the disk failed, so that nobody knows what is on it. The store takes no more changes: stop the
    /// process, look at the disk, start again. Do not retry.
    #[error("writing to the disk failed; stop and check the disk")]
    SyncFailed {
        /// What the system said.
        source: Cause,
    },
    /// Refused because of an earlier [`StoreError::SyncFailed`].
    #[error("the store takes no changes after a failed write; stop and check the disk")]
    Stopped,
    /// A blob name that is not 16 to 64 characters of `0-9a-f`.
    #[error("a blob name must be 16 to 64 characters of 0-9 and a-f")]
    BlobName,
    /// A blob cannot be written or read.
    #[error("a payload file cannot be written or read")]
    Blob {
        /// What the system said.
        source: Cause,
    },
    /// The engine failed in another way.
    #[error("the storage engine failed")]
    Engine {
        /// What the engine said.
        source: Cause,
    },
}

impl StoreError {
    /// Whether the same call may succeed later without a change of configuration: the other process ends, space is
    /// freed, a lock is released.
    pub fn retry_helps(&self) -> bool {
        matches!(
            self,
            StoreError::InUse { .. }
                | StoreError::DiskFull { .. }
                | StoreError::Busy { .. }
                | StoreError::Exhausted { .. }
        )
    }
}

/// Whether the system is out of something that comes free again: open files (of this process, EMFILE, or of all, ENFILE) or
/// memory.
pub(crate) fn is_shortage(error: &std::io::Error) -> bool {
    const ENFILE: i32 = 23;
    const EMFILE: i32 = 24;
    error.kind() == std::io::ErrorKind::OutOfMemory || matches!(error.raw_os_error(), Some(ENFILE | EMFILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_start_in_lower_case_and_only_passing_trouble_is_worth_a_retry() {
        let full = StoreError::DiskFull { source: "x".into() };
        assert!(full.retry_helps());
        assert!(full.source().is_some());
        assert!(StoreError::Exhausted { source: "x".into() }.retry_helps());
        let is = |code| is_shortage(&std::io::Error::from_raw_os_error(code));
        assert!(is(12) && is(23) && is(24) && !is(5) && !is(2));
        for error in [StoreError::Stopped, StoreError::BlobName, StoreError::NewerLayout { found: 9, known: 1 }] {
            assert!(!error.retry_helps());
            assert!(error.to_string().starts_with(char::is_lowercase));
        }
    }
}
