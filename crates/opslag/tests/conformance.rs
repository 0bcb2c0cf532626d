//! Every promise of the seam, over every engine of this crate.

#![allow(clippy::unwrap_used)]

use std::cell::Cell;

use opslag::{MemoryStore, SqliteOptions, SqliteStore, conformance};

#[test]
fn memory() {
    conformance::run_all(&|| Box::new(MemoryStore::new()));
}

#[test]
fn sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let made = Cell::new(0);
    conformance::run_all(&|| {
        made.set(made.get() + 1);
        Box::new(SqliteStore::open(folder.path().join(made.get().to_string()), &SqliteOptions::default()).unwrap())
    });
}
