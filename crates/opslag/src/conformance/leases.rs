//! Promises about named leases.

use std::sync::Mutex;

use crate::store::{Fence, Store};

fn acquire(store: &dyn Store, holder: &str, now_ms: u64) -> Option<Fence> {
    store.acquire_lease("taak", holder, now_ms, 100).unwrap()
}

/// While a lease lives only its holder gets it, with the same fence; renewing lengthens it.
pub fn one_holder(store: &dyn Store) {
    let fence = acquire(store, "a", 0).unwrap();
    assert_eq!(acquire(store, "b", 99), None);
    assert_eq!(acquire(store, "a", 99), Some(fence));
    assert_eq!(acquire(store, "b", 198), None);
    assert!(acquire(store, "b", 199).is_some());
    assert_eq!(acquire(store, "a", 200), None);
}

/// Every acquisition after the end has a greater fence, that of the old holder too: its earlier work may be overtaken.
pub fn fence_rises_with_takeover(store: &dyn Store) {
    let first = acquire(store, "a", 0).unwrap();
    let second = acquire(store, "b", 100).unwrap();
    let third = acquire(store, "b", 200).unwrap();
    assert!(first < second && second < third);
    assert!(!store.release_lease("taak", first).unwrap());
    assert_eq!(acquire(store, "a", 201), None, "a stale release freed the lease");
}

/// After a release anyone gets the lease, with a greater fence; releasing twice is reported.
pub fn released_is_free(store: &dyn Store) {
    let first = acquire(store, "a", 0).unwrap();
    assert!(store.release_lease("taak", first).unwrap());
    assert!(!store.release_lease("taak", first).unwrap());
    let second = acquire(store, "b", 1).unwrap();
    assert!(second > first);
    assert!(!store.release_lease("taak", first).unwrap());
    assert!(store.release_lease("taak", second).unwrap());
    assert!(acquire(store, "b", 2).unwrap() > second);
}

/// One name does not hinder another, and an unknown one is not held.
pub fn apart_by_name(store: &dyn Store) {
    assert!(!store.release_lease("taak", Fence(1)).unwrap());
    assert!(acquire(store, "a", 0).is_some());
    assert!(store.acquire_lease("andere taak", "b", 0, u64::MAX).unwrap().is_some());
    assert_eq!(store.acquire_lease("andere taak", "c", u64::MAX / 4, 1).unwrap(), None);
}

/// Of many that ask at once one gets it.
pub fn one_of_many(store: &dyn Store) {
    let got = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for holder in ["a", "b", "c", "d"] {
            let got = &got;
            scope.spawn(move || {
                if let Some(fence) = acquire(store, holder, 5) {
                    got.lock().unwrap().push(fence);
                }
            });
        }
    });
    assert_eq!(got.into_inner().unwrap().len(), 1);
}
