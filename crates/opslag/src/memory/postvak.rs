//! Mailboxes in memory.

use std::collections::BTreeMap;

use dossier::PostvakItem;

use crate::store::{Entries, MailboxEntry};

#[derive(Debug)]
struct Entry {
    item: PostvakItem,
    confirmed_ms: Option<u64>,
    written: bool,
}

/// Entries by number, in order of commit.
#[derive(Debug, Default)]
pub(super) struct Postvak {
    entries: BTreeMap<u64, Entry>,
    last: u64,
}

impl Postvak {
    pub(super) fn add(&mut self, items: Vec<PostvakItem>) {
        for item in items {
            self.last += 1;
            self.entries.insert(self.last, Entry { item, confirmed_ms: None, written: false });
        }
    }

    pub(super) fn entries(&self, party: &str, which: Entries, max: usize) -> Vec<MailboxEntry> {
        let of_party = self.entries.iter().filter(|(_, entry)| entry.item.partij == party);
        let asked = of_party.filter(|(number, entry)| match which {
            Entries::After(after) => **number > after,
            Entries::UnconfirmedAfter(after) => **number > after && entry.confirmed_ms.is_none(),
            Entries::NotWritten => !entry.written,
        });
        let entry = |(number, entry): (&u64, &Entry)| MailboxEntry {
            number: *number,
            item: entry.item.clone(),
            confirmed_ms: entry.confirmed_ms,
        };
        asked.take(max).map(entry).collect()
    }

    pub(super) fn confirm(&mut self, party: &str, number: u64, now_ms: u64) -> bool {
        let entry = self.entries.get_mut(&number).filter(|entry| entry.item.partij == party);
        entry.map(|entry| entry.confirmed_ms.get_or_insert(now_ms)).is_some()
    }

    pub(super) fn mark_written(&mut self, numbers: &[u64]) {
        for number in numbers {
            if let Some(entry) = self.entries.get_mut(number) {
                entry.written = true;
            }
        }
    }

    pub(super) fn unconfirmed(&self, parties: &[&str]) -> u64 {
        let waits = |entry: &&Entry| !entry.written && entry.confirmed_ms.is_none();
        let of_them = self.entries.values().filter(|entry| parties.contains(&entry.item.partij.as_str()));
        of_them.filter(waits).count() as u64
    }
}
