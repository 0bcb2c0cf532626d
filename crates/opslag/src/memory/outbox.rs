//! Deliveries in memory.

use std::collections::BTreeMap;

use dossier::OutboxItem;

use crate::store::{ClaimToken, ClaimedItem, Delivery, Outcome, Settlement, Standing, Which};

#[derive(Debug)]
enum Staat {
    /// Can be claimed from this moment.
    Open(u64),
    /// Under a lease of a holder until this moment.
    Claimed { until_ms: u64, holder: String },
    /// Given up.
    Parked(String),
    /// Delivered.
    Done(u64),
    /// Taken off.
    Dropped(String),
}

#[derive(Debug)]
struct Entry {
    item: OutboxItem,
    attempt: u64,
    first_ms: Option<u64>,
    reason: Option<String>,
    staat: Staat,
}

impl Entry {
    fn is_open(&self) -> bool {
        matches!(self.staat, Staat::Open(_) | Staat::Claimed { .. })
    }

    fn is_movable(&self) -> bool {
        matches!(self.staat, Staat::Open(_) | Staat::Parked(_))
    }

    fn standing(&self) -> Standing {
        match &self.staat {
            Staat::Open(due_ms) => Standing::Waiting { due_ms: *due_ms, reason: self.reason.clone() },
            Staat::Claimed { .. } => Standing::Claimed,
            Staat::Parked(reason) => Standing::Parked(reason.clone()),
            Staat::Done(moment) => Standing::Delivered(*moment),
            Staat::Dropped(reason) => Standing::Dropped(reason.clone()),
        }
    }
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
            let entry = Entry { item, attempt: 0, first_ms: None, reason: None, staat: Staat::Open(0) };
            self.entries.insert(self.last, entry);
        }
    }

    pub(super) fn claim(&mut self, now_ms: u64, lease_ms: u64, max: usize, holder: &str) -> Vec<ClaimedItem> {
        let until_ms = now_ms.saturating_add(lease_ms);
        let due = self.entries.iter_mut().filter(|(_, entry)| match &entry.staat {
            Staat::Open(from) => *from <= now_ms,
            Staat::Claimed { until_ms, .. } => *until_ms <= now_ms,
            _ => false,
        });
        due.take(max)
            .map(|(number, entry)| {
                entry.attempt += 1;
                entry.staat = Staat::Claimed { until_ms, holder: holder.to_owned() };
                let first_ms = *entry.first_ms.get_or_insert(now_ms);
                let token = ClaimToken { item: *number, attempt: entry.attempt };
                ClaimedItem { token, item: entry.item.clone(), first_ms }
            })
            .collect()
    }

    pub(super) fn settle(&mut self, settlement: Settlement) -> bool {
        let Settlement { token, outcome } = settlement;
        let Some(entry) = self.entries.get_mut(&token.item) else { return false };
        let current = entry.attempt == token.attempt && matches!(entry.staat, Staat::Claimed { .. });
        if !current {
            return false;
        }
        match outcome {
            Outcome::Done(moment) => (entry.staat, entry.reason) = (Staat::Done(moment), None),
            Outcome::RetryAt(moment, reason) => (entry.staat, entry.reason) = (Staat::Open(moment), Some(reason)),
            Outcome::Parked(reason) => entry.staat = Staat::Parked(reason),
        }
        true
    }

    pub(super) fn release_claims(&mut self, of: &str) -> usize {
        let claimed = self.entries.values_mut();
        let of_holder = claimed.filter(|e| matches!(&e.staat, Staat::Claimed { holder, .. } if holder == of));
        of_holder.map(|entry| entry.staat = Staat::Open(0)).count()
    }

    pub(super) fn deliveries(&self, which: Which, max: usize) -> Vec<Delivery> {
        let asked = self.entries.iter().filter(|(number, entry)| match which {
            Which::OfMessage(bericht) => entry.item.bericht == bericht,
            Which::OpenAfter(after) => **number > after && entry.is_open(),
            Which::ParkedAfter(after) => **number > after && matches!(entry.staat, Staat::Parked(_)),
            Which::AllBefore(before) => **number < before,
        });
        let delivery = |(number, entry): (&u64, &Entry)| Delivery {
            number: *number,
            item: entry.item.clone(),
            attempts: entry.attempt,
            standing: entry.standing(),
        };
        match which {
            Which::AllBefore(_) => asked.rev().take(max).map(delivery).collect(),
            _ => asked.take(max).map(delivery).collect(),
        }
    }

    pub(super) fn requeue(&mut self, number: u64) -> bool {
        let Some(entry) = self.entries.get_mut(&number).filter(|entry| entry.is_movable()) else { return false };
        (entry.staat, entry.first_ms) = (Staat::Open(0), None);
        true
    }

    /// Whether a delivery can be taken off or tried again.
    pub(super) fn is_movable(&self, number: u64) -> bool {
        self.entries.get(&number).is_some_and(Entry::is_movable)
    }

    pub(super) fn drop_delivery(&mut self, number: u64, reason: &str) -> bool {
        let Some(entry) = self.entries.get_mut(&number).filter(|entry| entry.is_movable()) else { return false };
        entry.staat = Staat::Dropped(reason.to_owned());
        true
    }

    /// How many are open, and how many are parked.
    pub(super) fn counts(&self) -> (u64, u64) {
        let parked = self.entries.values().filter(|entry| matches!(entry.staat, Staat::Parked(_))).count();
        (self.entries.values().filter(|entry| entry.is_open()).count() as u64, parked as u64)
    }
}
