//! Records as the bytes of a row: MessagePack, fields in the order of the type.
//!
//! A record may get fields at its end, with a default for the rows that lack them; nothing may be moved or taken out.
//!
//! Clients, which a judgement reads by thousands, are written in postcard, which says nothing of itself and so is read
//! several times faster. A first byte tells the form; another form of the type is another number there.

use dossier::{ClientFeit, Record, Table};

use crate::error::StoreError;

/// The body of a row.
pub(crate) fn body(record: &Record) -> Result<Vec<u8>, StoreError> {
    match record {
        Record::Bericht(r) => rmp_serde::to_vec(r),
        Record::Bytes(r) => rmp_serde::to_vec(r),
        Record::Identificatie(r) => rmp_serde::to_vec(r),
        Record::EigenNummer(r) => rmp_serde::to_vec(r),
        Record::Client(r) => return client(r),
        Record::Declaratie(r) => rmp_serde::to_vec(r),
        Record::Prestatie(r) => rmp_serde::to_vec(r),
        Record::Stand(r) => rmp_serde::to_vec(r),
        Record::Referentie(r) => rmp_serde::to_vec(r),
        Record::Nummer(r) => rmp_serde::to_vec(r),
        Record::Ontvangst(r) => rmp_serde::to_vec(r),
        Record::Wacht(r) => rmp_serde::to_vec(r),
        Record::Inzending(r) | Record::Idempotentie(r) | Record::Zending(r) => rmp_serde::to_vec(r),
    }
    .map_err(|e| StoreError::Engine { source: e.into() })
}

/// The record in a row of a table.
pub(crate) fn record(table: Table, body: &[u8]) -> Result<Record, StoreError> {
    match table {
        Table::Bericht => rmp_serde::from_slice(body).map(Record::Bericht),
        Table::Bytes => rmp_serde::from_slice(body).map(Record::Bytes),
        Table::Identificatie => rmp_serde::from_slice(body).map(Record::Identificatie),
        Table::EigenNummer => rmp_serde::from_slice(body).map(Record::EigenNummer),
        Table::Client => return client_van(body).map(Record::Client),
        Table::Declaratie => rmp_serde::from_slice(body).map(Record::Declaratie),
        Table::Prestatie => rmp_serde::from_slice(body).map(Record::Prestatie),
        Table::Stand => rmp_serde::from_slice(body).map(Record::Stand),
        Table::Referentie => rmp_serde::from_slice(body).map(Record::Referentie),
        Table::Nummer => rmp_serde::from_slice(body).map(Record::Nummer),
        Table::Ontvangst => rmp_serde::from_slice(body).map(Record::Ontvangst),
        Table::Wacht => rmp_serde::from_slice(body).map(Record::Wacht),
        Table::Inzending => rmp_serde::from_slice(body).map(Record::Inzending),
        Table::Idempotentie => rmp_serde::from_slice(body).map(Record::Idempotentie),
        Table::Zending => rmp_serde::from_slice(body).map(Record::Zending),
    }
    .map_err(|e| corrupt(table, &e))
}

/// The form in which clients are written, before the rest.
const CLIENT: u8 = 2;

fn client(feit: &ClientFeit) -> Result<Vec<u8>, StoreError> {
    postcard::to_extend(feit, vec![CLIENT]).map_err(|e| StoreError::Engine { source: e.into() })
}

fn client_van(body: &[u8]) -> Result<Box<ClientFeit>, StoreError> {
    let corrupt = |kind: &str| StoreError::CorruptRow { table: Table::Client, source: kind.into() };
    let Some((&CLIENT, rest)) = body.split_first() else { return Err(corrupt("a form that is not known")) };
    match postcard::take_from_bytes(rest) {
        Ok((feit, [])) => Ok(feit),
        Ok(_) => Err(corrupt("more than one client")),
        // The library names a kind of error, never a value.
        Err(error) => Err(StoreError::CorruptRow { table: Table::Client, source: error.into() }),
    }
}

/// What is wrong with a row, without the text around it: the library's own message may quote the value.
fn corrupt(table: Table, error: &rmp_serde::decode::Error) -> StoreError {
    use rmp_serde::decode::Error;
    let kind = match error {
        Error::InvalidMarkerRead(_) | Error::InvalidDataRead(_) => "the row ends too soon",
        Error::TypeMismatch(_) | Error::Syntax(_) => "a value of another kind than expected",
        Error::LengthMismatch(_) => "another number of fields than expected",
        Error::OutOfRange => "a number out of range",
        Error::Utf8Error(_) => "text that is no UTF-8",
        _ => "not readable",
    };
    StoreError::CorruptRow { table, source: kind.into() }
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
        let error = record(Table::EigenNummer, &rmp_serde::to_vec(&["999900006"]).unwrap()).unwrap_err();
        let StoreError::CorruptRow { table, source } = error else { unreachable!("{error}") };
        assert_eq!(table, Table::EigenNummer);
        assert!(!source.to_string().contains("999900006"));
    }
}
