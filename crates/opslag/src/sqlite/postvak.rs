//! Mailboxes. Numbers are handed out inside the one writing transaction, so their order is the order of commit.

use dossier::{OntvangstId, PostvakItem, Zending};
use rusqlite::{Connection, Row};

use super::fault::Fault;
use super::value::{bericht, id, int, number};
use crate::store::{Entries, MailboxEntry};

/// Adds the entries of a set, in its order.
pub(super) fn add(conn: &Connection, items: &[PostvakItem]) -> rusqlite::Result<()> {
    for PostvakItem { partij, wat, bericht, ontvangst } in items {
        conn.prepare_cached("INSERT INTO postvak (partij, wat, bericht, ontvangst) VALUES (?1, ?2, ?3, ?4)")?
            .execute((partij, wat.as_str(), id(*bericht), &ontvangst.0))?;
    }
    Ok(())
}

/// Entries of a party.
pub(super) fn entries(conn: &Connection, party: &str, which: Entries, max: usize) -> Result<Vec<MailboxEntry>, Fault> {
    let select = "SELECT number, partij, wat, bericht, ontvangst, confirmed_ms FROM postvak WHERE partij = ?1";
    let order = "ORDER BY number LIMIT ?2";
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let rows = match which {
        Entries::After(after) => conn
            .prepare_cached(&format!("{select} AND number > ?3 {order}"))?
            .query_map((party, max, int(after)), entry)?
            .collect::<Result<_, _>>()?,
        Entries::UnconfirmedAfter(after) => conn
            .prepare_cached(&unconfirmed_after(select, order))?
            .query_map((party, max, int(after)), entry)?
            .collect::<Result<_, _>>()?,
        Entries::NotWritten => conn
            .prepare_cached(&format!("{select} AND written = 0 {order}"))?
            .query_map((party, max), entry)?
            .collect::<Result<_, _>>()?,
    };
    Ok(rows)
}

/// One index tells both what waits for a confirmation and how much of that is in no folder either, so it has `written`
/// before the number: two searches, whose rows are merged in order.
fn unconfirmed_after(select: &str, order: &str) -> String {
    let half = |written| format!("{select} AND written = {written} AND number > ?3 AND confirmed_ms IS NULL");
    format!("{} UNION ALL {} {order}", half(0), half(1))
}

fn entry(row: &Row<'_>) -> rusqlite::Result<MailboxEntry> {
    let wat: String = row.get(2)?;
    let item = PostvakItem {
        partij: row.get(1)?,
        wat: Zending::parse(&wat).ok_or(rusqlite::Error::InvalidQuery)?,
        bericht: bericht(row, 3)?,
        ontvangst: OntvangstId(row.get(4)?),
    };
    let confirmed = row.get::<_, Option<i64>>(5)?.map(|moment| u64::try_from(moment).unwrap_or(0));
    Ok(MailboxEntry { number: number(row, 0)?, item, confirmed_ms: confirmed })
}

/// Notes a confirmation; the first one stays.
pub(super) fn confirm(conn: &Connection, party: &str, number: u64, now_ms: u64) -> Result<bool, Fault> {
    let sql = "UPDATE postvak SET confirmed_ms = coalesce(confirmed_ms, ?3) WHERE partij = ?1 AND number = ?2";
    Ok(conn.prepare_cached(sql)?.execute((party, int(number), int(now_ms)))? == 1)
}

/// Notes that entries are in a folder.
pub(super) fn mark_written(conn: &Connection, numbers: &[u64]) -> Result<(), Fault> {
    for number in numbers {
        conn.prepare_cached("UPDATE postvak SET written = 1 WHERE number = ?1")?.execute([int(*number)])?;
    }
    Ok(())
}

/// How many entries of parties were neither confirmed nor written.
pub(super) fn unconfirmed(conn: &Connection, parties: &[&str]) -> Result<u64, Fault> {
    let sql = "SELECT count(*) FROM postvak WHERE partij = ?1 AND written = 0 AND confirmed_ms IS NULL";
    let mut statement = conn.prepare_cached(sql)?;
    let mut total = 0;
    for party in parties {
        total += statement.query_row([party], |row| number(row, 0))?;
    }
    Ok(total)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::sqlite::schema::migrate;

    #[test]
    fn what_was_confirmed_is_not_walked_to_find_what_was_not() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let plan = |sql: &str| -> String {
            let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let lines = statement.raw_query().mapped(|row| row.get::<_, String>(3)).collect::<Result<Vec<_>, _>>();
            lines.unwrap().join("; ")
        };
        let select = "SELECT number FROM postvak WHERE partij = ?1";
        let open = plan(&unconfirmed_after(select, "ORDER BY number LIMIT ?2"));
        let index = "INDEX postvak_unconfirmed (partij=? AND written=? AND number>?)";
        assert_eq!(open.matches(index).count(), 2, "{open}");
        assert!(!open.contains("TEMP B-TREE"), "merged, not sorted: {open}");
        let count = plan("SELECT count(*) FROM postvak WHERE partij = ?1 AND written = 0 AND confirmed_ms IS NULL");
        assert!(count.contains("COVERING INDEX postvak_unconfirmed (partij=? AND written=?)"), "{count}");
    }
}
