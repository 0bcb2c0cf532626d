//! What every engine promises, as functions that panic when a promise is broken.
//!
//! An engine's tests call [`run_all`] with a way to make an empty store. Each promise gets a store of its own.

// These functions are tests: a broken promise, and a store that fails, must stop them.
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::missing_panics_doc)]

pub mod blobs;
pub mod commit;
pub mod leases;
pub mod outbox;
pub mod postvak;
pub mod read;
pub mod sample;

use crate::store::Store;

/// A promise: its name, and the function that checks it on an empty store.
pub type Promise = (&'static str, fn(&dyn Store));

/// All promises.
pub const PROMISES: &[Promise] = &[
    ("a set is visible as a whole", commit::whole_set_is_visible),
    ("a rejected set leaves nothing", commit::rejection_leaves_nothing),
    ("sets of one batch stand alone", commit::sets_of_a_batch_stand_alone),
    ("a later set sees the earlier ones", commit::later_set_sees_earlier_ones),
    ("a changed row is a conflict", commit::changed_row_is_a_conflict),
    ("an absent row is a conflict", commit::absent_row_is_a_conflict),
    ("a row that should be absent is a conflict", commit::present_row_is_a_conflict),
    ("an id is committed once", commit::id_is_committed_once),
    ("a key is unique in its table", commit::key_is_unique_in_its_table),
    ("a unique key is unique across sets", commit::unique_key_across_sets),
    ("a deleted row frees its keys", commit::deleted_row_frees_its_keys),
    ("changes apply in the promised order", commit::order_inside_a_set),
    ("the sequence rises by accepted sets", commit::sequence_rises),
    ("numbers rise whatever is proposed", commit::numbers_rise),
    ("an empty commit and an empty set are fine", commit::empty_commit_and_set),
    ("rows come in the order asked", read::order_of_rows),
    ("a prefix gives its rows in key order", read::prefix_order),
    ("a walk visits what a prefix read gives", read::walk_visits_all),
    ("a walk stops when it is told to", read::walk_stops),
    ("every record comes back as it was", read::every_record_comes_back),
    ("many rows come back", read::many_rows),
    ("keys in order find what is there", read::stretches_of_keys),
    ("a read is of one moment", read::one_moment),
    ("writers do not lose updates", read::no_lost_updates),
    ("items are claimed oldest first", outbox::oldest_first),
    ("a rejected set delivers nothing", outbox::rejected_set_delivers_nothing),
    ("a set drops deliveries with its other changes", outbox::set_drops_deliveries),
    ("a live lease hides an item", outbox::lease_hides_until_expiry),
    ("a stale token settles nothing", outbox::stale_token_settles_nothing),
    ("a retry waits for its moment", outbox::retry_waits),
    ("done and parked items are not claimed again", outbox::done_and_parked_stay_away),
    ("two workers never share an item", outbox::workers_do_not_share),
    ("a delivery keeps its history and can be moved", outbox::history_and_moves),
    ("the claims of a holder end together", outbox::claims_of_a_holder_end),
    ("a mailbox is in order of commit", postvak::order_and_cursor),
    ("an entry is confirmed once, by its party", postvak::confirmed_once),
    ("an entry is written once", postvak::written_once),
    ("a follower of a mailbox misses nothing", postvak::follower_misses_nothing),
    ("a lease has one holder", leases::one_holder),
    ("a fence rises with every takeover", leases::fence_rises_with_takeover),
    ("a released lease is free", leases::released_is_free),
    ("leases are apart by name", leases::apart_by_name),
    ("one of many gets the lease", leases::one_of_many),
    ("a blob comes back as it was", blobs::comes_back),
    ("only hashes are blob names", blobs::only_hashes_are_names),
    ("blobs without a record are swept", blobs::orphans_are_swept),
];

/// Checks every promise, each on a store that `make` gives; it must be empty.
pub fn run_all(make: &dyn Fn() -> Box<dyn Store>) {
    for (name, promise) in PROMISES {
        // Shown by the test harness when the promise is broken.
        println!("promise: {name}");
        promise(make().as_ref());
    }
}
