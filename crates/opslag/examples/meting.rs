//! Figures of the SQLite engine on this machine: a large declaratie, and small messages by several at once.
//!
//! `cargo run --release -p opslag --example meting [folder]`; the folder is made and left behind, a temporary one is not.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use dossier::{BerichtId, ChangeSet, Insert, Key, Lading, ReadSet, Table, Uitslag, Update};
use opslag::conformance::sample;
use opslag::{SqliteOptions, SqliteStore, Store};

const PRESTATIES: u64 = 31_200;
const CLIENTEN: u64 = 20_000;
const EARLIER: u64 = 10;
const SMALL: u64 = 300;

fn dossier_key() -> Key {
    Key::new().with("iwmo").with("9999").with("99999901")
}

fn client_key(n: u64) -> Key {
    dossier_key().with_number(n)
}

fn prestatie(declaratie: u64, n: u64) -> Insert {
    let referentie = format!("R{:010}", (declaratie * PRESTATIES + n) * 7_919 % 10_000_000_007);
    Insert {
        key: dossier_key().with(format!("D{declaratie:06}")).with_number(n),
        unique: Some(dossier_key().with(&referentie)),
        record: sample::prestatie(&referentie, Uitslag::Toegekend),
    }
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{what:<62} {:>8.0} ms", start.elapsed().as_secs_f64() * 1e3);
    result
}

fn fill(store: &dyn Store) {
    let inserts = (0..CLIENTEN * 3).map(|n| Insert {
        key: client_key(n),
        unique: None,
        record: sample::verbruik(&format!("R{n:010}"), 1),
    });
    sample::commit(store, ChangeSet { id: BerichtId(1), inserts: inserts.collect(), ..ChangeSet::default() }).unwrap();
    for declaratie in 0..EARLIER {
        let inserts = (0..PRESTATIES).map(|n| prestatie(declaratie, n)).collect();
        let id = BerichtId(u128::from(declaratie) + 2);
        sample::commit(store, ChangeSet { id, inserts, ..ChangeSet::default() }).unwrap();
    }
}

fn declaratie(store: &dyn Store, declaratie: u64) {
    let used = || (0..CLIENTEN).map(|n| client_key(n * 3));
    let inserts: Vec<_> = (0..PRESTATIES).map(|n| prestatie(declaratie, n)).collect();
    let found = (0..70_000 - CLIENTEN - PRESTATIES).map(|n| prestatie(n % EARLIER, n % PRESTATIES).key);
    let keys = used().map(|key| (Table::Client, key)).chain(found.map(|key| (Table::Prestatie, key)));
    let unique = inserts.iter().filter_map(|i| i.unique.clone()).map(|key| (Table::Prestatie, key));
    let set = ReadSet { keys: keys.collect(), unique: unique.collect(), prefixes: Vec::new() };
    let asked = set.keys.len() + set.unique.len();
    let rows = timed(&format!("declaratie: read {asked} keys"), || store.read(&set).unwrap()).rows;
    let updates: Vec<_> = rows
        .into_iter()
        .filter(|row| row.record.table() == Table::Client)
        .map(|row| Update { key: row.key, expected: row.version, record: row.record })
        .collect();
    let what = format!("declaratie: commit {} inserts, {} updates", inserts.len(), updates.len());
    let id = BerichtId(1_000 + u128::from(declaratie));
    let set = ChangeSet { id, inserts, updates, ..ChangeSet::default() };
    let beside = ChangeSet { id: BerichtId(2_000 + u128::from(declaratie)), ..ChangeSet::default() };
    if declaratie.is_multiple_of(2) {
        timed(&what, || sample::commit(store, set)).unwrap();
    } else {
        // Beside another set it needs a savepoint.
        timed(&format!("{what}, in a group"), || store.commit(vec![set, beside])).unwrap();
    }
}

fn small_message(store: &dyn Store, id: u128) {
    let key = dossier_key().with(format!("{id:039}"));
    let known = ReadSet { keys: vec![(Table::EigenNummer, key.clone())], ..ReadSet::default() };
    store.read(&known).unwrap();
    let message = Insert { key: key.clone(), unique: None, record: sample::bericht(Lading::Rij(vec![7; 2_000]), None) };
    let nummer = Insert { key, unique: None, record: sample::nummer(id) };
    let outbox = vec![sample::item(id)];
    let set = ChangeSet { id: BerichtId(id), inserts: vec![message, nummer], outbox, ..ChangeSet::default() };
    sample::commit(store, set).unwrap();
}

fn small_messages(store: &dyn Store, writers: u128) {
    let start = Instant::now();
    std::thread::scope(|scope| {
        for writer in 1..=writers {
            scope.spawn(move || {
                (0..SMALL).for_each(|n| small_message(store, writers << 80 | writer << 64 | u128::from(n)));
            });
        }
    });
    let total = SMALL as f64 * writers as f64;
    println!("small durable messages, {writers:>2} writers {:>37.0} per second", total / start.elapsed().as_secs_f64());
}

fn reads_beside_a_commit(store: &dyn Store) {
    let set = ReadSet { keys: vec![(Table::Client, client_key(7))], ..ReadSet::default() };
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| declaratie(store, EARLIER + 2));
        let mut longest = 0.0_f64;
        while !writer.is_finished() {
            let start = Instant::now();
            store.read(&set).unwrap();
            longest = longest.max(start.elapsed().as_secs_f64());
        }
        println!("longest single read meanwhile {:>44.1} ms", longest * 1e3);
    });
}

fn main() -> Result<(), Box<dyn Error>> {
    let temporary = tempfile::tempdir()?;
    let folder = std::env::args_os().nth(1).map_or_else(|| temporary.path().join("data"), PathBuf::from);
    let store = timed("open an empty folder", || SqliteStore::open(&folder, &SqliteOptions::default()))?;
    timed(&format!("fill: {} prestaties, {} clients", PRESTATIES * EARLIER, CLIENTEN * 3), || fill(&store));
    declaratie(&store, EARLIER);
    declaratie(&store, EARLIER + 3);
    reads_beside_a_commit(&store);
    for writers in [1, 4, 16] {
        small_messages(&store, writers);
    }
    timed("blob of 25 MB", || store.put_blob(&"a".repeat(32), &vec![7; 25_000_000]))?;
    drop(store);
    timed("open again", || SqliteStore::open(&folder, &SqliteOptions::default()))?;
    println!("file {:.0} MB", std::fs::metadata(folder.join("ketenpoort.db"))?.len() as f64 / 1e6);
    Ok(())
}
