//! Promises about deliveries.

use std::collections::BTreeSet;
use std::sync::Mutex;

use dossier::ChangeSet;

use super::sample::{commit, inserting, item, row, set, updating};
use crate::store::{ClaimToken, ClaimedItem, Counts, Outcome, Rejection, Settlement, Standing, Store, Which};

fn fill(store: &dyn Store, numbers: std::ops::RangeInclusive<u128>) {
    for n in numbers {
        commit(store, ChangeSet { outbox: vec![item(n)], ..set(n) }).unwrap();
    }
}

fn settle(store: &dyn Store, token: ClaimToken, outcome: Outcome) -> bool {
    store.settle_outbox(vec![Settlement { token, outcome }]).unwrap().remove(0)
}

fn numbers(items: &[ClaimedItem]) -> Vec<u128> {
    items.iter().map(|claimed| claimed.item.bericht.0).collect()
}

/// Order of commit, and inside a set the order of its list; no more than asked.
pub fn oldest_first(store: &dyn Store) {
    fill(store, 7..=7);
    commit(store, ChangeSet { outbox: vec![item(6), item(5), item(5)], ..set(5) }).unwrap();
    assert!(store.claim_outbox(0, 10, 0, "w").unwrap().is_empty());
    let first = store.claim_outbox(0, 10, 2, "w").unwrap();
    assert_eq!(numbers(&first), [7, 6]);
    assert_eq!(first[0].item, item(7));
    assert!(first.iter().all(|claimed| claimed.token.attempt == 1));
    assert_eq!(numbers(&store.claim_outbox(0, 10, usize::MAX, "w").unwrap()), [5, 5]);
    assert!(store.claim_outbox(0, 10, 9, "w").unwrap().is_empty());
}

/// Only committed sets deliver.
pub fn rejected_set_delivers_nothing(store: &dyn Store) {
    commit(store, ChangeSet { outbox: vec![item(1)], ..updating(1, "absent", 1, 1) }).unwrap_err();
    assert!(store.claim_outbox(0, 10, 9, "w").unwrap().is_empty());
}

/// A set takes deliveries off together with its other changes, or does nothing at all.
pub fn set_drops_deliveries(store: &dyn Store) {
    fill(store, 1..=2);
    let drops = |id, numbers: &[u64]| ChangeSet {
        vervallen: numbers.iter().map(|n| (*n, "ingetrokken".to_owned())).collect(),
        ..inserting(id, "weg", id)
    };
    assert_eq!(commit(store, drops(3, &[2, 9])).unwrap_err(), Rejection::Conflict);
    assert!(row(store, "weg").is_none());
    commit(store, drops(4, &[2])).unwrap();
    assert!(row(store, "weg").is_some());
    let standing = |number: u64| store.deliveries(Which::AllBefore(number + 1), 1).unwrap()[0].standing.clone();
    assert_eq!(standing(2), Standing::Dropped("ingetrokken".into()));
    // Once is enough, and what is under way cannot be taken off.
    assert_eq!(commit(store, drops(5, &[2])).unwrap_err(), Rejection::Conflict);
    assert_eq!(numbers(&store.claim_outbox(0, 10, 9, "w").unwrap()), [1]);
    assert_eq!(commit(store, drops(6, &[1])).unwrap_err(), Rejection::Conflict);
}

/// A claimed item comes back when its lease has run out, in its old place, with the next attempt.
pub fn lease_hides_until_expiry(store: &dyn Store) {
    fill(store, 1..=2);
    let first = store.claim_outbox(100, 50, 1, "a").unwrap();
    assert_eq!(numbers(&first), [1]);
    assert_eq!(numbers(&store.claim_outbox(149, 1, 9, "b").unwrap()), [2]);
    let again = store.claim_outbox(150, 50, 9, "b").unwrap();
    assert_eq!(numbers(&again), [1, 2]);
    assert_eq!(again[0].token, ClaimToken { item: first[0].token.item, attempt: 2 });
    assert!(store.claim_outbox(0, u64::MAX, 9, "b").unwrap().is_empty());
}

/// A token of an earlier claim, of a settled claim or of nothing is reported and not applied. A lease that ran out
/// without a new claim still settles.
pub fn stale_token_settles_nothing(store: &dyn Store) {
    fill(store, 1..=1);
    let old = store.claim_outbox(0, 10, 1, "a").unwrap()[0].token;
    let new = store.claim_outbox(10, 10, 1, "b").unwrap()[0].token;
    for outcome in [Outcome::Done(1), Outcome::RetryAt(0, String::new()), Outcome::Parked("x".to_owned())] {
        assert!(!settle(store, old, outcome));
    }
    assert!(store.claim_outbox(19, 10, 1, "c").unwrap().is_empty(), "the stale settlement changed nothing");
    assert!(!settle(store, ClaimToken { item: new.item + 1, attempt: 1 }, Outcome::Done(1)));
    let twice =
        [Outcome::RetryAt(30, "traag".to_owned()), Outcome::Done(1)].map(|outcome| Settlement { token: new, outcome });
    assert_eq!(store.settle_outbox(twice.to_vec()).unwrap(), [true, false]);
    let last = store.claim_outbox(30, 10, 1, "c").unwrap()[0].token;
    assert_eq!(last.attempt, 3);
    assert!(settle(store, last, Outcome::Done(1)));
    assert!(!settle(store, last, Outcome::Done(1)));
    assert!(store.settle_outbox(Vec::new()).unwrap().is_empty());
}

/// A failed delivery waits for its moment and lets younger items pass.
pub fn retry_waits(store: &dyn Store) {
    fill(store, 1..=2);
    let first = store.claim_outbox(0, 10, 1, "a").unwrap();
    assert!(settle(store, first[0].token, Outcome::RetryAt(1_000, "weg".to_owned())));
    assert_eq!(numbers(&store.claim_outbox(999, 1, 9, "a").unwrap()), [2]);
    assert_eq!(numbers(&store.claim_outbox(1_000, 10, 9, "a").unwrap()), [1, 2]);
}

/// What is done or parked never comes back, and its number is not used again.
pub fn done_and_parked_stay_away(store: &dyn Store) {
    fill(store, 1..=2);
    let claimed = store.claim_outbox(0, 10, 9, "a").unwrap();
    assert!(settle(store, claimed[0].token, Outcome::Parked("bestemming bestaat niet".to_owned())));
    assert!(settle(store, claimed[1].token, Outcome::Done(1)));
    assert!(store.claim_outbox(u64::MAX, 10, 9, "a").unwrap().is_empty());
    assert!(!settle(store, claimed[0].token, Outcome::Done(1)));
    fill(store, 3..=3);
    let next = store.claim_outbox(0, 10, 9, "a").unwrap();
    assert!(next[0].token.item > claimed[1].token.item);
    assert!(!settle(store, claimed[1].token, Outcome::Done(1)));
}

/// Workers that claim at once get every item once.
pub fn workers_do_not_share(store: &dyn Store) {
    fill(store, 1..=40);
    let seen = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for worker in ["a", "b", "c"] {
            let seen = &seen;
            scope.spawn(move || {
                loop {
                    let items = store.claim_outbox(0, 10, 3, worker).unwrap();
                    if items.is_empty() {
                        return;
                    }
                    seen.lock().unwrap().extend(numbers(&items));
                }
            });
        }
    });
    let seen = seen.into_inner().unwrap();
    assert_eq!((seen.len(), seen.iter().collect::<BTreeSet<_>>().len()), (40, 40));
}

/// The first moment stays through retries; a delivery keeps its history, and an operator can move what waits.
pub fn history_and_moves(store: &dyn Store) {
    fill(store, 1..=3);
    let claimed = store.claim_outbox(100, 10, 9, "a").unwrap();
    assert!(claimed.iter().all(|c| c.first_ms == 100));
    assert!(settle(store, claimed[0].token, Outcome::RetryAt(200, "503".to_owned())));
    assert!(settle(store, claimed[1].token, Outcome::Parked("422".to_owned())));
    let standing =
        |which| -> Vec<Standing> { store.deliveries(which, 9).unwrap().into_iter().map(|d| d.standing).collect() };
    let waiting = Standing::Waiting { due_ms: 200, reason: Some("503".to_owned()) };
    let all = Which::AllBefore(u64::MAX);
    assert_eq!(standing(all), [Standing::Claimed, Standing::Parked("422".to_owned()), waiting.clone()]);
    assert_eq!(standing(Which::OpenAfter(0)), [waiting, Standing::Claimed]);
    assert_eq!(standing(Which::ParkedAfter(0)), [Standing::Parked("422".to_owned())]);
    let numbers_of =
        |which, max| -> Vec<u64> { store.deliveries(which, max).unwrap().into_iter().map(|d| d.number).collect() };
    assert_eq!((numbers_of(all, 2), numbers_of(Which::AllBefore(2), 2)), (vec![3, 2], vec![1]), "the latest first");
    assert_eq!((numbers_of(Which::OpenAfter(1), 9), numbers_of(Which::ParkedAfter(2), 9)), (vec![3], vec![]));
    assert_eq!(store.counts(&[]).unwrap(), Counts { open: 2, parked: 1, unconfirmed: 0 });

    assert!(!store.requeue(claimed[2].token.item).unwrap(), "under a lease");
    assert!(!store.drop_delivery(claimed[2].token.item, "x").unwrap());
    assert!(settle(store, claimed[2].token, Outcome::Done(150)));
    let again = store.claim_outbox(200, 10, 9, "a").unwrap();
    assert_eq!((numbers(&again), again[0].first_ms, again[0].token.attempt), (vec![1], 100, 2));
    assert!(settle(store, again[0].token, Outcome::Parked("op".to_owned())));
    assert!(store.requeue(claimed[0].token.item).unwrap());
    assert!(store.drop_delivery(claimed[1].token.item, "niet meer nodig").unwrap());
    let third = store.claim_outbox(900, 10, 9, "a").unwrap();
    assert_eq!((numbers(&third), third[0].first_ms), (vec![1], 900), "a new window");
    assert!(settle(store, third[0].token, Outcome::Done(950)));
    let ended = [Standing::Delivered(150), Standing::Dropped("niet meer nodig".to_owned()), Standing::Delivered(950)];
    assert_eq!(standing(all), ended);
    for number in claimed.iter().map(|c| c.token.item).chain([99]) {
        assert!(!store.requeue(number).unwrap());
        assert!(!store.drop_delivery(number, "x").unwrap());
    }
    assert_eq!(store.deliveries(Which::OfMessage(claimed[1].item.bericht), 9).unwrap()[0].item, item(2));
    assert_eq!(store.counts(&[]).unwrap(), Counts::default());
}

/// A holder that starts again gets its own items back at once, and nobody else's; an old token is stale once the item is
/// claimed again.
pub fn claims_of_a_holder_end(store: &dyn Store) {
    fill(store, 1..=2);
    let old = store.claim_outbox(0, u64::MAX, 1, "a").unwrap();
    store.claim_outbox(0, 100, 1, "b").unwrap();
    assert_eq!(store.release_claims("c").unwrap(), 0);
    assert_eq!(store.release_claims("a").unwrap(), 1);
    assert!(!settle(store, old[0].token, Outcome::Done(1)), "the claim is over");
    let new = store.claim_outbox(1, 10, 9, "a").unwrap();
    assert_eq!((numbers(&new), new[0].token.attempt), (vec![1], 2));
}
