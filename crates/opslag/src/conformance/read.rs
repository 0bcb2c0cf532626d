//! Promises about reads.

use std::ops::ControlFlow;

use dossier::{BerichtId, ChangeSet, Insert, Key, ReadSet, Table};

use super::sample::{all, commit, every_record, insert, inserting, key, nummer, nummer_in, row, set, updating};
use crate::store::{Rejection, Store};

const T: Table = Table::EigenNummer;

/// Keys, then unique keys, then prefixes, each in the order asked; absent rows are left out, double ones come twice.
pub fn order_of_rows(store: &dyn Store) {
    let rows = ["a", "b", "c"].map(|p| Insert { key: key(p), unique: Some(key(format!("u{p}"))), record: nummer(1) });
    commit(store, ChangeSet { inserts: rows.to_vec(), ..set(1) }).unwrap();
    let read = ReadSet {
        keys: vec![(T, key("c")), (T, key("zz")), (Table::Bytes, key("a")), (T, key("a")), (T, key("c"))],
        unique: vec![(T, key("ub")), (T, key("a")), (T, key("ua"))],
        prefixes: vec![(T, key("b")), (T, key("a")), (T, Key::new()), (Table::Stand, Key::new())],
    };
    let found = store.read(&read).unwrap().rows;
    let keys: Vec<_> = found.iter().map(|r| r.key.clone()).collect();
    assert_eq!(keys, ["c", "a", "c", "b", "a", "b", "a", "a", "b", "c"].map(key).to_vec());
    assert!(found.iter().all(|r| r.unique.is_some() && r.version == 1));
    assert!(store.read(&ReadSet::default()).unwrap().rows.is_empty());
}

/// Byte order of keys, and nothing beyond the prefix, also where bytes are at their limits.
pub fn prefix_order(store: &dyn Store) {
    let raw = |bytes: &[u8]| Key::from_bytes(bytes.to_vec());
    let keys = [
        raw(&[0]),
        raw(&[0, 0]),
        raw(&[1]),
        raw(&[1, 0]),
        raw(&[1, 0xFF]),
        raw(&[1, 0xFF, 0xFF]),
        raw(&[2]),
        raw(&[0xFF]),
        raw(&[0xFF, 0xFF]),
        raw(&[0xFF, 0xFF, 0]),
    ];
    let inserts = keys.iter().rev().map(|k| insert(k.clone(), nummer(1))).collect();
    commit(store, ChangeSet { inserts, ..set(1) }).unwrap();
    for prefix in [raw(&[]), raw(&[0]), raw(&[1]), raw(&[1, 0xFF]), raw(&[0xFF]), raw(&[0xFF, 0xFF]), raw(&[3])] {
        let read = ReadSet { prefixes: vec![(T, prefix.clone())], ..ReadSet::default() };
        let found: Vec<_> = store.read(&read).unwrap().rows.into_iter().map(|r| r.key).collect();
        let expected: Vec<_> = keys.iter().filter(|k| k.starts_with(&prefix)).cloned().collect();
        assert_eq!(found, expected, "prefix {prefix:?}");
    }
}

/// Rows of one table below a prefix, whole and in key order; those of other tables and prefixes are not seen.
pub fn walk_visits_all(store: &dyn Store) {
    let mut inserts: Vec<_> =
        (0..500_u64).rev().map(|n| insert(Key::new().with("p").with_number(n), nummer(n.into()))).collect();
    inserts.push(insert(key("q"), nummer(1)));
    commit(store, ChangeSet { inserts, ..set(1) }).unwrap();
    for prefix in [Key::new(), Key::new().with("p"), key("q"), key("r")] {
        let read = ReadSet { prefixes: vec![(T, prefix.clone())], ..ReadSet::default() };
        let mut seen = Vec::new();
        let mut visit = |row| {
            seen.push(row);
            ControlFlow::Continue(())
        };
        store.walk(T, &prefix, &mut visit).unwrap();
        assert_eq!(seen, store.read(&read).unwrap().rows, "prefix {prefix:?}");
    }
    let mut none = |_| panic!("a row of another table");
    store.walk(Table::Stand, &Key::new(), &mut none).unwrap();
}

/// After a break no row is handed out.
pub fn walk_stops(store: &dyn Store) {
    let inserts = ["a", "b", "c"].map(|k| insert(key(k), nummer(1))).to_vec();
    commit(store, ChangeSet { inserts, ..set(1) }).unwrap();
    let mut seen = Vec::new();
    let mut visit = |row: dossier::Row| {
        seen.push(row.key);
        if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    store.walk(T, &Key::new(), &mut visit).unwrap();
    assert_eq!(seen, ["a", "b"].map(key));
    assert_eq!(all(store, T).len(), 3, "the store goes on");
}

/// Every kind of record, inserted and replaced.
pub fn every_record_comes_back(store: &dyn Store) {
    for (n, record) in every_record().into_iter().enumerate() {
        let (id, place) = (n as u128 * 2, Key::new().with_number(n as u64));
        commit(store, ChangeSet { inserts: vec![insert(place.clone(), record.clone())], ..set(id) }).unwrap();
        let update = dossier::Update { key: place.clone(), expected: 1, record: record.clone() };
        commit(store, ChangeSet { updates: vec![update], ..set(id + 1) }).unwrap();
        let read = ReadSet { keys: vec![(record.table(), place)], ..ReadSet::default() };
        let found = store.read(&read).unwrap().rows.remove(0);
        assert_eq!((found.record, found.version), (record, 2));
    }
}

/// More rows than any engine takes in one statement.
pub fn many_rows(store: &dyn Store) {
    let keys: Vec<_> = (0..3_000_u64).map(|n| Key::new().with("rij").with_number(n)).collect();
    let inserts = keys.iter().map(|k| insert(k.clone(), nummer(1))).collect();
    commit(store, ChangeSet { inserts, ..set(1) }).unwrap();
    let read = ReadSet { keys: keys.iter().rev().map(|k| (T, k.clone())).collect(), ..ReadSet::default() };
    let found: Vec<_> = store.read(&read).unwrap().rows.into_iter().map(|r| r.key).collect();
    assert!(found.iter().eq(keys.iter().rev()));
    assert_eq!(all(store, T).len(), keys.len());
}

/// Of many keys in order: stretches where all are there, where none is, and where there are rows but others.
pub fn stretches_of_keys(store: &dyn Store) {
    let key = |n: u64| Key::new().with("rij").with_number(n);
    let there = |n: &u64| (n / 100).is_multiple_of(2) || n / 100 == 3 && n.is_multiple_of(3);
    let row = |n: u64| Insert { key: key(n), unique: Some(key(n + 10_000)), record: nummer(n.into()) };
    commit(store, ChangeSet { inserts: (0..1_000).filter(there).map(row).collect(), ..set(1) }).unwrap();
    let asked = |by: u64| (0..1_000_u64).filter(|n| n % 3 == by).collect::<Vec<_>>();
    for by in 0..3 {
        let keys = asked(by).into_iter().map(|n| (T, key(n))).collect();
        let unique = asked(by).into_iter().map(|n| (T, key(n + 10_000))).collect();
        let found = store.read(&ReadSet { keys, unique, ..ReadSet::default() }).unwrap().rows;
        let expected: Vec<_> = asked(by).into_iter().filter(there).map(key).collect();
        let found: Vec<_> = found.into_iter().map(|row| row.key).collect();
        assert_eq!(found, [expected.clone(), expected].concat());
    }
}

/// Two rows that a writer always changes together are never seen apart, whichever way they are asked for.
pub fn one_moment(store: &dyn Store) {
    let both = ChangeSet { inserts: vec![insert(key("a"), nummer(0)), insert(key("b"), nummer(0))], ..set(0) };
    commit(store, both).unwrap();
    let read = ReadSet { keys: vec![(T, key("a"))], unique: vec![], prefixes: vec![(T, key("b"))] };
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for n in 1..=100_u64 {
                let mut next = updating(n.into(), "a", n, n.into());
                next.updates.extend(updating(0, "b", n, n.into()).updates);
                commit(store, next).unwrap();
            }
        });
        let mut last = 0;
        while !writer.is_finished() {
            let rows = store.read(&read).unwrap().rows;
            let seen = nummer_in(&rows[0]);
            assert_eq!(seen, nummer_in(&rows[1]), "rows of two moments");
            assert!(seen >= last, "a committed change was unseen again");
            last = seen;
        }
        writer.join().unwrap();
    });
    assert_eq!(row(store, "b").map(|r| nummer_in(&r)), Some(100));
}

/// Read, decide and commit by several at once: every accepted step counts, every other one is a conflict.
pub fn no_lost_updates(store: &dyn Store) {
    const WRITERS: u128 = 4;
    const STEPS: u128 = 15;
    commit(store, inserting(0, "teller", 0)).unwrap();
    std::thread::scope(|scope| {
        for writer in 1..=WRITERS {
            scope.spawn(move || {
                for step in 0..STEPS {
                    step_once(store, writer * 1000 + step);
                }
            });
        }
    });
    let row = row(store, "teller").unwrap();
    assert_eq!((nummer_in(&row), u128::from(row.version)), (WRITERS * STEPS, WRITERS * STEPS + 1));
}

fn step_once(store: &dyn Store, id: u128) {
    loop {
        let now = row(store, "teller").unwrap();
        let mut step = updating(id, "teller", now.version, nummer_in(&now) + 1);
        step.id = BerichtId(id);
        match commit(store, step) {
            Ok(_) => return,
            Err(Rejection::Conflict) => {}
            Err(other) => panic!("{other}"),
        }
    }
}
