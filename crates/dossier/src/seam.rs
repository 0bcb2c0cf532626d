//! The plain data that crosses the seam to the store. No SQL, no iterators, no engine errors: named tables, encoded keys
//! and domain records.

use serde::{Deserialize, Serialize};

use crate::poort::{PostvakItem, Zending};
use crate::record::Record;
use crate::sleutel::Key;

/// Number of a message inside this installation. Numbers made later are greater, so that rows cluster by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct BerichtId(pub u128);

/// The named tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// Messages with verdict and retour, by [`BerichtId`].
    Bericht,
    /// Content hash to message, per dossier.
    Bytes,
    /// Used Identificaties, per dossier, Afzender and BerichtCode.
    Identificatie,
    /// Numbers of our own retours.
    EigenNummer,
    /// Clients with toewijzingen, starts, stops and what was granted.
    Client,
    /// Declaraties by DeclaratieNummer.
    Declaratie,
    /// Prestaties by declaratie and sequence; unique by ReferentieNummer.
    Prestatie,
    /// Standing per dossier.
    Stand,
    /// ReferentieAanbieder of accepted verzoeken.
    Referentie,
    /// ToewijzingNummers.
    Nummer,
    /// Receipts.
    Ontvangst,
    /// Messages that wait for judgement, in order of their number.
    Wacht,
    /// What a party handed in, by the hash of its bytes.
    Inzending,
    /// Idempotency-Keys, per party.
    Idempotentie,
    /// traceerIds, per sending party.
    Zending,
}

impl Table {
    /// All tables.
    pub const ALL: [Table; 15] = [
        Table::Bericht,
        Table::Bytes,
        Table::Identificatie,
        Table::EigenNummer,
        Table::Client,
        Table::Declaratie,
        Table::Prestatie,
        Table::Stand,
        Table::Referentie,
        Table::Nummer,
        Table::Ontvangst,
        Table::Wacht,
        Table::Inzending,
        Table::Idempotentie,
        Table::Zending,
    ];

    /// Name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Table::Bericht => "bericht",
            Table::Bytes => "bytes",
            Table::Identificatie => "identificatie",
            Table::EigenNummer => "eigen_nummer",
            Table::Client => "client",
            Table::Declaratie => "declaratie",
            Table::Prestatie => "prestatie",
            Table::Stand => "stand",
            Table::Referentie => "referentie",
            Table::Nummer => "nummer",
            Table::Ontvangst => "ontvangst",
            Table::Wacht => "wacht",
            Table::Inzending => "inzending",
            Table::Idempotentie => "idempotentie",
            Table::Zending => "zending",
        }
    }
}

/// Version of a row: 1 when inserted, one more with every update.
pub type Version = u64;

/// A row as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Primary key.
    pub key: Key,
    /// Second unique key, for tables that have one.
    pub unique: Option<Key>,
    /// Version.
    pub version: Version,
    /// Content.
    pub record: Record,
}

/// What a decision needs to know, in one batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadSet {
    /// Rows by primary key.
    pub keys: Vec<(Table, Key)>,
    /// Rows by second unique key.
    pub unique: Vec<(Table, Key)>,
    /// All rows whose primary key starts with a prefix, in key order.
    pub prefixes: Vec<(Table, Key)>,
}

impl ReadSet {
    /// How many questions it asks.
    pub fn len(&self) -> usize {
        self.keys.len() + self.unique.len() + self.prefixes.len()
    }

    /// Whether it asks nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Rows found, of one consistent moment. Absent rows are simply not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadResult {
    /// Rows in the order of the read set.
    pub rows: Vec<Row>,
}

/// A row to insert. An existing row with the same key or unique key is a rejection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insert {
    /// Primary key.
    pub key: Key,
    /// Second unique key.
    pub unique: Option<Key>,
    /// Content.
    pub record: Record,
}

/// A row to replace, expected at a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Primary key.
    pub key: Key,
    /// The version that was read; another one is a conflict.
    pub expected: Version,
    /// New content.
    pub record: Record,
}

/// Something to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxItem {
    /// The message that is delivered, or whose retour is.
    pub bericht: BerichtId,
    /// Which of the two.
    pub wat: Zending,
    /// Name of the destination.
    pub bestemming: String,
    /// traceerId: made once, before the first attempt.
    pub trace: String,
    /// conversatieId.
    pub conversatie: String,
    /// traceerId of the message that is answered, when it came with one.
    pub antwoord_op: Option<String>,
}

/// Everything one decision changes: all of it or nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// Idempotency key: the message. A second set of the same message is a duplicate.
    pub id: BerichtId,
    /// Rows that must still have the version that was read, or (`None`) must still be absent.
    pub expects: Vec<(Table, Key, Option<Version>)>,
    /// New rows.
    pub inserts: Vec<Insert>,
    /// Replaced rows.
    pub updates: Vec<Update>,
    /// Rows to delete, at the version that was read.
    pub deletes: Vec<(Table, Key, Version)>,
    /// Deliveries.
    pub outbox: Vec<OutboxItem>,
    /// Entries of mailboxes.
    pub postvak: Vec<PostvakItem>,
    /// Deliveries to take off for good, by number, each with the reason. One that is delivered, dropped or under way is a
    /// conflict.
    pub vervallen: Vec<(u64, String)>,
}
