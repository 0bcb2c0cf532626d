//! Promises about commits and their refusals.

use dossier::{BerichtId, ChangeSet, Insert, Table};

use super::sample::{all, commit, insert, inserting, item, key, nummer, nummer_in, row, set, updating};
use crate::store::{Committed, Rejection, Store};

const T: Table = Table::EigenNummer;

fn with_unique(id: u128, part: &str, unique: &str) -> ChangeSet {
    let insert = Insert { key: key(part), unique: Some(key(unique)), record: nummer(id) };
    ChangeSet { inserts: vec![insert], ..set(id) }
}

/// Inserts, updates, deletes and deliveries of a set are all there afterwards.
pub fn whole_set_is_visible(store: &dyn Store) {
    let first = ChangeSet { inserts: vec![insert(key("b"), nummer(2)), insert(key("c"), nummer(3))], ..set(1) };
    commit(store, first).unwrap();
    let mut second = updating(2, "b", 1, 22);
    second.expects = vec![(T, key("b"), Some(1)), (T, key("x"), None)];
    second.inserts = vec![insert(key("a"), nummer(1))];
    second.deletes = vec![(T, key("c"), 1)];
    second.outbox = vec![item(2)];
    commit(store, second).unwrap();
    let rows: Vec<_> = all(store, T).iter().map(|r| (r.key.clone(), r.version, nummer_in(r))).collect();
    assert_eq!(rows, vec![(key("a"), 1, 1), (key("b"), 2, 22)]);
    assert_eq!(store.claim_outbox(0, 1, 9, "w").unwrap().len(), 1);
}

/// A set refused at its last change leaves none of the earlier ones, and its id stays free.
pub fn rejection_leaves_nothing(store: &dyn Store) {
    commit(store, inserting(1, "taken", 1)).unwrap();
    commit(store, inserting(2, "gone", 2)).unwrap();
    let bad = ChangeSet {
        deletes: vec![(T, key("gone"), 1)],
        inserts: vec![insert(key("a"), nummer(3)), insert(key("taken"), nummer(3))],
        outbox: vec![item(3)],
        ..updating(3, "taken", 1, 33)
    };
    let before = all(store, T);
    assert_eq!(commit(store, bad.clone()), Err(Rejection::Unique { table: T, key: key("taken") }));
    let others = store.commit(vec![inserting(4, "b", 4), bad, inserting(5, "c", 5)]).unwrap();
    assert!(others[0].is_ok() && others[1].is_err() && others[2].is_ok());
    let rows: Vec<_> = all(store, T).into_iter().filter(|r| r.key != key("b") && r.key != key("c")).collect();
    assert_eq!(rows, before);
    assert!(store.claim_outbox(0, 1, 9, "w").unwrap().is_empty());
    commit(store, inserting(3, "a", 3)).expect("the id of a rejected set is free");
}

/// The refusal of one set does not touch its neighbours; answers come in order.
pub fn sets_of_a_batch_stand_alone(store: &dyn Store) {
    let batch = vec![
        inserting(1, "a", 1),
        inserting(2, "a", 2),
        updating(3, "a", 9, 3),
        inserting(4, "b", 4),
        inserting(1, "c", 5),
        inserting(6, "d", 6),
    ];
    let answers = store.commit(batch).unwrap();
    assert!(answers[0].is_ok());
    assert_eq!(answers[1], Err(Rejection::Unique { table: T, key: key("a") }));
    assert_eq!(answers[2], Err(Rejection::Conflict));
    assert!(answers[3].is_ok());
    assert_eq!(answers[4], Err(Rejection::Duplicate));
    assert!(answers[5].is_ok());
    assert_eq!(all(store, T).iter().map(nummer_in).collect::<Vec<_>>(), vec![1, 4, 6]);
}

/// A set of a batch stands on what the sets before it left.
pub fn later_set_sees_earlier_ones(store: &dyn Store) {
    let mut last = set(3);
    last.deletes = vec![(T, key("a"), 2)];
    last.expects = vec![(T, key("a"), Some(2))];
    let answers = store.commit(vec![inserting(1, "a", 1), updating(2, "a", 1, 2), last]).unwrap();
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert!(all(store, T).is_empty());
}

/// Expectation, update and delete at a version that is no longer there.
pub fn changed_row_is_a_conflict(store: &dyn Store) {
    commit(store, inserting(1, "a", 1)).unwrap();
    commit(store, updating(2, "a", 1, 2)).unwrap();
    let expecting = ChangeSet { expects: vec![(T, key("a"), Some(1))], ..set(3) };
    let deleting = ChangeSet { deletes: vec![(T, key("a"), 1)], ..set(3) };
    for stale in [expecting, deleting, updating(3, "a", 1, 3), updating(3, "a", 3, 3), updating(3, "a", u64::MAX, 3)] {
        assert_eq!(commit(store, stale), Err(Rejection::Conflict));
    }
    let row = row(store, "a").unwrap();
    assert_eq!((row.version, nummer_in(&row)), (2, 2));
}

/// Expectation, update and delete of a row that is not there; a key in another table does not count.
pub fn absent_row_is_a_conflict(store: &dyn Store) {
    commit(store, inserting(1, "a", 1)).unwrap();
    let expecting = ChangeSet { expects: vec![(Table::Bytes, key("a"), Some(1))], ..set(2) };
    let deleting = ChangeSet { deletes: vec![(Table::Bytes, key("a"), 1)], ..set(2) };
    for absent in [expecting, deleting, updating(2, "b", 1, 3), updating(2, "b", 0, 3)] {
        assert_eq!(commit(store, absent), Err(Rejection::Conflict));
    }
    assert_eq!(all(store, T).len(), 1);
}

/// A row that was absent when it was read.
pub fn present_row_is_a_conflict(store: &dyn Store) {
    let expecting = |id, part| ChangeSet { expects: vec![(T, key(part), None)], ..set(id) };
    commit(store, inserting(1, "a", 1)).unwrap();
    assert_eq!(commit(store, expecting(2, "a")), Err(Rejection::Conflict));
    commit(store, expecting(2, "b")).unwrap();
}

/// A second set with an id is a duplicate, whatever is in it; also inside one batch.
pub fn id_is_committed_once(store: &dyn Store) {
    let large = u128::MAX;
    commit(store, inserting(large, "a", 1)).unwrap();
    assert_eq!(commit(store, inserting(large, "b", 2)), Err(Rejection::Duplicate));
    assert_eq!(commit(store, updating(large, "zzz", 9, 2)), Err(Rejection::Duplicate));
    commit(store, inserting(large - 1, "c", 3)).unwrap();
    let answers = store.commit(vec![inserting(0, "d", 4), inserting(0, "e", 5)]).unwrap();
    assert!(answers[0].is_ok());
    assert_eq!(answers[1], Err(Rejection::Duplicate));
    assert_eq!(all(store, T).len(), 3);
}

/// A primary key is taken once per table; when both keys are taken the primary one is named.
pub fn key_is_unique_in_its_table(store: &dyn Store) {
    commit(store, with_unique(1, "a", "u")).unwrap();
    let taken = Err(Rejection::Unique { table: T, key: key("a") });
    assert_eq!(commit(store, inserting(2, "a", 2)), taken);
    assert_eq!(commit(store, with_unique(2, "a", "u")), taken);
    let twice = ChangeSet { inserts: vec![insert(key("b"), nummer(1)), insert(key("b"), nummer(2))], ..set(2) };
    assert_eq!(commit(store, twice), Err(Rejection::Unique { table: T, key: key("b") }));
    let elsewhere = Insert { key: key("a"), unique: Some(key("u")), record: super::sample::every_record().remove(2) };
    commit(store, ChangeSet { inserts: vec![elsewhere], ..set(3) }).expect("another table, another row");
}

/// A second unique key is taken once per table, across and inside sets and batches; rows without one never clash.
pub fn unique_key_across_sets(store: &dyn Store) {
    let taken = Err(Rejection::Unique { table: T, key: key("u") });
    let answers = store.commit(vec![with_unique(1, "a", "u"), with_unique(2, "b", "u"), with_unique(3, "c", "v")]);
    let answers = answers.unwrap();
    assert!(answers[0].is_ok() && answers[2].is_ok());
    assert_eq!(answers[1], taken);
    assert_eq!(commit(store, with_unique(4, "d", "u")), taken);
    let mut both = with_unique(5, "e", "w");
    both.inserts.extend(with_unique(5, "f", "w").inserts);
    assert_eq!(commit(store, both), Err(Rejection::Unique { table: T, key: key("w") }));
    let without = store.commit(vec![inserting(6, "g", 6), inserting(7, "h", 7)]).unwrap();
    assert!(without.iter().all(Result::is_ok));
    commit(store, updating(8, "a", 1, 8)).unwrap();
    assert_eq!(commit(store, with_unique(9, "i", "u")), taken);
}

/// After a delete both keys may be used again, with versions from 1; also inside the same set.
pub fn deleted_row_frees_its_keys(store: &dyn Store) {
    commit(store, with_unique(1, "b", "u")).unwrap();
    let mut moved = with_unique(2, "a", "u");
    moved.deletes = vec![(T, key("b"), 1)];
    commit(store, moved).unwrap();
    let mut again = with_unique(3, "a", "v");
    again.deletes = vec![(T, key("a"), 1)];
    again.inserts.extend(with_unique(3, "b", "u").inserts);
    commit(store, again).unwrap();
    let rows: Vec<_> = all(store, T).into_iter().map(|r| (r.key, r.unique, r.version)).collect();
    assert_eq!(rows, vec![(key("a"), Some(key("v")), 1), (key("b"), Some(key("u")), 1)]);
}

/// Expectations first, then deletes, updates and inserts, each on what the step before left.
pub fn order_inside_a_set(store: &dyn Store) {
    commit(store, inserting(1, "a", 1)).unwrap();
    let gone = ChangeSet { deletes: vec![(T, key("a"), 1)], ..updating(2, "a", 1, 2) };
    assert_eq!(commit(store, gone), Err(Rejection::Conflict));
    let mut twice = updating(3, "a", 1, 2);
    twice.updates.extend(updating(3, "a", 2, 3).updates);
    twice.expects = vec![(T, key("a"), Some(1))];
    commit(store, twice).unwrap();
    assert_eq!(row(store, "a").map(|r| (r.version, nummer_in(&r))), Some((3, 3)));
    let early = ChangeSet { inserts: vec![insert(key("b"), nummer(1))], ..updating(4, "b", 1, 2) };
    assert_eq!(commit(store, early), Err(Rejection::Conflict));
}

/// Accepted sets get rising numbers from 1 or more; refused ones take none away from the order.
pub fn sequence_rises(store: &dyn Store) {
    let mut last = 0;
    for round in 0..5_u128 {
        let (id, part) = (round * 10, round.to_string());
        let batch = vec![inserting(id, &part, 1), inserting(id, &part, 1), inserting(id + 1, &format!("{part}x"), 1)];
        for Committed { sequence } in store.commit(batch).unwrap().into_iter().flatten() {
            assert!(sequence > last, "{sequence} after {last}");
            last = sequence;
        }
    }
    assert!(last >= 10);
}

/// A number is as proposed, unless one as great was given or committed.
pub fn numbers_rise(store: &dyn Store) {
    let number = |proposed| store.number(BerichtId(proposed)).0;
    assert_eq!([number(100), number(200), number(150), number(0)], [100, 200, 201, 202]);
    commit(store, set(1_000)).unwrap();
    assert_eq!([number(500), number(2_000)], [1_001, 2_000]);
}

/// No sets, and a set that changes nothing but notes its id.
pub fn empty_commit_and_set(store: &dyn Store) {
    assert!(store.commit(Vec::new()).unwrap().is_empty());
    commit(store, set(1)).unwrap();
    assert_eq!(commit(store, set(1)), Err(Rejection::Duplicate));
}
