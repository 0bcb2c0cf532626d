//! What a 303 of release 2.3 must read.

use bericht::Factuur;

use super::{Leesplan, client_key, verbruik_key};
use crate::clientsleutel::Sleutelhasher;
use crate::seam::Table;

impl Leesplan {
    /// A 303. Its Prestaties need not name their toewijzing; then all counters of the client are read.
    pub(super) fn factuur(&mut self, factuur: &Factuur<'_>, hasher: &Sleutelhasher) {
        let mut referenties: Vec<&str> = Vec::new();
        for client in &factuur.clienten {
            let sleutel = self.client(hasher, client.client.bsn);
            for prestatie in &client.prestaties {
                match prestatie.nummer {
                    Some(nummer) => self.lees(Table::Verbruik, verbruik_key(&self.dossier, &sleutel, nummer)),
                    None => self.lees.prefixes.push((Table::Verbruik, client_key(&self.dossier, &sleutel))),
                }
                referenties.push(prestatie.referentie);
                referenties.extend(prestatie.vorige);
            }
        }
        self.lees.prefixes.sort_unstable();
        self.lees.prefixes.dedup();
        self.referenties(referenties);
    }
}
