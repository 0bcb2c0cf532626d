//! The Bsn behind a client of a list, out of the stored messages. The dossier has only keyed hashes.

use std::collections::HashMap;

use bericht::{Bericht, Dossier};
use dossier::{BerichtId, Key, Record, Sleutelhasher, Table};
use opslag::Store;
use pipeline::{Keten, Omgezet, bericht_record, haal, lees};

use crate::fout::OverzichtFout;
use crate::lopen::loop_af;

/// Bsn's by keyed hash. It cannot be printed; one is asked for at a time.
pub struct Bsnlijst(HashMap<String, String>);

impl std::fmt::Debug for Bsnlijst {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bsnlijst(*)")
    }
}

impl Bsnlijst {
    /// Reads every stored message of the dossiers. Clients of whom no message is kept are not in the list.
    pub fn lees(
        store: &dyn Store,
        hasher: &Sleutelhasher,
        keten: &Keten,
        mag: &dyn Fn(&Dossier) -> bool,
    ) -> Result<Self, OverzichtFout> {
        let mut nummers: Vec<BerichtId> = Vec::new();
        loop_af(store, Table::Bericht, &Key::new(), |row| {
            let sleutel = || OverzichtFout::Sleutel { tabel: Table::Bericht.name() };
            let Record::Bericht(record) = row.record else { return Ok(()) };
            if mag(&record.dossier) && record.soort.retour().is_some() {
                let nummer = row.key.text(0).and_then(|text| u128::from_str_radix(&text, 16).ok());
                nummers.push(BerichtId(nummer.ok_or_else(sleutel)?));
            }
            Ok(())
        })?;
        let mut alle = HashMap::new();
        for id in nummers {
            let bytes = haal(bericht_record(id, store)?.lading, "the message", store)?;
            let omgezet = Omgezet::default();
            let gelezen = lees(&bytes, &omgezet, keten);
            let (Some(tree), Some(domein), Some(soort)) = (&gelezen.tree, gelezen.domein, gelezen.soort) else {
                continue;
            };
            let Ok(bericht) = Bericht::lees(tree, domein, soort) else { continue };
            for client in bericht.clienten() {
                let sleutel = hasher.client(client.bsn).hex();
                alle.entry(sleutel).or_insert_with(|| tree.node(client.bsn_node).value().to_owned());
            }
        }
        Ok(Self(alle))
    }

    /// The Bsn of a client.
    pub fn van(&self, client: &str) -> Option<&str> {
        self.0.get(client).map(String::as_str)
    }
}
