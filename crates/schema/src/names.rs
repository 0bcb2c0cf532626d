//! Interned element names: (namespace, local name) pairs as small numbers.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Number of an interned (namespace, local name) pair within one release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameId(u16);

impl NameId {
    /// Position in the table; always below [`Names::len`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// All element names of one release.
#[derive(Debug, Default)]
pub struct Names {
    namespaces: Vec<Box<str>>,
    entries: Vec<(u16, Box<str>)>,
    lookup: HashMap<Box<str>, Vec<NameId>, RandomState>,
}

impl Names {
    /// Interns a pair; `None` when the table is full (65,535 names), far beyond any release.
    pub fn intern(&mut self, namespace: &str, local: &str) -> Option<NameId> {
        if let Some(known) = self.find(namespace, local) {
            return Some(known);
        }
        let ns = self.namespaces.iter().position(|n| &**n == namespace).unwrap_or_else(|| {
            self.namespaces.push(namespace.into());
            self.namespaces.len() - 1
        });
        let id = NameId(u16::try_from(self.entries.len()).ok()?);
        self.entries.push((u16::try_from(ns).ok()?, local.into()));
        self.lookup.entry(local.into()).or_default().push(id);
        Some(id)
    }

    /// The number of a pair, when the release knows it.
    pub fn find(&self, namespace: &str, local: &str) -> Option<NameId> {
        self.lookup.get(local)?.iter().copied().find(|id| self.namespace(*id) == namespace)
    }

    /// Whether any namespace of the release has this local name.
    pub fn has_local(&self, local: &str) -> bool {
        self.lookup.contains_key(local)
    }

    /// Local name; empty for a number of another release.
    pub fn local(&self, id: NameId) -> &str {
        self.entries.get(id.index()).map_or("", |(_, local)| local)
    }

    /// Namespace; empty for a number of another release.
    pub fn namespace(&self, id: NameId) -> &str {
        self.entries.get(id.index()).and_then(|(ns, _)| self.namespaces.get(usize::from(*ns))).map_or("", |ns| ns)
    }

    /// How many names are interned.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is interned yet.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
