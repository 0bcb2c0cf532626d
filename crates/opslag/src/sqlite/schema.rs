//! The layout of the file, in versions, and the statements of each named table.

use std::sync::LazyLock;

use dossier::Table;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::fault::Fault;
use crate::error::StoreError;

/// One step of the layout. Steps are never changed after a release, only added.
struct Migration {
    version: u32,
    name: &'static str,
    apply: fn(&Connection) -> rusqlite::Result<()>,
}

/// All steps this program knows, in order. The first makes all; what was before it is of before the first release, and has
/// clients in another form or under other keys: none would be found, and everything about them would be refused.
const MIGRATIONS: &[Migration] = &[Migration { version: OLDEST, name: "first layout", apply: first_layout }];

/// The oldest layout whose rows this program can read.
const OLDEST: u32 = 5;

/// The newest layout this program knows.
pub(super) fn known() -> u32 {
    MIGRATIONS.last().map_or(0, |m| m.version)
}

/// Brings the layout up to date, in one commit: after a kill in the middle the file is as it was, and not of a layout in
/// between. A newer one, and one that is too old, is refused before anything is changed.
pub(super) fn migrate(conn: &mut Connection) -> Result<(), Fault> {
    let found = found(conn)?;
    if found > known() {
        return Err(StoreError::NewerLayout { found, known: known() }.into());
    }
    if (1..OLDEST).contains(&found) {
        return Err(StoreError::OldLayout { found, oldest: OLDEST }.into());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for migration in MIGRATIONS.iter().filter(|m| m.version > found) {
        (migration.apply)(&tx)?;
        tx.execute("INSERT INTO layout (version, name) VALUES (?1, ?2)", (migration.version, migration.name))?;
    }
    named_tables(&tx)?;
    tx.commit()?;
    Ok(())
}

/// The layout in the file; 0 in an empty one.
pub(super) fn found(conn: &Connection) -> rusqlite::Result<u32> {
    let layout = conn
        .query_row("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'layout'", (), |_| Ok(()))
        .optional()?;
    match layout {
        None => Ok(0),
        Some(()) => conn.query_row("SELECT coalesce(max(version), 0) FROM layout", (), |row| row.get(0)),
    }
}

/// Makes the named tables that are not there yet: they all look alike, so a new one needs no migration.
///
/// Rows are found by key only, so the small ones live in the key's own tree. Messages and receipts hold up to 64 KB and
/// more, and clients a kilobyte, which would leave that tree with few keys per page; they get a tree of their own. The
/// second key is indexed only where a row has one: most tables never do.
fn named_tables(conn: &Connection) -> rusqlite::Result<()> {
    for table in Table::ALL {
        let groot = matches!(table, Table::Bericht | Table::Ontvangst | Table::Client);
        let layout = if groot { "STRICT" } else { "STRICT, WITHOUT ROWID" };
        conn.execute_batch(&format!(
            "CREATE TABLE IF NOT EXISTS \"{}\" (
                 sleutel BLOB NOT NULL PRIMARY KEY, uniek BLOB, versie INTEGER NOT NULL, lichaam BLOB NOT NULL) {layout};
             CREATE UNIQUE INDEX IF NOT EXISTS \"{}_uniek\" ON \"{}\" (uniek) WHERE uniek IS NOT NULL;",
            table.name(),
            table.name(),
            table.name()
        ))?;
    }
    Ok(())
}

/// Everything around the named tables. A delivery stays after its end: delivered with its moment, or dropped with the
/// reason. What a party did not confirm is found without walking over what it did, and counted without reading the rows.
fn first_layout(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "CREATE TABLE layout (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
         CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
         CREATE TABLE commits (sequence INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE) STRICT;
         CREATE TABLE outbox (
             number INTEGER PRIMARY KEY AUTOINCREMENT,
             bericht BLOB NOT NULL, wat TEXT NOT NULL, bestemming TEXT NOT NULL, trace TEXT NOT NULL,
             conversatie TEXT NOT NULL, antwoord_op TEXT,
             attempt INTEGER NOT NULL DEFAULT 0,
             claimed_by TEXT,
             due_ms INTEGER DEFAULT 0,
             first_ms INTEGER,
             reason TEXT, parked TEXT, done_ms INTEGER, dropped TEXT) STRICT;
         CREATE INDEX outbox_due ON outbox (number, due_ms) WHERE due_ms IS NOT NULL;
         CREATE INDEX outbox_bericht ON outbox (bericht);
         CREATE INDEX outbox_parked ON outbox (number) WHERE parked IS NOT NULL;
         CREATE TABLE postvak (
             number INTEGER PRIMARY KEY AUTOINCREMENT,
             partij TEXT NOT NULL, wat TEXT NOT NULL, bericht BLOB NOT NULL, ontvangst TEXT NOT NULL,
             confirmed_ms INTEGER,
             written INTEGER NOT NULL DEFAULT 0) STRICT;
         CREATE INDEX postvak_partij ON postvak (partij, number);
         CREATE INDEX postvak_unwritten ON postvak (partij, number) WHERE written = 0;
         CREATE INDEX postvak_unconfirmed ON postvak (partij, written, number, confirmed_ms)
             WHERE confirmed_ms IS NULL;
         CREATE TABLE leases (
             name TEXT PRIMARY KEY, holder TEXT, fence INTEGER NOT NULL, until_ms INTEGER NOT NULL) STRICT;
         CREATE TABLE blob_use (
             tabel TEXT NOT NULL, sleutel BLOB NOT NULL, blob TEXT NOT NULL,
             PRIMARY KEY (tabel, sleutel, blob)) STRICT, WITHOUT ROWID;
         CREATE INDEX blob_use_blob ON blob_use (blob);",
    )
}

/// Keys that are looked up in one go where there are many: the call costs as much as the search.
pub(super) const MANY: usize = 32;

/// Rows by the value of a column.
pub(super) struct Lookup {
    /// Of one value.
    pub(super) one: String,
    /// Of [`MANY`] values.
    pub(super) many: String,
    /// Whether there is a value from one to another.
    pub(super) between: String,
}

/// The statements of one named table.
pub(super) struct Statements {
    pub(super) by_key: Lookup,
    pub(super) by_unique: Lookup,
    pub(super) by_range: String,
    pub(super) from: String,
    pub(super) version: String,
    pub(super) insert: String,
    pub(super) update: String,
    pub(super) delete: String,
}

static STATEMENTS: LazyLock<Vec<(Table, Statements)>> =
    LazyLock::new(|| Table::ALL.into_iter().map(|table| (table, build(table.name()))).collect());

/// How many statements a connection may keep prepared: all of them.
pub(super) const STATEMENT_COUNT: usize = Table::ALL.len() * 12 + 40;

/// The statements of a table.
pub(super) fn statements(table: Table) -> Result<&'static Statements, StoreError> {
    let found = STATEMENTS.iter().find(|(t, _)| *t == table).map(|(_, statements)| statements);
    found.ok_or_else(|| StoreError::Engine { source: format!("no statements for {}", table.name()).into() })
}

fn lookup(name: &str, select: &str, column: &str) -> Lookup {
    let places = vec!["?"; MANY].join(", ");
    Lookup {
        one: format!("{select} {column} = ?1"),
        many: format!("{select} {column} IN ({places}) ORDER BY {column}"),
        between: format!("SELECT 1 FROM \"{name}\" WHERE {column} BETWEEN ?1 AND ?2 LIMIT 1"),
    }
}

fn build(name: &str) -> Statements {
    let select = format!("SELECT sleutel, uniek, versie, lichaam FROM \"{name}\" WHERE");
    Statements {
        by_key: lookup(name, &select, "sleutel"),
        by_unique: lookup(name, &select, "uniek"),
        by_range: format!("{select} sleutel >= ?1 AND sleutel < ?2 ORDER BY sleutel"),
        from: format!("{select} sleutel >= ?1 ORDER BY sleutel"),
        version: format!("SELECT versie FROM \"{name}\" WHERE sleutel = ?1"),
        insert: format!(
            "INSERT INTO \"{name}\" (sleutel, uniek, versie, lichaam) VALUES (?1, ?2, 1, ?3) ON CONFLICT DO NOTHING"
        ),
        update: format!("UPDATE \"{name}\" SET versie = versie + 1, lichaam = ?3 WHERE sleutel = ?1 AND versie = ?2"),
        delete: format!("DELETE FROM \"{name}\" WHERE sleutel = ?1 AND versie = ?2"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn versions_rise_and_names_are_kept() {
        assert!(MIGRATIONS.is_sorted_by(|a, b| a.version < b.version));
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        migrate(&mut conn).unwrap();
        let names: Vec<String> =
            conn.prepare("SELECT name FROM layout").unwrap().query_map((), |r| r.get(0)).unwrap().flatten().collect();
        assert_eq!(names, MIGRATIONS.iter().map(|m| m.name).collect::<Vec<_>>());
    }

    /// A file of a layout in between would be refused for ever.
    #[test]
    fn an_empty_file_gets_its_layout_in_one_commit() {
        let mut conn = Connection::open_in_memory().unwrap();
        let commits = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&commits);
        let hook = move || {
            count.fetch_add(1, Ordering::SeqCst);
            false
        };
        conn.commit_hook(Some(hook)).unwrap();
        migrate(&mut conn).unwrap();
        assert_eq!(commits.load(Ordering::SeqCst), 1);
        assert_eq!(found(&conn).unwrap(), known());
    }

    #[test]
    fn a_layout_of_before_the_first_release_is_refused_and_left_as_it_is() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        conn.execute("UPDATE layout SET version = ?1", [OLDEST - 1]).unwrap();
        for _ in 0..2 {
            match migrate(&mut conn) {
                Err(Fault::Store(StoreError::OldLayout { found: 4, oldest: OLDEST })) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_newer_layout_is_refused() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        conn.execute("INSERT INTO layout VALUES (99, 'of later')", ()).unwrap();
        match migrate(&mut conn) {
            Err(Fault::Store(StoreError::NewerLayout { found: 99, known: k })) => assert_eq!(k, known()),
            other => panic!("{other:?}"),
        }
    }
}
