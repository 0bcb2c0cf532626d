//! Deliveries in memory.

use std::collections::BTreeMap;

use dossier::OutboxItem;

use crate::store::{ClaimToken, ClaimedItem, Outcome, Settlement};

#[derive(Debug)]
enum Standing {
    /// Can be claimed from this moment.
    Open(u64),
    /// Under a lease until this moment.
    Claimed { until_ms: u64 },
    /// Given up.
    Parked,
}

#[derive(Debug)]
struct Entry {
    item: OutboxItem,
    attempt: u64,
    standing: Standing,
}

/// Items by number, in order of commit.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    entries: BTreeMap<u64, Entry>,
    last: u64,
}

impl Outbox {
    pub(super) fn add(&mut self, items: Vec<OutboxItem>) {
        for item in items {
            self.last += 1;
            self.entries.insert(self.last, Entry { item, attempt: 0, standing: Standing::Open(0) });
        }
    }

    pub(super) fn claim(&mut self, now_ms: u64, lease_ms: u64, max: usize) -> Vec<ClaimedItem> {
        let until_ms = now_ms.saturating_add(lease_ms);
        let due = self.entries.iter_mut().filter(|(_, entry)| match entry.standing {
            Standing::Open(from) => from <= now_ms,
            Standing::Claimed { until_ms } => until_ms <= now_ms,
            Standing::Parked => false,
        });
        due.take(max)
            .map(|(number, entry)| {
                entry.attempt += 1;
                entry.standing = Standing::Claimed { until_ms };
                let token = ClaimToken { item: *number, attempt: entry.attempt };
                ClaimedItem { token, item: entry.item.clone() }
            })
            .collect()
    }

    pub(super) fn settle(&mut self, settlement: Settlement) -> bool {
        let Settlement { token, outcome } = settlement;
        let Some(entry) = self.entries.get_mut(&token.item) else { return false };
        let current = entry.attempt == token.attempt && matches!(entry.standing, Standing::Claimed { .. });
        if !current {
            return false;
        }
        match outcome {
            Outcome::Done => {
                self.entries.remove(&token.item);
            }
            Outcome::RetryAt(moment) => entry.standing = Standing::Open(moment),
            Outcome::Parked(_) => entry.standing = Standing::Parked,
        }
        true
    }
}
