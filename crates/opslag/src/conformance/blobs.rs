//! Promises about payload files.

use dossier::{ChangeSet, Lading, Table, Update};

use super::sample::{bericht, commit, insert, key, set};
use crate::error::StoreError;
use crate::store::Store;

fn name(digit: char) -> String {
    digit.to_string().repeat(32)
}

fn blob(digit: char) -> Lading {
    Lading::Blob(name(digit))
}

/// Bytes come back, empty and large ones too; the same name again is fine.
pub fn comes_back(store: &dyn Store) {
    let large: Vec<u8> = (0..300_000_u32).map(|n| n.to_le_bytes()[1]).collect();
    store.put_blob(&name('a'), &large).unwrap();
    store.put_blob(&name('b'), b"").unwrap();
    store.put_blob(&name('a'), &large).unwrap();
    assert!(store.get_blob(&name('a')).unwrap().as_ref() == Some(&large));
    assert_eq!(store.get_blob(&name('b')).unwrap(), Some(Vec::new()));
    assert_eq!(store.get_blob(&name('c')).unwrap(), None);
}

/// No name can point elsewhere.
pub fn only_hashes_are_names(store: &dyn Store) {
    for bad in ["", "..", "../x", "/etc/passwd", "0123", &"A".repeat(32), &"0".repeat(65), &format!("{}\0", name('a'))]
    {
        assert!(matches!(store.put_blob(bad, b"x"), Err(StoreError::BlobName)), "{bad:?}");
        assert!(matches!(store.get_blob(bad), Err(StoreError::BlobName)), "{bad:?}");
    }
}

/// A blob stays as long as a committed record refers to it, the retour's too; rejected sets do not count.
pub fn orphans_are_swept(store: &dyn Store) {
    for digit in ['a', 'b', 'c', 'd', 'e'] {
        store.put_blob(&name(digit), &[1, 2, 3]).unwrap();
    }
    let first = vec![insert(key("1"), bericht(blob('a'), Some(blob('b')))), insert(key("2"), bericht(blob('a'), None))];
    commit(store, ChangeSet { inserts: first, ..set(1) }).unwrap();
    let refused = vec![insert(key("3"), bericht(blob('e'), None)), insert(key("1"), bericht(blob('e'), None))];
    commit(store, ChangeSet { inserts: refused, ..set(2) }).unwrap_err();
    assert_eq!(store.sweep_blobs().unwrap(), 3);
    assert_eq!(left(store), ['a', 'b']);

    store.put_blob(&name('c'), &[1, 2, 3]).unwrap();
    let moved = Update { key: key("1"), expected: 1, record: bericht(Lading::Rij(vec![1]), Some(blob('c'))) };
    commit(store, ChangeSet { updates: vec![moved], ..set(3) }).unwrap();
    assert_eq!(store.sweep_blobs().unwrap(), 1);
    assert_eq!(left(store), ['a', 'c']);

    commit(store, ChangeSet { deletes: vec![(Table::Bericht, key("2"), 1)], ..set(4) }).unwrap();
    assert_eq!((store.sweep_blobs().unwrap(), store.sweep_blobs().unwrap()), (1, 0));
    assert_eq!(left(store), ['c']);
}

fn left(store: &dyn Store) -> Vec<char> {
    ['a', 'b', 'c', 'd', 'e'].into_iter().filter(|digit| store.get_blob(&name(*digit)).unwrap().is_some()).collect()
}
