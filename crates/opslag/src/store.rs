//! The seam: what every engine can do, and the data that comes back.

use dossier::{ChangeSet, Key, OutboxItem, ReadResult, ReadSet, Table};

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
}

/// How a delivery ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Delivered: the item leaves the outbox.
    Done,
    /// Not delivered: the item can be claimed from this moment (milliseconds on the caller's clock).
    RetryAt(u64),
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
