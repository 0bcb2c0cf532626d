//! The storage seam and its engines.
//!
//! A decision reads a set of rows of one moment, decides without touching the store, and hands in a change set that is
//! committed as a whole or refused with a reason. [`Store`] is that seam; [`SqliteStore`] keeps the data on disk,
//! [`MemoryStore`] for as long as the process runs; [`SqliteSnapshot`] reads beside a process that has the folder.
//! [`conformance`] holds what every engine promises.
//!
//! No SQL, no iterators and no engine errors cross the seam, and the store never reads a clock: time is an argument.

mod blobs;
pub mod conformance;
mod encode;
mod error;
mod files;
mod keyfile;
mod memory;
mod numbers;
mod sqlite;
mod store;

pub use error::{Cause, StoreError};
pub use memory::MemoryStore;
pub use sqlite::{SqliteOptions, SqliteSnapshot, SqliteStore};
pub use store::{
    ClaimToken, ClaimedItem, Committed, Counts, Delivery, Entries, Fence, MailboxEntry, Outcome, Rejection, Settlement,
    Standing, Store, Which,
};
