//! Deliveries. `due_ms` says from when an item can be claimed: 0 for a new one, the end of the lease while it is
//! claimed, the retry moment after a failure, nothing when it is parked.

use dossier::OutboxItem;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior};

use super::fault::Fault;
use super::value::{bericht, int, number};
use crate::store::{ClaimToken, ClaimedItem, Outcome, Settlement};

/// Whether anything can be claimed, so that an idle worker does not take the writer.
pub(super) fn anything_due(conn: &Connection, now_ms: u64) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM outbox WHERE due_ms IS NOT NULL AND due_ms <= ?1 ORDER BY number LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([int(now_ms)], |_| Ok(())).optional()?.is_some())
}

/// Claims items, oldest first.
pub(super) fn claim(
    conn: &mut Connection,
    now_ms: u64,
    until_ms: u64,
    max: usize,
    holder: &str,
) -> Result<Vec<ClaimedItem>, Fault> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let items: Vec<ClaimedItem> = tx
        .prepare_cached(
            "SELECT number, attempt + 1, bericht, bestemming, trace FROM outbox
             WHERE due_ms IS NOT NULL AND due_ms <= ?1 ORDER BY number LIMIT ?2",
        )?
        .query_map((int(now_ms), max), item)?
        .collect::<Result<_, _>>()?;
    for ClaimedItem { token, .. } in &items {
        tx.prepare_cached("UPDATE outbox SET attempt = ?2, claimed_by = ?3, due_ms = ?4 WHERE number = ?1")?
            .execute((int(token.item), int(token.attempt), holder, int(until_ms)))?;
    }
    tx.commit()?;
    Ok(items)
}

fn item(row: &Row<'_>) -> rusqlite::Result<ClaimedItem> {
    let token = ClaimToken { item: number(row, 0)?, attempt: number(row, 1)? };
    let item = OutboxItem { bericht: bericht(row, 2)?, bestemming: row.get(3)?, trace: row.get(4)? };
    Ok(ClaimedItem { token, item })
}

/// Ends claims; a stale token changes nothing.
pub(super) fn settle(conn: &mut Connection, settlements: &[Settlement]) -> Result<Vec<bool>, Fault> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answers = settlements.iter().map(|s| settle_one(&tx, s)).collect::<Result<_, _>>()?;
    tx.commit()?;
    Ok(answers)
}

fn settle_one(conn: &Connection, settlement: &Settlement) -> rusqlite::Result<bool> {
    let (number, attempt) = (int(settlement.token.item), int(settlement.token.attempt));
    let current = "WHERE number = ?1 AND attempt = ?2 AND claimed_by IS NOT NULL";
    let changed = match &settlement.outcome {
        Outcome::Done => conn.prepare_cached(&format!("DELETE FROM outbox {current}"))?.execute((number, attempt)),
        Outcome::RetryAt(moment) => conn
            .prepare_cached(&format!("UPDATE outbox SET claimed_by = NULL, due_ms = ?3 {current}"))?
            .execute((number, attempt, int(*moment))),
        Outcome::Parked(reason) => conn
            .prepare_cached(&format!("UPDATE outbox SET claimed_by = NULL, due_ms = NULL, parked = ?3 {current}"))?
            .execute((number, attempt, reason)),
    }?;
    Ok(changed == 1)
}
