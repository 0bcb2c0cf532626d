//! Numbers as SQLite keeps them: 64 bits with a sign, and message numbers as bytes that sort by value.

use dossier::BerichtId;
use rusqlite::Row;

/// A count, version or moment. What does not fit becomes the greatest number, which no version reaches and no clock
/// shows.
pub(super) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// The inverse of [`int`].
pub(super) fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|value| u64::try_from(value).unwrap_or(0))
}

/// A message number as 16 bytes.
pub(super) fn id(bericht: BerichtId) -> [u8; 16] {
    bericht.0.to_be_bytes()
}

/// The inverse of [`id`].
pub(super) fn bericht(row: &Row<'_>, column: usize) -> rusqlite::Result<BerichtId> {
    row.get::<_, [u8; 16]>(column).map(|bytes| BerichtId(u128::from_be_bytes(bytes)))
}
