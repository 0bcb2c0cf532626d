//! A change set applied over the state without touching it, so that a refusal leaves nothing.

use std::collections::BTreeMap;

use dossier::{ChangeSet, Insert, Key, Table, Update, Version};

use super::{Content, State};
use crate::store::Rejection;

/// Rows as they will be; `None` is a deleted row.
pub(super) type Changes = BTreeMap<(Table, Key), Option<Content>>;

/// The state with a set's changes over it.
pub(super) struct Draft<'a> {
    state: &'a State,
    changes: Changes,
    /// Second unique keys that change: to their row, or to nobody.
    unique: BTreeMap<(Table, Key), Option<Key>>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(state: &'a State) -> Self {
        Self { state, changes: Changes::new(), unique: BTreeMap::new() }
    }

    /// All changes of a set, or the first reason against it.
    pub(super) fn apply(mut self, set: &ChangeSet) -> Result<Changes, Rejection> {
        for (table, key, expected) in &set.expects {
            let found = self.get(*table, key).map(|content| content.version);
            if found != *expected {
                return Err(Rejection::Conflict);
            }
        }
        for (table, key, version) in &set.deletes {
            self.delete(*table, key, *version)?;
        }
        for update in &set.updates {
            self.update(update)?;
        }
        for insert in &set.inserts {
            self.insert(insert)?;
        }
        Ok(self.changes)
    }

    fn get(&self, table: Table, key: &Key) -> Option<&Content> {
        let place = (table, key.clone());
        self.changes.get(&place).map_or_else(|| self.state.rows.get(&place), Option::as_ref)
    }

    fn at_version(&self, table: Table, key: &Key, version: Version) -> Result<&Content, Rejection> {
        self.get(table, key).filter(|content| content.version == version).ok_or(Rejection::Conflict)
    }

    fn delete(&mut self, table: Table, key: &Key, version: Version) -> Result<(), Rejection> {
        if let Some(unique) = self.at_version(table, key, version)?.unique.clone() {
            self.unique.insert((table, unique), None);
        }
        self.changes.insert((table, key.clone()), None);
        Ok(())
    }

    fn update(&mut self, update: &Update) -> Result<(), Rejection> {
        let table = update.record.table();
        let unique = self.at_version(table, &update.key, update.expected)?.unique.clone();
        let content = Content { unique, version: update.expected + 1, record: update.record.clone() };
        self.changes.insert((table, update.key.clone()), Some(content));
        Ok(())
    }

    fn insert(&mut self, insert: &Insert) -> Result<(), Rejection> {
        let table = insert.record.table();
        if self.get(table, &insert.key).is_some() {
            return Err(Rejection::Unique { table, key: insert.key.clone() });
        }
        if let Some(unique) = &insert.unique {
            let place = (table, unique.clone());
            let taken = self.unique.get(&place).map_or_else(|| self.state.unique.contains_key(&place), Option::is_some);
            if taken {
                return Err(Rejection::Unique { table, key: unique.clone() });
            }
            self.unique.insert(place, Some(insert.key.clone()));
        }
        let content = Content { unique: insert.unique.clone(), version: 1, record: insert.record.clone() };
        self.changes.insert((table, insert.key.clone()), Some(content));
        Ok(())
    }
}
