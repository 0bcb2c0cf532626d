//! Records as the bytes of a row. JSON, so that a row can be read without this program.

use dossier::{Record, Table};

use crate::error::StoreError;

/// The body of a row.
pub(crate) fn body(record: &Record) -> Result<Vec<u8>, StoreError> {
    match record {
        Record::Bericht(r) => serde_json::to_vec(r),
        Record::Bytes(r) => serde_json::to_vec(r),
        Record::Identificatie(r) => serde_json::to_vec(r),
        Record::EigenNummer(r) => serde_json::to_vec(r),
        Record::Client(r) => serde_json::to_vec(r),
        Record::Declaratie(r) => serde_json::to_vec(r),
        Record::Prestatie(r) => serde_json::to_vec(r),
        Record::Verbruik(r) => serde_json::to_vec(r),
        Record::Stand(r) => serde_json::to_vec(r),
        Record::Referentie(r) => serde_json::to_vec(r),
        Record::Nummer(r) => serde_json::to_vec(r),
        Record::Ontvangst(r) => serde_json::to_vec(r),
        Record::Wacht(r) => serde_json::to_vec(r),
        Record::Inzending(r) | Record::Idempotentie(r) | Record::Zending(r) => serde_json::to_vec(r),
    }
    .map_err(|e| StoreError::Engine { source: e.into() })
}

/// The record in a row of a table.
pub(crate) fn record(table: Table, body: &[u8]) -> Result<Record, StoreError> {
    match table {
        Table::Bericht => serde_json::from_slice(body).map(Record::Bericht),
        Table::Bytes => serde_json::from_slice(body).map(Record::Bytes),
        Table::Identificatie => serde_json::from_slice(body).map(Record::Identificatie),
        Table::EigenNummer => serde_json::from_slice(body).map(Record::EigenNummer),
        Table::Client => serde_json::from_slice(body).map(Record::Client),
        Table::Declaratie => serde_json::from_slice(body).map(Record::Declaratie),
        Table::Prestatie => serde_json::from_slice(body).map(Record::Prestatie),
        Table::Verbruik => serde_json::from_slice(body).map(Record::Verbruik),
        Table::Stand => serde_json::from_slice(body).map(Record::Stand),
        Table::Referentie => serde_json::from_slice(body).map(Record::Referentie),
        Table::Nummer => serde_json::from_slice(body).map(Record::Nummer),
        Table::Ontvangst => serde_json::from_slice(body).map(Record::Ontvangst),
        Table::Wacht => serde_json::from_slice(body).map(Record::Wacht),
        Table::Inzending => serde_json::from_slice(body).map(Record::Inzending),
        Table::Idempotentie => serde_json::from_slice(body).map(Record::Idempotentie),
        Table::Zending => serde_json::from_slice(body).map(Record::Zending),
    }
    .map_err(|e| corrupt(table, &e))
}

/// Where a row breaks off, without the text around it: serde's own message may quote the value.
fn corrupt(table: Table, error: &serde_json::Error) -> StoreError {
    let place = format!("{:?} error at line {} column {}", error.classify(), error.line(), error.column());
    StoreError::CorruptRow { table, source: place.into() }
}

/// Whether records of a table can refer to blobs; for the others nothing needs to be kept up.
pub(crate) fn refers_to_blobs(table: Table) -> bool {
    matches!(table, Table::Bericht | Table::Ontvangst)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use dossier::{BerichtId, EigenNummer};

    use super::*;
    use crate::conformance::sample;

    #[test]
    fn every_record_survives() {
        for record in sample::every_record() {
            let body = body(&record).unwrap();
            assert_eq!(super::record(record.table(), &body).unwrap(), record);
        }
    }

    #[test]
    fn large_message_numbers_survive() {
        for id in [0, u128::from(u64::MAX) + 1, u128::MAX - 1, u128::MAX, (1 << 127) + 12_345] {
            let record = Record::EigenNummer(EigenNummer { bericht: BerichtId(id) });
            assert_eq!(super::record(Table::EigenNummer, &body(&record).unwrap()).unwrap(), record);
        }
    }

    #[test]
    fn only_tables_that_say_so_refer_to_blobs() {
        for record in sample::every_record() {
            assert!(record.blobs().is_empty() || refers_to_blobs(record.table()));
        }
    }

    #[test]
    fn a_broken_row_is_named_without_its_content() {
        let error = record(Table::EigenNummer, br#"{"bericht":"999900006"}"#).unwrap_err();
        let StoreError::CorruptRow { table, source } = error else { unreachable!("{error}") };
        assert_eq!(table, Table::EigenNummer);
        assert!(!source.to_string().contains("999900006"));
    }
}
