//! Hash maps over what one message holds.
//!
//! The hasher is seeded anew in every process, so that a sender cannot prepare texts that collide, and takes a fraction of
//! the time of the standard one: a large declaratie makes some six look-ups per Prestatie.

use std::collections::{HashMap, HashSet};

pub(crate) use foldhash::fast::RandomState as Hasher;

/// A map of what one message holds.
pub type Snelmap<K, V> = HashMap<K, V, Hasher>;

/// A set of what one message holds.
pub type Snelset<K> = HashSet<K, Hasher>;
