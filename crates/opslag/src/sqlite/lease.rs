//! Named leases with fences.

use rusqlite::Connection;

use super::fault::Fault;
use super::value::{int, number};
use crate::store::Fence;

/// Takes or renews a lease: in one statement, whose condition is that nobody else has it.
pub(super) fn acquire(
    conn: &Connection,
    name: &str,
    holder: &str,
    now_ms: u64,
    until_ms: u64,
) -> Result<Option<Fence>, Fault> {
    let changed = conn
        .prepare_cached(
            "INSERT INTO leases (name, holder, fence, until_ms) VALUES (?1, ?2, 1, ?4)
             ON CONFLICT (name) DO UPDATE SET
                 fence = fence + (holder IS NULL OR until_ms <= ?3), holder = ?2, until_ms = ?4
             WHERE holder IS NULL OR until_ms <= ?3 OR holder = ?2",
        )?
        .execute((name, holder, int(now_ms), int(until_ms)))?;
    if changed == 0 {
        return Ok(None);
    }
    let fence =
        conn.prepare_cached("SELECT fence FROM leases WHERE name = ?1")?.query_row([name], |row| number(row, 0))?;
    Ok(Some(Fence(fence)))
}

/// Gives up a lease; false when the fence is not the current one.
pub(super) fn release(conn: &Connection, name: &str, fence: Fence) -> Result<bool, Fault> {
    let changed = conn
        .prepare_cached("UPDATE leases SET holder = NULL WHERE name = ?1 AND fence = ?2 AND holder IS NOT NULL")?
        .execute((name, int(fence.0)))?;
    Ok(changed == 1)
}
