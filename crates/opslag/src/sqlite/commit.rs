//! Change sets inside a transaction.

use dossier::{BerichtId, ChangeSet, Insert, Key, Record, Table, Update};
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::fault::Fault;
use super::schema::statements;
use super::value::{bericht, id, int, number};
use super::writer::Keep;
use super::{outbox, postvak};
use crate::encode;
use crate::error::StoreError;
use crate::store::{Committed, Rejection};

/// A change set with the bodies of its rows, made before the writer is taken.
#[derive(Debug)]
pub(super) struct Encoded {
    set: ChangeSet,
    inserts: Vec<Vec<u8>>,
    updates: Vec<Vec<u8>>,
}

impl Encoded {
    pub(super) fn new(set: ChangeSet) -> Result<Self, StoreError> {
        let inserts = set.inserts.iter().map(|insert| encode::body(&insert.record)).collect::<Result<_, _>>()?;
        let updates = set.updates.iter().map(|update| encode::body(&update.record)).collect::<Result<_, _>>()?;
        Ok(Self { set, inserts, updates })
    }
}

/// Why a set is not applied: a refusal of this set, or a fault of the store.
enum Stop {
    Rejected(Rejection),
    Fault(Fault),
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Stop::Fault(error.into())
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Stop::Fault(error.into())
    }
}

impl From<Rejection> for Stop {
    fn from(rejection: Rejection) -> Self {
        Stop::Rejected(rejection)
    }
}

/// What a caller learns about a set.
pub(super) type Answer = Result<Committed, Rejection>;

/// Applies the sets of one caller inside a transaction. A set that is refused leaves nothing behind.
pub(super) fn apply_all(tx: &Transaction<'_>, sets: &[Encoded]) -> Result<Keep<Vec<Answer>>, Fault> {
    // A set alone needs no savepoint: its refusal ends the transaction. This spares a large set the savepoint's journal.
    if let [set] = sets {
        let answer = split(apply(tx, set))?;
        return Ok(if answer.is_ok() { Keep::Yes(vec![answer]) } else { Keep::No(vec![answer]) });
    }
    let mut answers = Vec::with_capacity(sets.len());
    for set in sets {
        tx.execute_batch("SAVEPOINT een")?;
        let answer = split(apply(tx, set))?;
        tx.execute_batch(if answer.is_ok() { "RELEASE een" } else { "ROLLBACK TO een; RELEASE een" })?;
        answers.push(answer);
    }
    Ok(Keep::Yes(answers))
}

fn split(result: Result<Committed, Stop>) -> Result<Answer, Fault> {
    match result {
        Ok(committed) => Ok(Ok(committed)),
        Err(Stop::Rejected(rejection)) => Ok(Err(rejection)),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// Applies one set, in the order that the seam promises.
fn apply(conn: &Connection, encoded: &Encoded) -> Result<Committed, Stop> {
    let set = &encoded.set;
    let committed = take_sequence(conn, set)?;
    expects(conn, set)?;
    drops(conn, set)?;
    deletes(conn, set)?;
    updates(conn, &set.updates, &encoded.updates)?;
    inserts(conn, &set.inserts, &encoded.inserts)?;
    outbox::add(conn, &set.outbox)?;
    postvak::add(conn, &set.postvak)?;
    Ok(committed)
}

fn take_sequence(conn: &Connection, set: &ChangeSet) -> Result<Committed, Stop> {
    let mut statement = conn.prepare_cached("INSERT INTO commits (id) VALUES (?1) ON CONFLICT DO NOTHING")?;
    if statement.execute([id(set.id)])? == 0 {
        return Err(Rejection::Duplicate.into());
    }
    Ok(Committed { sequence: u64::try_from(conn.last_insert_rowid()).unwrap_or(0) })
}

/// The greatest number under which anything was committed.
pub(super) fn newest(conn: &Connection) -> Result<Option<BerichtId>, Fault> {
    let newest = "SELECT id FROM commits ORDER BY id DESC LIMIT 1";
    Ok(conn.query_row(newest, (), |row| bericht(row, 0)).optional()?)
}

fn expects(conn: &Connection, set: &ChangeSet) -> Result<(), Stop> {
    for run in set.expects.chunk_by(|a, b| a.0 == b.0) {
        let Some((table, ..)) = run.first() else { continue };
        let mut statement = conn.prepare_cached(&statements(*table)?.version)?;
        for (_, key, expected) in run {
            let found = statement.query_row([key.as_bytes()], |row| number(row, 0)).optional()?;
            if found != *expected {
                return Err(Rejection::Conflict.into());
            }
        }
    }
    Ok(())
}

fn deletes(conn: &Connection, set: &ChangeSet) -> Result<(), Stop> {
    for (table, key, version) in &set.deletes {
        let mut statement = conn.prepare_cached(&statements(*table)?.delete)?;
        if statement.execute((key.as_bytes(), int(*version)))? == 0 {
            return Err(Rejection::Conflict.into());
        }
        forget_blobs(conn, *table, key)?;
    }
    Ok(())
}

fn updates(conn: &Connection, updates: &[Update], bodies: &[Vec<u8>]) -> Result<(), Stop> {
    for (update, body) in updates.iter().zip(bodies) {
        let table = update.record.table();
        let mut statement = conn.prepare_cached(&statements(table)?.update)?;
        if statement.execute((update.key.as_bytes(), int(update.expected), body))? == 0 {
            return Err(Rejection::Conflict.into());
        }
        forget_blobs(conn, table, &update.key)?;
        note_blobs(conn, &update.key, &update.record)?;
    }
    Ok(())
}

fn inserts(conn: &Connection, inserts: &[Insert], bodies: &[Vec<u8>]) -> Result<(), Stop> {
    for (insert, body) in inserts.iter().zip(bodies) {
        let table = insert.record.table();
        let unique = insert.unique.as_ref().map(Key::as_bytes);
        let mut statement = conn.prepare_cached(&statements(table)?.insert)?;
        if statement.execute((insert.key.as_bytes(), unique, body))? == 0 {
            return Err(Rejection::Unique { table, key: taken(conn, table, insert)? }.into());
        }
        note_blobs(conn, &insert.key, &insert.record)?;
    }
    Ok(())
}

fn drops(conn: &Connection, set: &ChangeSet) -> Result<(), Stop> {
    for (delivery, reason) in &set.vervallen {
        if !outbox::drop_delivery(conn, *delivery, reason).map_err(Stop::Fault)? {
            return Err(Rejection::Conflict.into());
        }
    }
    Ok(())
}

/// Which key of a refused row is taken: the primary key when it exists, else the unique one.
fn taken(conn: &Connection, table: Table, insert: &Insert) -> Result<Key, Stop> {
    let mut statement = conn.prepare_cached(&statements(table)?.version)?;
    let primary = statement.exists([insert.key.as_bytes()])?;
    let unique = insert.unique.as_ref().filter(|_| !primary);
    Ok(unique.unwrap_or(&insert.key).clone())
}

fn note_blobs(conn: &Connection, key: &Key, record: &Record) -> Result<(), Stop> {
    for blob in record.blobs() {
        conn.prepare_cached("INSERT INTO blob_use (tabel, sleutel, blob) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
            .execute((record.table().name(), key.as_bytes(), blob))?;
    }
    Ok(())
}

fn forget_blobs(conn: &Connection, table: Table, key: &Key) -> Result<(), Stop> {
    if encode::refers_to_blobs(table) {
        conn.prepare_cached("DELETE FROM blob_use WHERE tabel = ?1 AND sleutel = ?2")?
            .execute((table.name(), key.as_bytes()))?;
    }
    Ok(())
}
