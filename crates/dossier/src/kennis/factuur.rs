//! What a 303 of release 2.3 must read.

use bericht::Factuur;

use super::Leesplan;
use crate::clientsleutel::Sleutelhasher;

impl Leesplan {
    /// A 303: its clients, and who used its ReferentieNummers.
    pub(super) fn factuur(&mut self, factuur: &Factuur<'_>, hasher: &Sleutelhasher) {
        let mut referenties: Vec<&str> = Vec::new();
        for client in &factuur.clienten {
            self.client(hasher, client.client.bsn);
            for prestatie in &client.prestaties {
                referenties.push(prestatie.referentie);
                referenties.extend(prestatie.vorige);
            }
        }
        self.referenties(referenties);
    }
}
