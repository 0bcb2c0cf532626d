//! Puts the rows that only one message brings in its change set.

use super::{Nieuw, bericht_key, insert, prestatie_prefix, put};
use crate::record::{EigenNummer, Record};
use crate::seam::{ChangeSet, Insert, Version};
use crate::sleutel::Key;

impl Nieuw {
    pub(super) fn voeg_toe(
        mut self,
        set: &mut ChangeSet,
        dossier: &Key,
        (identificatie, eerder): (Option<Key>, Option<Version>),
        declaratie: Option<String>,
    ) {
        let id = set.id;
        if let (Some(key), Some(fact)) = (identificatie, self.identificatie) {
            put(set, key, eerder, Record::Identificatie(Box::new(fact)));
        }
        if let (Some(nummer), Some(fact)) = (declaratie, self.declaratie) {
            set.inserts.push(insert(dossier.clone().with(nummer), Record::Declaratie(fact)));
        }
        for (index, prestatie) in (0_u64..).zip(self.prestaties) {
            let eerste = self.gebruikte_referenties.insert(prestatie.referentie.clone());
            set.inserts.push(Insert {
                key: prestatie_prefix(dossier, id).with_number(index),
                unique: eerste.then(|| dossier.clone().with(&prestatie.referentie)),
                record: Record::Prestatie(Box::new(prestatie)),
            });
        }
        if let Some((code, afzender, nummer)) = self.eigen_nummer {
            let key = Key::new().with(code).with(afzender).with(nummer);
            set.inserts.push(insert(key, Record::EigenNummer(EigenNummer { bericht: id })));
        }
        if let Some(bericht) = self.bericht {
            set.inserts.push(insert(bericht_key(id), Record::Bericht(bericht)));
        }
    }
}
