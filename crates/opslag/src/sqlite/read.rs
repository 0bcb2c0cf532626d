//! Reading rows of one moment.

use std::ops::ControlFlow;

use dossier::{Key, ReadResult, ReadSet, Row, Table};
use rusqlite::{CachedStatement, Connection, Params, params_from_iter};

use super::fault::Fault;
use super::schema::{Lookup, MANY, statements};
use super::value::number;
use crate::encode;
use crate::error::StoreError;

/// All rows of a read set, in its order.
pub(super) fn read(conn: &Connection, set: &ReadSet) -> Result<ReadResult, Fault> {
    // One statement is of one moment by itself.
    if set.len() <= 1 {
        return Ok(ReadResult { rows: rows(conn, set)? });
    }
    // The first statement fixes the moment for all of them. When one fails the connection is closed, and this with it.
    conn.prepare_cached("BEGIN")?.execute(())?;
    let rows = rows(conn, set)?;
    conn.prepare_cached("COMMIT")?.execute(())?;
    Ok(ReadResult { rows })
}

/// The same, in a transaction of the caller.
pub(super) fn rows(conn: &Connection, set: &ReadSet) -> Result<Vec<Row>, Fault> {
    let mut rows = Vec::with_capacity(set.keys.len() + set.unique.len());
    // Keys of one table mostly come together; a statement is looked up once for a run of them.
    for run in set.keys.chunk_by(|a, b| a.0 == b.0) {
        points(conn, run, |table| Ok(&statements(table)?.by_key), &mut rows)?;
    }
    for run in set.unique.chunk_by(|a, b| a.0 == b.0) {
        points(conn, run, |table| Ok(&statements(table)?.by_unique), &mut rows)?;
    }
    for (table, prefix) in &set.prefixes {
        with_prefix(conn, *table, prefix, &mut rows)?;
    }
    Ok(rows)
}

fn points(
    conn: &Connection,
    run: &[(Table, Key)],
    sql: impl Fn(Table) -> Result<&'static Lookup, StoreError>,
    rows: &mut Vec<Row>,
) -> Result<(), Fault> {
    let Some((table, _)) = run.first() else { return Ok(()) };
    let sql = sql(*table)?;
    let mut rest = run;
    // SQLite gives the rows of many keys in key order, which is the order asked for when the keys are.
    if run.len() >= MANY && run.is_sorted() {
        let mut statement = conn.prepare_cached(&sql.many)?;
        let mut between = conn.prepare_cached(&sql.between)?;
        let (whole, left) = run.as_chunks::<MANY>();
        for chunk in whole {
            if any_between(&mut between, chunk)? {
                collect(&mut statement, *table, params_from_iter(chunk.iter().map(|(_, key)| key.as_bytes())), rows)?;
            }
        }
        rest = left;
    }
    let mut statement = conn.prepare_cached(&sql.one)?;
    for (_, key) in rest {
        collect(&mut statement, *table, [key.as_bytes()], rows)?;
    }
    Ok(())
}

/// Whether there is any row from the first to the last of these keys. One search for all of them: the ReferentieNummers of
/// a declaratie are mostly new, and mostly follow each other.
fn any_between(statement: &mut CachedStatement<'_>, keys: &[(Table, Key); MANY]) -> Result<bool, Fault> {
    let [(_, first), .., (_, last)] = keys;
    Ok(statement.exists([first.as_bytes(), last.as_bytes()])?)
}

fn with_prefix(conn: &Connection, table: Table, prefix: &Key, rows: &mut Vec<Row>) -> Result<(), Fault> {
    walk(conn, table, prefix, &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })
}

/// Rows with a prefix, one at a time; one statement is of one moment.
pub(super) fn walk(
    conn: &Connection,
    table: Table,
    prefix: &Key,
    visit: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let statements = statements(table)?;
    match prefix.prefix_end() {
        Some(end) => {
            let mut statement = conn.prepare_cached(&statements.by_range)?;
            each(&mut statement, table, [prefix.as_bytes(), &end], visit)
        }
        None => each(&mut conn.prepare_cached(&statements.from)?, table, [prefix.as_bytes()], visit),
    }
}

fn collect(
    statement: &mut CachedStatement<'_>,
    table: Table,
    params: impl Params,
    rows: &mut Vec<Row>,
) -> Result<(), Fault> {
    each(statement, table, params, &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })
}

fn each(
    statement: &mut CachedStatement<'_>,
    table: Table,
    params: impl Params,
    visit: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut found = statement.query(params)?;
    while let Some(row) = found.next()? {
        if visit(decode(table, row)?).is_break() {
            break;
        }
    }
    Ok(())
}

fn decode(table: Table, row: &rusqlite::Row<'_>) -> Result<Row, StoreError> {
    let corrupt = |error: rusqlite::Error| StoreError::CorruptRow { table, source: error.into() };
    let key = row.get(0).map(Key::from_bytes).map_err(corrupt)?;
    let unique = row.get::<_, Option<Vec<u8>>>(1).map_err(corrupt)?.map(Key::from_bytes);
    let version = number(row, 2).map_err(corrupt)?;
    let body = row.get_ref(3).map_err(corrupt)?;
    let body = body.as_blob().map_err(|e| StoreError::CorruptRow { table, source: e.into() })?;
    Ok(Row { key, unique, version, record: encode::record(table, body)? })
}
