//! Deliveries. `due_ms` says from when an item can be claimed: 0 for a new one, the end of the lease while it is
//! claimed, the retry moment after a failure, nothing when it is parked, dropped or delivered.

use dossier::{OutboxItem, Zending};
use rusqlite::{Connection, OptionalExtension, Row};

use super::fault::Fault;
use super::value::{bericht, id, int, number};
use crate::store::{ClaimToken, ClaimedItem, Delivery, Outcome, Settlement, Standing, Which};

/// Adds the items of a set, in its order.
pub(super) fn add(conn: &Connection, items: &[OutboxItem]) -> rusqlite::Result<()> {
    let sql = "INSERT INTO outbox (bericht, bestemming, trace, wat, conversatie, antwoord_op)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    for item in items {
        let OutboxItem { bericht, wat, bestemming, trace, conversatie, antwoord_op } = item;
        conn.prepare_cached(sql)?.execute((id(*bericht), bestemming, trace, wat.as_str(), conversatie, antwoord_op))?;
    }
    Ok(())
}

/// Whether anything can be claimed, so that an idle worker does not take the writer.
pub(super) fn anything_due(conn: &Connection, now_ms: u64) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM outbox WHERE due_ms IS NOT NULL AND due_ms <= ?1 ORDER BY number LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([int(now_ms)], |_| Ok(())).optional()?.is_some())
}

/// Claims items, oldest first.
pub(super) fn claim(
    conn: &Connection,
    now_ms: u64,
    until_ms: u64,
    max: usize,
    holder: &str,
) -> Result<Vec<ClaimedItem>, Fault> {
    let items: Vec<ClaimedItem> = conn
        .prepare_cached(
            "SELECT number, bericht, wat, bestemming, trace, conversatie, antwoord_op, attempt + 1,
                    coalesce(first_ms, ?1)
             FROM outbox WHERE due_ms IS NOT NULL AND due_ms <= ?1 ORDER BY number LIMIT ?2",
        )?
        .query_map((int(now_ms), limit(max)), claimed)?
        .collect::<Result<_, _>>()?;
    for ClaimedItem { token, first_ms, .. } in &items {
        conn.prepare_cached(
            "UPDATE outbox SET attempt = ?2, claimed_by = ?3, due_ms = ?4, first_ms = ?5 WHERE number = ?1",
        )?
        .execute((int(token.item), int(token.attempt), holder, int(until_ms), int(*first_ms)))?;
    }
    Ok(items)
}

fn limit(max: usize) -> i64 {
    i64::try_from(max).unwrap_or(i64::MAX)
}

fn claimed(row: &Row<'_>) -> rusqlite::Result<ClaimedItem> {
    let token = ClaimToken { item: number(row, 0)?, attempt: number(row, 7)? };
    Ok(ClaimedItem { token, item: item(row)?, first_ms: number(row, 8)? })
}

/// The item in columns 1 to 6.
fn item(row: &Row<'_>) -> rusqlite::Result<OutboxItem> {
    let wat: String = row.get(2)?;
    let wat = Zending::parse(&wat).ok_or(rusqlite::Error::InvalidQuery)?;
    Ok(OutboxItem {
        bericht: bericht(row, 1)?,
        wat,
        bestemming: row.get(3)?,
        trace: row.get(4)?,
        conversatie: row.get(5)?,
        antwoord_op: row.get(6)?,
    })
}

/// Ends claims; a stale token changes nothing.
pub(super) fn settle(conn: &Connection, settlements: &[Settlement]) -> Result<Vec<bool>, Fault> {
    Ok(settlements.iter().map(|s| settle_one(conn, s)).collect::<Result<_, _>>()?)
}

fn settle_one(conn: &Connection, settlement: &Settlement) -> rusqlite::Result<bool> {
    let (number, attempt) = (int(settlement.token.item), int(settlement.token.attempt));
    let current = "WHERE number = ?1 AND attempt = ?2 AND claimed_by IS NOT NULL";
    let changed = match &settlement.outcome {
        Outcome::Done(moment) => conn
            .prepare_cached(&format!(
                "UPDATE outbox SET claimed_by = NULL, due_ms = NULL, done_ms = ?3, reason = NULL {current}"
            ))?
            .execute((number, attempt, int(*moment))),
        Outcome::RetryAt(moment, reason) => conn
            .prepare_cached(&format!("UPDATE outbox SET claimed_by = NULL, due_ms = ?3, reason = ?4 {current}"))?
            .execute((number, attempt, int(*moment), reason)),
        Outcome::Parked(reason) => conn
            .prepare_cached(&format!("UPDATE outbox SET claimed_by = NULL, due_ms = NULL, parked = ?3 {current}"))?
            .execute((number, attempt, reason)),
    }?;
    Ok(changed == 1)
}

/// Ends the claims of a holder.
pub(super) fn release_claims(conn: &Connection, holder: &str) -> Result<usize, Fault> {
    let sql = "UPDATE outbox SET claimed_by = NULL, due_ms = 0 WHERE claimed_by = ?1";
    Ok(conn.prepare_cached(sql)?.execute([holder])?)
}

/// Deliveries as an operator sees them.
pub(super) fn deliveries(conn: &Connection, which: Which, max: usize) -> Result<Vec<Delivery>, Fault> {
    let select = "SELECT number, bericht, wat, bestemming, trace, conversatie, antwoord_op, attempt,
                         due_ms, claimed_by IS NOT NULL, reason, parked, done_ms, dropped FROM outbox";
    let order = "ORDER BY number LIMIT ?1";
    let max = limit(max);
    let rows = match which {
        Which::OfMessage(bericht) => conn
            .prepare_cached(&format!("{select} WHERE bericht = ?2 {order}"))?
            .query_map((max, id(bericht)), delivery)?
            .collect::<Result<_, _>>()?,
        Which::OpenAfter(after) => conn
            .prepare_cached(&format!("{select} WHERE number > ?2 AND due_ms IS NOT NULL {order}"))?
            .query_map((max, int(after)), delivery)?
            .collect::<Result<_, _>>()?,
        Which::ParkedAfter(after) => conn
            .prepare_cached(&format!("{select} WHERE number > ?2 AND parked IS NOT NULL {order}"))?
            .query_map((max, int(after)), delivery)?
            .collect::<Result<_, _>>()?,
        Which::AllBefore(before) => conn
            .prepare_cached(&format!("{select} WHERE number < ?2 ORDER BY number DESC LIMIT ?1"))?
            .query_map((max, int(before)), delivery)?
            .collect::<Result<_, _>>()?,
    };
    Ok(rows)
}

fn delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    let due = row.get::<_, Option<i64>>(8)?.map(|due| u64::try_from(due).unwrap_or(0));
    let done = row.get::<_, Option<i64>>(12)?.map(|done| u64::try_from(done).unwrap_or(0));
    let standing = match (done, row.get::<_, Option<String>>(13)?, row.get::<_, Option<String>>(11)?) {
        (Some(moment), _, _) => Standing::Delivered(moment),
        (None, Some(reason), _) => Standing::Dropped(reason),
        (None, None, Some(reason)) => Standing::Parked(reason),
        (None, None, None) if row.get(9)? => Standing::Claimed,
        _ => Standing::Waiting { due_ms: due.unwrap_or(0), reason: row.get(10)? },
    };
    Ok(Delivery { number: number(row, 0)?, item: item(row)?, attempts: number(row, 7)?, standing })
}

/// Neither delivered, dropped nor under a lease.
const MOVABLE: &str = "number = ?1 AND claimed_by IS NULL AND done_ms IS NULL AND dropped IS NULL";

/// Due at once, with a new window.
pub(super) fn requeue(conn: &Connection, number: u64) -> Result<bool, Fault> {
    let sql = format!("UPDATE outbox SET due_ms = 0, first_ms = NULL, parked = NULL WHERE {MOVABLE}");
    Ok(conn.prepare_cached(&sql)?.execute([int(number)])? == 1)
}

/// Off for good.
pub(super) fn drop_delivery(conn: &Connection, number: u64, reason: &str) -> Result<bool, Fault> {
    let sql = format!("UPDATE outbox SET due_ms = NULL, parked = NULL, dropped = ?2 WHERE {MOVABLE}");
    Ok(conn.prepare_cached(&sql)?.execute((int(number), reason))? == 1)
}

/// How many are open, and how many are parked.
pub(super) fn counts(conn: &Connection) -> Result<(u64, u64), Fault> {
    let open = conn
        .prepare_cached("SELECT count(*) FROM outbox WHERE due_ms IS NOT NULL")?
        .query_row((), |row| number(row, 0))?;
    let parked = conn
        .prepare_cached("SELECT count(*) FROM outbox WHERE parked IS NOT NULL")?
        .query_row((), |row| number(row, 0))?;
    Ok((open, parked))
}
