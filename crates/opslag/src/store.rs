//! The seam: what every engine can do, and the data that comes back.

use std::ops::ControlFlow;

use dossier::{BerichtId, ChangeSet, Key, OutboxItem, PostvakItem, ReadResult, ReadSet, Row, Table};

use crate::error::StoreError;

/// A change set that is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// Number of the commit: 1 or more, greater than that of every set committed before it. A stable order for readers
    /// that follow the store. Rejected sets take no number.
    pub sequence: u64,
}

/// Why a change set was refused. Nothing of it is in the store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// A row has another version than was read, is absent though it was read, or is there though it was absent. Read
    /// again and decide again.
    #[error("the rows that the decision was made on have changed")]
    Conflict,
    /// A set with this id was committed before; the work is done.
    #[error("a change set with this id was committed before")]
    Duplicate,
    /// An inserted row has a key or unique key that another row holds.
    #[error("another row in {} holds this key", table.name())]
    Unique {
        /// Table of the row.
        table: Table,
        /// The key that is taken: the primary key when that exists, else the second unique key.
        key: Key,
    },
    /// The lease under which the set was made was taken over. Reserved: a change set carries no fence yet, so no engine
    /// gives this answer.
    #[error("the lease under which this was decided was taken over")]
    Fenced,
}

/// Proof of a claim on an outbox item. Every claim of an item has its own; a later claim makes it stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClaimToken {
    /// Number of the item, in order of commit.
    pub item: u64,
    /// Which claim of the item this is, from 1.
    pub attempt: u64,
}

/// An outbox item under a lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedItem {
    /// Needed to settle the item. Its `attempt` says how often delivery was begun, this time included.
    pub token: ClaimToken,
    /// What to deliver.
    pub item: OutboxItem,
    /// Moment of the first claim; a window of attempts is counted from it.
    pub first_ms: u64,
}

/// How a delivery ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Delivered at this moment (milliseconds on the caller's clock): the item is not claimed again.
    Done(u64),
    /// Not delivered: the item can be claimed from this moment. The reason holds no personal data.
    RetryAt(u64, String),
    /// Given up with a reason, without personal data: the item stays and is not claimed again.
    Parked(String),
}

/// The end of one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The claim.
    pub token: ClaimToken,
    /// How it ended.
    pub outcome: Outcome,
}

/// How far a delivery is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Waits until a moment: 0 when it was not tried yet.
    Waiting {
        /// From when it can be claimed.
        due_ms: u64,
        /// Why the attempt before failed.
        reason: Option<String>,
    },
    /// Under a lease.
    Claimed,
    /// Given up, with the reason; an operator decides.
    Parked(String),
    /// Delivered at a moment.
    Delivered(u64),
    /// Taken off by an operator, with the reason.
    Dropped(String),
}

/// A delivery as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Number of the item, in order of commit.
    pub number: u64,
    /// What is delivered.
    pub item: OutboxItem,
    /// How often it was tried.
    pub attempts: u64,
    /// How far it is.
    pub standing: Standing,
}

/// Which deliveries are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All of one message, in order of commit.
    OfMessage(BerichtId),
    /// Those with a greater number that wait or are claimed, in order of commit.
    OpenAfter(u64),
    /// Those with a greater number that were given up, in order of commit.
    ParkedAfter(u64),
    /// All with a smaller number, the latest first.
    AllBefore(u64),
}

/// An entry of a mailbox, with its place in the order of the party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxEntry {
    /// Place: greater than that of every entry committed before it.
    pub number: u64,
    /// What there is to collect.
    pub item: PostvakItem,
    /// When the party confirmed it.
    pub confirmed_ms: Option<u64>,
}

/// Which entries of a mailbox are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entries {
    /// Those with a greater number.
    After(u64),
    /// Those with a greater number that were not confirmed.
    UnconfirmedAfter(u64),
    /// Those that were not written to the folder of the party.
    NotWritten,
}

/// How much there is, for metrics and readiness.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Deliveries that wait or are claimed.
    pub open: u64,
    /// Deliveries that were given up.
    pub parked: u64,
    /// Entries in the mailboxes asked for that were neither confirmed nor written to a folder.
    pub unconfirmed: u64,
}

/// Number of a lease: every takeover has a greater one, so that work of an earlier holder can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fence(pub u64);

/// A store of dossiers, messages and deliveries.
///
/// Every writing call returns after the change is durable, or fails with nothing changed. Moments are milliseconds on
/// the caller's clock; all callers of one store must use the same clock.
pub trait Store: Send + Sync {
    /// Rows of one consistent moment: first `keys`, then `unique`, then `prefixes`, each in the order asked, the rows
    /// of one prefix in key order. Absent rows are left out; a row asked for twice comes twice. A commit that runs at
    /// the same time is not waited for.
    fn read(&self, set: &ReadSet) -> Result<ReadResult, StoreError>;

    /// Hands every row of a table whose key starts with `prefix` to `visit`, in key order, one at a time, until it breaks.
    /// All are of one consistent moment, which stays open as long as the walk: for overviews over more rows than memory
    /// should hold. `visit` does not call the store.
    fn walk(&self, table: Table, prefix: &Key, visit: &mut dyn FnMut(Row) -> ControlFlow<()>)
    -> Result<(), StoreError>;

    /// Commits each set by itself, in order, all in one durable transaction: a rejected set leaves nothing, the others
    /// go through, and a later set sees the earlier ones. One answer per set, in order.
    ///
    /// Inside a set: a known id is [`Rejection::Duplicate`]; then the expected versions are checked; then deletes,
    /// updates and inserts are applied in this order, each row as left by the step before. The first thing that does
    /// not fit is the answer. An update keeps the second unique key of its row.
    ///
    /// # Errors
    /// No set was acknowledged. After [`StoreError::SyncFailed`] or [`StoreError::Stopped`] the sets may or may not be
    /// found after a restart, each wholly.
    fn commit(&self, sets: Vec<ChangeSet>) -> Result<Vec<Result<Committed, Rejection>>, StoreError>;

    /// A number for a message or a change set: the proposed one, which comes from a clock, or the next free one when it is
    /// not greater than every number that was committed or given before. A clock that is set back, or that of another
    /// machine, must not put a later message before an earlier one.
    fn number(&self, proposed: BerichtId) -> BerichtId;

    /// Claims up to `max` outbox items for `lease_ms`, oldest first, passing over items under a live lease, parked
    /// items and items whose retry moment has not come. A lease is live until `now_ms` reaches its end.
    fn claim_outbox(
        &self,
        now_ms: u64,
        lease_ms: u64,
        max: usize,
        holder: &str,
    ) -> Result<Vec<ClaimedItem>, StoreError>;

    /// Ends claims. One answer per settlement, in order: false when the token is stale (another claim was made since,
    /// or the claim was settled before) and nothing was changed. A claim whose lease ran out is current until the item
    /// is claimed again.
    fn settle_outbox(&self, settlements: Vec<Settlement>) -> Result<Vec<bool>, StoreError>;

    /// Ends all claims of a holder, so that its items are due at once; how many there were. For a holder that starts
    /// again: what it had in hand when it ended is nobody's now.
    fn release_claims(&self, holder: &str) -> Result<usize, StoreError>;

    /// Deliveries, at most `max`.
    fn deliveries(&self, which: Which, max: usize) -> Result<Vec<Delivery>, StoreError>;

    /// Makes a delivery that waits or was given up due at once, with a new window of attempts. False when there is no
    /// such item, or when it is delivered, dropped or under a lease.
    fn requeue(&self, number: u64) -> Result<bool, StoreError>;

    /// Takes a delivery that waits or was given up off for good, with a reason. False as for [`Store::requeue`].
    fn drop_delivery(&self, number: u64, reason: &str) -> Result<bool, StoreError>;

    /// Entries of a party's mailbox in their order, at most `max`. An entry shows up only after its commit, and never
    /// before one with a smaller number.
    fn mailbox(&self, party: &str, entries: Entries, max: usize) -> Result<Vec<MailboxEntry>, StoreError>;

    /// Notes that a party has an entry. False when the party has no such entry; a second time is true and changes
    /// nothing.
    fn confirm(&self, party: &str, number: u64, now_ms: u64) -> Result<bool, StoreError>;

    /// Notes that entries are in the folder of their party.
    fn mark_written(&self, numbers: &[u64]) -> Result<(), StoreError>;

    /// How much there is; of mailboxes only those of `parties` count, each named once.
    fn counts(&self, parties: &[&str]) -> Result<Counts, StoreError>;

    /// Takes or renews a named lease until `now_ms + ttl_ms`. `None` when another holder has it. The same holder renews
    /// a live lease and keeps the fence; any acquisition after the end or release gets a greater one.
    fn acquire_lease(&self, name: &str, holder: &str, now_ms: u64, ttl_ms: u64) -> Result<Option<Fence>, StoreError>;

    /// Gives up a lease. False when the fence is not the current one or was released before; nothing is changed then.
    fn release_lease(&self, name: &str, fence: Fence) -> Result<bool, StoreError>;

    /// Keeps bytes under a name, durable before it returns and before the commit that refers to them. Names are keyed
    /// hashes of the content, 16 to 64 characters of `0-9a-f`; the same name again is fine and changes nothing.
    fn put_blob(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError>;

    /// The bytes under a name, when there are any.
    fn get_blob(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Removes the blobs that no committed record refers to and what broken-off writes left, and returns how many files
    /// went. To be called only while no caller is between a put and its commit; opening a store does it.
    fn sweep_blobs(&self) -> Result<usize, StoreError>;
}
