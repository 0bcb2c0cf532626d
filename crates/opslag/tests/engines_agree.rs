//! Random calls give the same answers and the same rows on every engine.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use dossier::{BerichtId, ChangeSet, Insert, Key, ReadSet, Record, Table, Update};
use opslag::conformance::sample;
use opslag::{ClaimToken, Entries, Fence, MemoryStore, Outcome, Settlement, SqliteOptions, SqliteStore, Store, Which};
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
    Deliveries(Which),
    Move { number: u64, drop: bool },
    Mailbox { party: &'static str, entries: Entries, max: usize },
    Confirm { party: &'static str, number: u64, now: u64 },
    Written(Vec<u64>),
}

fn table() -> impl Strategy<Value = Table> {
    prop_oneof![3 => Just(Table::EigenNummer), 1 => Just(Table::Client), 1 => Just(Table::Bericht)]
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof!["[ab]{1,2}".prop_map(sample::key), vec(any::<u8>(), 0..3).prop_map(Key::from_bytes)]
}

fn version() -> impl Strategy<Value = u64> {
    prop_oneof![6 => Just(1), 3 => Just(2), 1 => 3..5_u64, 1 => Just(0), 1 => Just(u64::MAX)]
}

fn record() -> impl Strategy<Value = Record> {
    (table(), 0..3_u8).prop_map(|(table, n)| match table {
        Table::Client => sample::verbruik("R-1", n.into()),
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
    let entry = (party(), 0..9_u128).prop_map(|(party, n)| sample::postvak(party, n));
    let drop = (0..6_u64).prop_map(|number| (number, "weg".to_owned()));
    (0..40_u128, expects, inserts, updates, deletes, vec(item, 0..3), vec(entry, 0..3), vec(drop, 0..2)).prop_map(
        |(id, expects, inserts, updates, deletes, outbox, postvak, vervallen)| ChangeSet {
            id: BerichtId(id),
            expects,
            inserts,
            updates,
            deletes,
            outbox,
            postvak,
            vervallen,
        },
    )
}

fn party() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("a"), Just("b")]
}

fn read_set() -> impl Strategy<Value = ReadSet> {
    (vec((table(), key()), 0..4), vec((table(), key()), 0..4), vec((table(), key()), 0..3))
        .prop_map(|(keys, unique, prefixes)| ReadSet { keys, unique, prefixes })
}

fn moment() -> impl Strategy<Value = u64> {
    prop_oneof![6 => 0..30_u64, 1 => Just(u64::MAX)]
}

/// A moment that is given back: far below what the engines keep alike.
fn kept() -> impl Strategy<Value = u64> {
    prop_oneof![6 => 0..30_u64, 1 => Just(1 << 40)]
}

fn settlement() -> impl Strategy<Value = Settlement> {
    let outcome = prop_oneof![
        kept().prop_map(Outcome::Done),
        kept().prop_map(|moment| Outcome::RetryAt(moment, "weg".to_owned())),
        Just(Outcome::Parked("opgegeven".to_owned()))
    ];
    (1..6_u64, 0..3_u64, outcome)
        .prop_map(|(item, attempt, outcome)| Settlement { token: ClaimToken { item, attempt }, outcome })
}

fn which() -> impl Strategy<Value = Which> {
    prop_oneof![
        (0..9_u128).prop_map(|n| Which::OfMessage(BerichtId(n))),
        (0..6_u64).prop_map(Which::OpenAfter),
        (0..6_u64).prop_map(Which::ParkedAfter),
        (0..6_u64).prop_map(Which::AllBefore)
    ]
}

fn entries() -> impl Strategy<Value = Entries> {
    prop_oneof![
        (0..6_u64).prop_map(Entries::After),
        (0..6_u64).prop_map(Entries::UnconfirmedAfter),
        Just(Entries::NotWritten)
    ]
}

fn call() -> impl Strategy<Value = Call> {
    let name = || prop_oneof![Just("x"), Just("y")];
    prop_oneof![
        8 => vec(change_set(), 0..4).prop_map(Call::Commit),
        2 => read_set().prop_map(Call::Read),
        2 => (kept(), moment(), 0..4_usize).prop_map(|(now, lease, max)| Call::Claim { now, lease, max }),
        2 => vec(settlement(), 0..3).prop_map(Call::Settle),
        1 => (name(), name(), moment(), moment())
            .prop_map(|(name, holder, now, ttl)| Call::Acquire { name, holder, now, ttl }),
        1 => (name(), 0..5_u64).prop_map(|(name, fence)| Call::Release { name, fence }),
        2 => which().prop_map(Call::Deliveries),
        1 => (1..6_u64, any::<bool>()).prop_map(|(number, drop)| Call::Move { number, drop }),
        2 => (party(), entries(), 0..4_usize)
            .prop_map(|(party, entries, max)| Call::Mailbox { party, entries, max }),
        1 => (party(), 1..6_u64, kept()).prop_map(|(party, number, now)| Call::Confirm { party, number, now }),
        1 => vec(1..6_u64, 0..3).prop_map(Call::Written),
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
        Call::Deliveries(which) => format!("{:?}", store.deliveries(which, 9).unwrap()),
        Call::Move { number, drop: false } => format!("{:?}", store.requeue(number).unwrap()),
        Call::Move { number, drop: true } => format!("{:?}", store.drop_delivery(number, "weg").unwrap()),
        Call::Mailbox { party, entries, max } => format!("{:?}", store.mailbox(party, entries, max).unwrap()),
        Call::Confirm { party, number, now } => format!("{:?}", store.confirm(party, number, now).unwrap()),
        Call::Written(numbers) => format!("{:?}", store.mark_written(&numbers).unwrap()),
    }
}

fn everything(store: &dyn Store) -> String {
    let rows = Table::ALL.map(|table| format!("{:?}", sample::all(store, table))).join("\n");
    let deliveries = store.deliveries(Which::AllBefore(u64::MAX), usize::MAX).unwrap();
    let mailboxes = ["a", "b"].map(|party| store.mailbox(party, Entries::After(0), usize::MAX).unwrap());
    format!("{rows}\n{deliveries:?}\n{mailboxes:?}\n{:?}", store.counts(&["a"]).unwrap())
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
