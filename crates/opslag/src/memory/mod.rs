//! The engine without a disk: for runs without a data folder, and as a second opinion on the seam.

mod draft;
mod outbox;
mod postvak;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, ControlFlow};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use dossier::{BerichtId, ChangeSet, Key, ReadResult, ReadSet, Record, Row, Sleutelhasher, Table, Version};

use crate::blobs::check_name;
use crate::error::StoreError;
use crate::numbers::Numbers;
use crate::store::{
    ClaimedItem, Committed, Counts, Delivery, Entries, Fence, MailboxEntry, Rejection, Settlement, Store, Which,
};
use draft::Draft;
use outbox::Outbox;
use postvak::Postvak;

/// What a row holds besides its key.
#[derive(Debug, Clone)]
struct Content {
    unique: Option<Key>,
    version: Version,
    record: Record,
}

/// A lease: who has it (nobody after release), with which fence and until when.
#[derive(Debug)]
struct Lease {
    holder: Option<String>,
    fence: u64,
    until_ms: u64,
}

#[derive(Debug, Default)]
struct State {
    rows: BTreeMap<(Table, Key), Content>,
    /// Second unique key to primary key.
    unique: BTreeMap<(Table, Key), Key>,
    committed: BTreeSet<BerichtId>,
    sequence: u64,
    outbox: Outbox,
    postvak: Postvak,
    leases: BTreeMap<String, Lease>,
    blobs: BTreeMap<String, Vec<u8>>,
}

/// A store in memory. Nothing survives the process; everything else is as on disk.
#[derive(Debug)]
pub struct MemoryStore {
    state: RwLock<State>,
    hasher: Sleutelhasher,
    numbers: Numbers,
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryStore {
    /// An empty store. Its keyed hashes use a fixed key: they never leave the process, and runs stay repeatable.
    pub fn new() -> Self {
        Self { state: RwLock::default(), hasher: Sleutelhasher::new(&[0; 32]), numbers: Numbers::default() }
    }

    /// Makes the keyed hashes of this store.
    pub fn hasher(&self) -> &Sleutelhasher {
        &self.hasher
    }

    // A panic of another thread leaves whole sets only: a draft is merged after it was accepted.
    fn reading(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn writing(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn row(&self, table: Table, key: &Key) -> Option<Row> {
        self.rows.get(&(table, key.clone())).map(|content| row(key, content))
    }

    fn row_by_unique(&self, table: Table, unique: &Key) -> Option<Row> {
        self.unique.get(&(table, unique.clone())).and_then(|key| self.row(table, key))
    }

    fn rows_with_prefix<'a>(&'a self, table: Table, prefix: &'a Key) -> impl Iterator<Item = Row> + 'a {
        let from = Bound::Included((table, prefix.clone()));
        self.rows
            .range((from, Bound::Unbounded))
            .take_while(move |((t, key), _)| *t == table && key.starts_with(prefix))
            .map(|((_, key), content)| row(key, content))
    }

    fn commit(&mut self, set: ChangeSet) -> Result<Committed, Rejection> {
        if self.committed.contains(&set.id) {
            return Err(Rejection::Duplicate);
        }
        if !set.vervallen.iter().all(|(number, _)| self.outbox.is_movable(*number)) {
            return Err(Rejection::Conflict);
        }
        let changes = Draft::new(self).apply(&set)?;
        for ((table, key), content) in changes {
            if let Some(unique) = self.rows.remove(&(table, key.clone())).and_then(|old| old.unique)
                && self.unique.get(&(table, unique.clone())) == Some(&key)
            {
                self.unique.remove(&(table, unique));
            }
            let Some(content) = content else { continue };
            if let Some(unique) = &content.unique {
                self.unique.insert((table, unique.clone()), key.clone());
            }
            self.rows.insert((table, key), content);
        }
        self.committed.insert(set.id);
        for (number, reason) in &set.vervallen {
            self.outbox.drop_delivery(*number, reason);
        }
        self.outbox.add(set.outbox);
        self.postvak.add(set.postvak);
        self.sequence += 1;
        Ok(Committed { sequence: self.sequence })
    }
}

fn row(key: &Key, content: &Content) -> Row {
    let Content { unique, version, record } = content.clone();
    Row { key: key.clone(), unique, version, record }
}

impl Store for MemoryStore {
    fn read(&self, set: &ReadSet) -> Result<ReadResult, StoreError> {
        let state = self.reading();
        let keys = set.keys.iter().filter_map(|(table, key)| state.row(*table, key));
        let unique = set.unique.iter().filter_map(|(table, key)| state.row_by_unique(*table, key));
        let prefixes = set.prefixes.iter().flat_map(|(table, prefix)| state.rows_with_prefix(*table, prefix));
        Ok(ReadResult { rows: keys.chain(unique).chain(prefixes).collect() })
    }

    fn walk(
        &self,
        table: Table,
        prefix: &Key,
        visit: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let _ = self.reading().rows_with_prefix(table, prefix).try_for_each(visit);
        Ok(())
    }

    fn commit(&self, sets: Vec<ChangeSet>) -> Result<Vec<Result<Committed, Rejection>>, StoreError> {
        self.numbers.seen(&sets);
        let mut state = self.writing();
        Ok(sets.into_iter().map(|set| state.commit(set)).collect())
    }

    fn number(&self, proposed: BerichtId) -> BerichtId {
        self.numbers.next(proposed)
    }

    fn claim_outbox(
        &self,
        now_ms: u64,
        lease_ms: u64,
        max: usize,
        holder: &str,
    ) -> Result<Vec<ClaimedItem>, StoreError> {
        Ok(self.writing().outbox.claim(now_ms, lease_ms, max, holder))
    }

    fn settle_outbox(&self, settlements: Vec<Settlement>) -> Result<Vec<bool>, StoreError> {
        let outbox = &mut self.writing().outbox;
        Ok(settlements.into_iter().map(|settlement| outbox.settle(settlement)).collect())
    }

    fn release_claims(&self, holder: &str) -> Result<usize, StoreError> {
        Ok(self.writing().outbox.release_claims(holder))
    }

    fn deliveries(&self, which: Which, max: usize) -> Result<Vec<Delivery>, StoreError> {
        Ok(self.reading().outbox.deliveries(which, max))
    }

    fn requeue(&self, number: u64) -> Result<bool, StoreError> {
        Ok(self.writing().outbox.requeue(number))
    }

    fn drop_delivery(&self, number: u64, reason: &str) -> Result<bool, StoreError> {
        Ok(self.writing().outbox.drop_delivery(number, reason))
    }

    fn mailbox(&self, party: &str, entries: Entries, max: usize) -> Result<Vec<MailboxEntry>, StoreError> {
        Ok(self.reading().postvak.entries(party, entries, max))
    }

    fn confirm(&self, party: &str, number: u64, now_ms: u64) -> Result<bool, StoreError> {
        Ok(self.writing().postvak.confirm(party, number, now_ms))
    }

    fn mark_written(&self, numbers: &[u64]) -> Result<(), StoreError> {
        self.writing().postvak.mark_written(numbers);
        Ok(())
    }

    fn counts(&self, parties: &[&str]) -> Result<Counts, StoreError> {
        let state = self.reading();
        let (open, parked) = state.outbox.counts();
        Ok(Counts { open, parked, unconfirmed: state.postvak.unconfirmed(parties) })
    }

    fn acquire_lease(&self, name: &str, holder: &str, now_ms: u64, ttl_ms: u64) -> Result<Option<Fence>, StoreError> {
        let mut state = self.writing();
        let lease = state.leases.entry(name.to_owned()).or_insert(Lease { holder: None, fence: 0, until_ms: 0 });
        let live = lease.holder.is_some() && now_ms < lease.until_ms;
        let mine = lease.holder.as_deref() == Some(holder);
        if live && !mine {
            return Ok(None);
        }
        lease.fence += u64::from(!live);
        lease.holder = Some(holder.to_owned());
        lease.until_ms = now_ms.saturating_add(ttl_ms);
        Ok(Some(Fence(lease.fence)))
    }

    fn release_lease(&self, name: &str, fence: Fence) -> Result<bool, StoreError> {
        let mut state = self.writing();
        let lease = state.leases.get_mut(name).filter(|lease| lease.fence == fence.0);
        Ok(lease.and_then(|lease| lease.holder.take()).is_some())
    }

    fn put_blob(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        check_name(name)?;
        self.writing().blobs.entry(name.to_owned()).or_insert_with(|| bytes.to_vec());
        Ok(())
    }

    fn get_blob(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        check_name(name)?;
        Ok(self.reading().blobs.get(name).cloned())
    }

    fn sweep_blobs(&self) -> Result<usize, StoreError> {
        let mut state = self.writing();
        let used: BTreeSet<String> = state.rows.values().flat_map(|content| content.record.blobs()).collect();
        let before = state.blobs.len();
        state.blobs.retain(|name, _| used.contains(name));
        Ok(before - state.blobs.len())
    }
}
