//! kill -9 at any moment: every acknowledged set is there, every set is whole or absent, every blob referred to exists.
//!
//! The test starts itself as a child that commits and tells what was acknowledged, kills it, opens the folder and
//! looks.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dossier::{BerichtId, ChangeSet, Key, Lading, ReadSet, Record, Row, Table, Uitslag};
use opslag::conformance::sample::{all, bericht, insert, item, prestatie, set};
use opslag::{Rejection, SqliteOptions, SqliteStore, Store};

const FOLDER: &str = "OPSLAG_CRASH_FOLDER";
const ROUNDS: usize = 20;
const LINES: u64 = 20;

fn place(id: u64) -> Key {
    Key::new().with_number(id)
}

fn blob_name(id: u64) -> String {
    format!("{id:032x}")
}

fn blob_bytes(id: u64) -> Vec<u8> {
    id.to_le_bytes().repeat(10_000)
}

/// A message, its lines and its delivery; each third one has its payload in a blob.
fn message(id: u64) -> ChangeSet {
    let lading = if id.is_multiple_of(3) { Lading::Blob(blob_name(id)) } else { Lading::Rij(vec![7; 2_000]) };
    let lines = (0..LINES).map(|n| insert(place(id).with_number(n), prestatie("R", Uitslag::Toegekend)));
    let inserts = std::iter::once(insert(place(id), bericht(lading, None))).chain(lines).collect();
    ChangeSet { inserts, outbox: vec![item(id.into())], ..set(id.into()) }
}

/// A set that is refused after its first rows were written.
fn refused(id: u64, taken: u64) -> ChangeSet {
    let mut set = message(id);
    set.inserts.push(insert(place(taken), bericht(Lading::Rij(Vec::new()), None)));
    set
}

/// The child: commits in groups until it is killed.
#[test]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let store = SqliteStore::open(folder, &SqliteOptions::default()).unwrap();
    let mut next = all(&store, Table::Bericht).len() as u64 + 1;
    loop {
        let ids: Vec<u64> = (next..next + 1 + next % 4).collect();
        for id in ids.iter().filter(|id| id.is_multiple_of(3)) {
            store.put_blob(&blob_name(*id), &blob_bytes(*id)).unwrap();
        }
        let mut sets: Vec<_> = ids.iter().map(|id| message(*id)).collect();
        sets.push(refused(u64::MAX, next));
        let answers = store.commit(sets).unwrap();
        let mut out = std::io::stdout().lock();
        for (id, answer) in ids.iter().zip(&answers) {
            assert!(answer.is_ok());
            writeln!(out, "acknowledged {id}").unwrap();
        }
        assert!(matches!(answers.last(), Some(Err(Rejection::Unique { .. }))));
        out.flush().unwrap();
        next += ids.len() as u64;
    }
}

fn start(folder: &Path) -> Child {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.args(["--exact", "child", "--nocapture", "--test-threads=1"]).env(FOLDER, folder);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// Lets a child run for a random time and kills it; the numbers it acknowledged.
fn run_and_kill(folder: &Path) -> Vec<u64> {
    let mut child = start(folder);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // At least one acknowledgement, so that the kill falls among commits and not before the folder is open.
    let first = lines.by_ref().find_map(|line| number(&line.unwrap())).unwrap();
    std::thread::sleep(Duration::from_micros(random_micros()));
    child.kill().unwrap();
    child.wait().unwrap();
    std::iter::once(first).chain(lines.filter_map(|line| number(&line.unwrap()))).collect()
}

/// A line that was cut off by the kill acknowledges nothing.
fn number(line: &str) -> Option<u64> {
    line.split_once("acknowledged ")?.1.parse().ok()
}

fn random_micros() -> u64 {
    let mut bytes = [0; 2];
    getrandom::fill(&mut bytes).unwrap();
    u64::from(u16::from_le_bytes(bytes)) * 2
}

/// The rows of the store, per message; panics when one is torn.
fn check_whole(store: &dyn Store) -> BTreeMap<Key, Row> {
    let messages: BTreeMap<_, _> = all(store, Table::Bericht).into_iter().map(|row| (row.key.clone(), row)).collect();
    for (key, row) in &messages {
        let lines = ReadSet { prefixes: vec![(Table::Prestatie, key.clone())], ..ReadSet::default() };
        assert_eq!(store.read(&lines).unwrap().rows.len() as u64, LINES, "torn set {key:?}");
        let Record::Bericht(record) = &row.record else { unreachable!("table bericht") };
        if let Lading::Blob(name) = &record.lading {
            let id = u64::from_str_radix(name, 16).unwrap();
            assert!(store.get_blob(name).unwrap() == Some(blob_bytes(id)), "blob of {key:?}");
        }
    }
    assert_eq!(all(store, Table::Prestatie).len(), messages.len() * usize::try_from(LINES).unwrap(), "lines of no set");
    messages
}

#[test]
fn kill_loses_and_tears_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("data");
    let mut acknowledged = Vec::new();
    for _ in 0..ROUNDS {
        acknowledged.extend(run_and_kill(&folder));
        let store = SqliteStore::open(&folder, &SqliteOptions::default()).unwrap();
        let messages = check_whole(&store);
        for id in &acknowledged {
            assert!(messages.contains_key(&place(*id)), "lost {id} of {}", acknowledged.len());
        }
    }
    let store = SqliteStore::open(&folder, &SqliteOptions::default()).unwrap();
    let messages = check_whole(&store).len();
    let mut deliveries: Vec<_> =
        store.claim_outbox(0, 1, usize::MAX, "w").unwrap().into_iter().map(|claimed| claimed.item.bericht).collect();
    deliveries.dedup();
    assert_eq!(deliveries, (1..=messages as u128).map(BerichtId).collect::<Vec<_>>(), "one delivery per message");
    println!("{ROUNDS} kills, {} acknowledged sets, {messages} found", acknowledged.len());
}
