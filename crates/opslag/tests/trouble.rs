//! What an operator can meet when opening or filling a data folder, each by its own name.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use dossier::{Lading, Table};
use opslag::conformance::sample::{all, bericht, commit, insert, inserting, key, row, set};
use opslag::{SqliteOptions, SqliteStore, Store, StoreError};

fn open(folder: &Path) -> Result<SqliteStore, StoreError> {
    SqliteStore::open(folder, &SqliteOptions::default())
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A small file system of its own, unmounted when dropped. `None`, with one line, where that is not allowed.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path, size: &str) -> Option<Self> {
        fs::create_dir_all(folder).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", size, "tmpfs"]).arg(folder).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder.to_owned()));
        }
        println!("skipped: a small file system can only be mounted by root");
        None
    }

    fn make_read_only(&self) {
        let done = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn data_survives_and_is_private() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("a/b");
    let mark = {
        let store = open(&folder).unwrap();
        commit(&store, inserting(1, "a", 1)).unwrap();
        store.put_blob(&"a".repeat(32), b"x").unwrap();
        assert_eq!(mode(&folder.join("ketenpoort.db-wal")), 0o600);
        assert_eq!(mode(&folder.join("blobs").join("a".repeat(32))), 0o600);
        store.hasher().payload(b"x")
    };
    assert_eq!(
        (mode(&folder), mode(&folder.join("ketenpoort.db")), mode(&folder.join("sleutel"))),
        (0o700, 0o600, 0o600)
    );
    let store = open(&folder).unwrap();
    assert!(row(&store, "a").is_some());
    assert_eq!(store.hasher().payload(b"x"), mark);
    assert_eq!(store.get_blob(&"a".repeat(32)).unwrap(), None, "opening sweeps");
}

#[test]
fn a_second_opening_is_refused_until_the_first_ends() {
    let temp = tempfile::tempdir().unwrap();
    let first = open(temp.path()).unwrap();
    let error = open(temp.path()).unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }) && error.retry_helps(), "{error}");
    drop(first);
    open(temp.path()).unwrap();
}

#[test]
fn a_folder_below_a_file_cannot_be_made() {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("file"), "").unwrap();
    let error = open(&temp.path().join("file/data")).unwrap_err();
    assert!(matches!(error, StoreError::FolderUnusable { .. }), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn a_key_file_that_does_not_fit_is_named() {
    let temp = tempfile::tempdir().unwrap();
    let (folder, key_file) = (temp.path().join("data"), temp.path().join("elders/sleutel"));
    let options = SqliteOptions { key_file: Some(key_file.clone()), ..SqliteOptions::default() };
    drop(SqliteStore::open(&folder, &options).unwrap());
    assert!(!folder.join("sleutel").exists());
    let again = || SqliteStore::open(&folder, &options).map(drop).unwrap_err();

    fs::set_permissions(&key_file, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(again(), StoreError::KeyOpenToOthers { mode: 0o644, .. }));
    fs::set_permissions(&key_file, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&key_file, "kort").unwrap();
    assert!(matches!(again(), StoreError::KeyLength { length: 4, .. }));
    fs::write(&key_file, [9; 32]).unwrap();
    assert!(matches!(again(), StoreError::KeyForeign { .. }));
    fs::remove_file(&key_file).unwrap();
    assert!(matches!(again(), StoreError::KeyMissing { .. }));
    assert!(!key_file.exists(), "no new key beside data");
}

#[test]
fn a_damaged_file_is_refused() {
    let temp = tempfile::tempdir().unwrap();
    drop(open(temp.path()).unwrap());
    fs::write(temp.path().join("ketenpoort.db"), vec![0x55; 20_000]).unwrap();
    let error = open(temp.path()).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn a_newer_layout_is_refused_and_left_alone() {
    let temp = tempfile::tempdir().unwrap();
    drop(open(temp.path()).unwrap());
    let file = temp.path().join("ketenpoort.db");
    let change = |sql| rusqlite::Connection::open(&file).unwrap().execute_batch(sql).unwrap();
    change("INSERT INTO layout VALUES (2026, 'of later')");
    let error = open(temp.path()).unwrap_err();
    assert!(matches!(error, StoreError::NewerLayout { found: 2026, .. }), "{error}");
    change("DELETE FROM layout WHERE version = 2026");
    open(temp.path()).unwrap();
}

#[test]
fn a_corrupt_row_names_its_table() {
    let temp = tempfile::tempdir().unwrap();
    let store = open(temp.path()).unwrap();
    commit(&store, inserting(1, "a", 1)).unwrap();
    let other = rusqlite::Connection::open(temp.path().join("ketenpoort.db")).unwrap();
    other.execute("UPDATE eigen_nummer SET lichaam = x'7b'", ()).unwrap();
    let read = dossier::ReadSet { keys: vec![(Table::EigenNummer, key("a"))], ..dossier::ReadSet::default() };
    let error = store.read(&read).unwrap_err();
    assert!(matches!(error, StoreError::CorruptRow { table: Table::EigenNummer, .. }), "{error}");
    commit(&store, inserting(2, "b", 2)).expect("other rows are not touched by it");
}

#[test]
fn another_program_that_holds_the_file_is_named() {
    let temp = tempfile::tempdir().unwrap();
    let options = SqliteOptions { busy_timeout: std::time::Duration::from_millis(20), ..SqliteOptions::default() };
    let store = SqliteStore::open(temp.path(), &options).unwrap();
    let other = rusqlite::Connection::open(temp.path().join("ketenpoort.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.commit(vec![inserting(1, "a", 1)]).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }) && error.retry_helps(), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    commit(&store, inserting(1, "a", 1)).unwrap();
}

#[test]
fn a_read_only_folder_is_named() {
    let temp = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(&temp.path().join("disk"), "size=8m") else { return };
    let folder = disk.0.join("data");
    drop(open(&folder).unwrap());
    disk.make_read_only();
    for folder in [folder, disk.0.join("new")] {
        let error = open(&folder).unwrap_err();
        assert!(matches!(error, StoreError::FolderReadOnly { .. }) && !error.retry_helps(), "{error}");
    }
}

#[test]
fn a_full_disk_refuses_whole_sets_and_works_again_when_freed() {
    let temp = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(&temp.path().join("disk"), "size=4m") else { return };
    let ballast = disk.0.join("ballast");
    fs::write(&ballast, vec![1; 1_000_000]).unwrap();
    let store = open(&disk.0.join("data")).unwrap();
    let message = |id: u64| {
        let record = bericht(Lading::Rij(vec![7; 100_000]), None);
        dossier::ChangeSet { inserts: vec![insert(key(id.to_string()), record)], ..set(id.into()) }
    };
    let mut stored = 0;
    let error = loop {
        match store.commit(vec![message(stored)]) {
            Ok(answers) => answers.into_iter().for_each(|answer| drop(answer.map(|_| stored += 1))),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::DiskFull { .. }) && error.retry_helps(), "{error:?}");
    assert!(stored > 0);
    assert_eq!(all(&store, Table::Bericht).len() as u64, stored, "nothing of the refused set");
    let error = store.put_blob(&"a".repeat(32), &vec![1; 2_000_000]).unwrap_err();
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error:?}");
    assert_eq!(store.get_blob(&"a".repeat(32)).unwrap(), None);

    fs::remove_file(ballast).unwrap();
    commit(&store, message(stored)).unwrap();
    assert_eq!(all(&store, Table::Bericht).len() as u64, stored + 1);
}

#[test]
fn a_full_disk_is_named_when_opening() {
    let temp = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(&temp.path().join("disk"), "size=64k") else { return };
    let error = open(&disk.0.join("data")).unwrap_err();
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error:?}");
}
