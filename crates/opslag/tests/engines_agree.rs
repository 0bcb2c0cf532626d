//! Random calls give the same answers and the same rows on every engine.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use dossier::{BerichtId, ChangeSet, Insert, Key, OutboxItem, ReadSet, Record, Table, Update};
use opslag::conformance::sample;
use opslag::{ClaimToken, Fence, MemoryStore, Outcome, Settlement, SqliteOptions, SqliteStore, Store};
use proptest::collection::vec;
use proptest::prelude::*;

/// Few tables, keys, versions, names and moments, so that calls meet each other.
#[derive(Debug, Clone)]
enum Call {
    Commit(Vec<ChangeSet>),
    Read(ReadSet),
    Claim { now: u64, lease: u64, max: usize },
    Settle(Vec<Settlement>),
    Acquire { name: &'static str, holder: &'static str, now: u64, ttl: u64 },
    Release { name: &'static str, fence: u64 },
}

fn table() -> impl Strategy<Value = Table> {
    prop_oneof![3 => Just(Table::EigenNummer), 1 => Just(Table::Verbruik), 1 => Just(Table::Bericht)]
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof!["[ab]{1,2}".prop_map(sample::key), vec(any::<u8>(), 0..3).prop_map(Key::from_bytes)]
}

fn version() -> impl Strategy<Value = u64> {
    prop_oneof![6 => Just(1), 3 => Just(2), 1 => 3..5_u64, 1 => Just(0), 1 => Just(u64::MAX)]
}

fn record() -> impl Strategy<Value = Record> {
    (table(), 0..3_u8).prop_map(|(table, n)| match table {
        Table::Verbruik => sample::verbruik("R-1", n.into()),
        Table::Bericht => sample::bericht(dossier::Lading::Rij(vec![n]), None),
        _ => sample::nummer(n.into()),
    })
}

fn change_set() -> impl Strategy<Value = ChangeSet> {
    let expects = vec((table(), key(), proptest::option::of(version())), 0..2);
    let insert = (key(), proptest::option::of(key()), record());
    let inserts = vec(insert.prop_map(|(key, unique, record)| Insert { key, unique, record }), 0..3);
    let update = (key(), version(), record());
    let updates = vec(update.prop_map(|(key, expected, record)| Update { key, expected, record }), 0..2);
    let deletes = vec((table(), key(), version()), 0..2);
    let item = (0..9_u128).prop_map(sample::item);
    (0..40_u128, expects, inserts, updates, deletes, vec(item, 0..3)).prop_map(
        |(id, expects, inserts, updates, deletes, outbox): (_, _, _, _, _, Vec<OutboxItem>)| ChangeSet {
            id: BerichtId(id),
            expects,
            inserts,
            updates,
            deletes,
            outbox,
        },
    )
}

fn read_set() -> impl Strategy<Value = ReadSet> {
    (vec((table(), key()), 0..4), vec((table(), key()), 0..4), vec((table(), key()), 0..3))
        .prop_map(|(keys, unique, prefixes)| ReadSet { keys, unique, prefixes })
}

fn moment() -> impl Strategy<Value = u64> {
    prop_oneof![6 => 0..30_u64, 1 => Just(u64::MAX)]
}

fn settlement() -> impl Strategy<Value = Settlement> {
    let outcome = prop_oneof![
        Just(Outcome::Done),
        moment().prop_map(Outcome::RetryAt),
        Just(Outcome::Parked("opgegeven".to_owned()))
    ];
    (1..6_u64, 0..3_u64, outcome)
        .prop_map(|(item, attempt, outcome)| Settlement { token: ClaimToken { item, attempt }, outcome })
}

fn call() -> impl Strategy<Value = Call> {
    let name = || prop_oneof![Just("x"), Just("y")];
    prop_oneof![
        8 => vec(change_set(), 0..4).prop_map(Call::Commit),
        2 => read_set().prop_map(Call::Read),
        2 => (moment(), moment(), 0..4_usize).prop_map(|(now, lease, max)| Call::Claim { now, lease, max }),
        2 => vec(settlement(), 0..3).prop_map(Call::Settle),
        1 => (name(), name(), moment(), moment())
            .prop_map(|(name, holder, now, ttl)| Call::Acquire { name, holder, now, ttl }),
        1 => (name(), 0..5_u64).prop_map(|(name, fence)| Call::Release { name, fence }),
    ]
}

/// The answer of a call, as text.
fn answer(store: &dyn Store, call: &Call) -> String {
    match call.clone() {
        Call::Commit(sets) => format!("{:?}", store.commit(sets).unwrap()),
        Call::Read(set) => format!("{:?}", store.read(&set).unwrap()),
        Call::Claim { now, lease, max } => format!("{:?}", store.claim_outbox(now, lease, max, "w").unwrap()),
        Call::Settle(settlements) => format!("{:?}", store.settle_outbox(settlements).unwrap()),
        Call::Acquire { name, holder, now, ttl } => {
            format!("{:?}", store.acquire_lease(name, holder, now, ttl).unwrap())
        }
        Call::Release { name, fence } => format!("{:?}", store.release_lease(name, Fence(fence)).unwrap()),
    }
}

fn everything(store: &dyn Store) -> String {
    Table::ALL.map(|table| format!("{:?}", sample::all(store, table))).join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn memory_and_sqlite(calls in vec(call(), 1..25)) {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = SqliteStore::open(folder.path(), &SqliteOptions::default()).unwrap();
        let memory = MemoryStore::new();
        for call in &calls {
            prop_assert_eq!(answer(&memory, call), answer(&sqlite, call), "{:?}", call);
        }
        prop_assert_eq!(everything(&memory), everything(&sqlite));
        drop(sqlite);
        let reopened = SqliteStore::open(folder.path(), &SqliteOptions::default()).unwrap();
        prop_assert_eq!(everything(&memory), everything(&reopened), "after opening again");
    }
}
