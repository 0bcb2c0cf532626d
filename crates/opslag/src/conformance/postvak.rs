//! Promises about mailboxes.

use std::sync::atomic::{AtomicBool, Ordering};

use dossier::ChangeSet;

use super::sample::{commit, postvak, set, updating};
use crate::store::{Entries, Store};

fn numbers(store: &dyn Store, party: &str, entries: Entries) -> Vec<u64> {
    store.mailbox(party, entries, usize::MAX).unwrap().into_iter().map(|entry| entry.number).collect()
}

/// Entries come in order of commit, per party, after a cursor, and no more than asked.
pub fn order_and_cursor(store: &dyn Store) {
    commit(store, ChangeSet { postvak: vec![postvak("a", 1), postvak("b", 1)], ..set(1) }).unwrap();
    commit(store, ChangeSet { postvak: vec![postvak("a", 2)], ..set(2) }).unwrap();
    commit(store, ChangeSet { postvak: vec![postvak("a", 9)], ..updating(3, "absent", 1, 1) }).unwrap_err();
    let all = store.mailbox("a", Entries::After(0), 9).unwrap();
    assert_eq!(all.iter().map(|e| e.item.clone()).collect::<Vec<_>>(), [postvak("a", 1), postvak("a", 2)]);
    assert!(all[0].number < all[1].number);
    assert_eq!(store.mailbox("a", Entries::After(0), 1).unwrap(), all[..1]);
    assert_eq!(store.mailbox("a", Entries::After(all[0].number), 9).unwrap(), all[1..]);
    assert!(store.mailbox("c", Entries::After(0), 9).unwrap().is_empty());
    assert_eq!(store.counts(&["a", "b", "c"]).unwrap().unconfirmed, 3);
}

/// A confirmation is of one party and stays as it was first given.
pub fn confirmed_once(store: &dyn Store) {
    commit(store, ChangeSet { postvak: vec![postvak("a", 1), postvak("b", 1), postvak("a", 2)], ..set(1) }).unwrap();
    let all = numbers(store, "a", Entries::After(0));
    let number = all[0];
    assert_eq!(numbers(store, "a", Entries::UnconfirmedAfter(0)), all);
    assert_eq!(numbers(store, "a", Entries::UnconfirmedAfter(number)), all[1..]);
    assert!(!store.confirm("b", number, 5).unwrap(), "another party");
    assert!(!store.confirm("a", number + 1, 5).unwrap());
    assert!(!store.confirm("a", u64::MAX >> 1, 5).unwrap());
    assert!(store.confirm("a", number, 5).unwrap());
    assert!(store.confirm("a", number, 6).unwrap());
    assert_eq!(store.mailbox("a", Entries::After(0), 9).unwrap()[0].confirmed_ms, Some(5));
    assert_eq!(numbers(store, "a", Entries::UnconfirmedAfter(0)), all[1..]);
    assert_eq!(store.counts(&["a", "b"]).unwrap().unconfirmed, 2);
    assert_eq!(store.counts(&["a"]).unwrap().unconfirmed, 1);
}

/// What is in a folder is not written again; the mailbox itself still shows it.
pub fn written_once(store: &dyn Store) {
    commit(store, ChangeSet { postvak: vec![postvak("a", 1), postvak("a", 2)], ..set(1) }).unwrap();
    let open = numbers(store, "a", Entries::NotWritten);
    store.mark_written(&open[..1]).unwrap();
    store.mark_written(&[]).unwrap();
    assert_eq!(numbers(store, "a", Entries::NotWritten), open[1..]);
    assert_eq!(numbers(store, "a", Entries::After(0)), open);
    // It is in the hands of the party, which may still confirm it.
    assert_eq!(store.counts(&["a"]).unwrap().unconfirmed, 1);
    assert_eq!(numbers(store, "a", Entries::UnconfirmedAfter(0)), open);
    assert_eq!(numbers(store, "a", Entries::UnconfirmedAfter(open[0])), open[1..]);
    store.confirm("a", open[1], 5).unwrap();
    assert_eq!(store.counts(&["a"]).unwrap().unconfirmed, 0);
    assert_eq!(numbers(store, "a", Entries::UnconfirmedAfter(0)), open[..1]);
}

/// A reader that follows with a cursor misses nothing while others commit.
pub fn follower_misses_nothing(store: &dyn Store) {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut cursor, mut seen) = (0, 0);
            loop {
                let last = done.load(Ordering::SeqCst);
                let entries = store.mailbox("a", Entries::After(cursor), 7).unwrap();
                seen += entries.len();
                cursor = entries.last().map_or(cursor, |entry| entry.number);
                if last && entries.is_empty() {
                    return seen;
                }
            }
        });
        let writers: Vec<_> = (0..4_u128)
            .map(|writer| {
                scope.spawn(move || {
                    for n in 0..25 {
                        let id = 1 + writer * 100 + n;
                        commit(store, ChangeSet { postvak: vec![postvak("a", id)], ..set(id) }).unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Ordering::SeqCst);
        assert_eq!(reader.join().unwrap(), 100);
    });
}
