//! A store as years of messages would have left it, made in bulk: for measuring, where sending the messages themselves would
//! take hours. The rows are those that the messages would have made; the messages are not among them.

use bericht::Dossier;

use crate::clientsleutel::{ClientSleutel, dossier_key};
use crate::kennis::{client_key, nummer_key, prestatie_prefix};
use crate::record::{ClientFeit, NummerFeit, PrestatieFeit, Record};
use crate::seam::{BerichtId, ChangeSet, Insert};
use crate::toewijzing::ToewijzingVersie;

/// A client with one version of each toewijzing, and the debets that were granted on them.
#[derive(Debug)]
pub struct Voorraadclient {
    /// Key.
    pub sleutel: ClientSleutel,
    /// Toewijzingen, each with a number of its own.
    pub toewijzingen: Vec<ToewijzingVersie>,
    /// Granted debets, with ReferentieNummers that nobody else uses.
    pub prestaties: Vec<PrestatieFeit>,
}

/// The rows of clients, under one message number, for a store that holds none of them yet.
pub fn voorraad(dossier: &Dossier, id: BerichtId, clienten: Vec<Voorraadclient>) -> ChangeSet {
    let mut set = ChangeSet { id, ..ChangeSet::default() };
    let dossier = dossier_key(dossier);
    let mut volgnummer = 0_u64;
    let insert = |key, record| Insert { key, unique: None, record };
    for Voorraadclient { sleutel, toewijzingen, prestaties } in clienten {
        let mut feit = ClientFeit::default();
        for toewijzing in &toewijzingen {
            let nummer = NummerFeit {
                client: sleutel,
                ingangsdatum: toewijzing.ingangsdatum,
                product: toewijzing.product.clone(),
                verwijderd: false,
                ook: Vec::new(),
            };
            set.inserts.push(insert(nummer_key(&dossier, toewijzing.nummer), Record::Nummer(nummer)));
        }
        for prestatie in prestaties {
            feit.verbruik.wijzig(prestatie.nummer, |v| v.erbij(prestatie.lijn(), prestatie.boeking()));
            set.inserts.push(Insert {
                key: prestatie_prefix(&dossier, id).with_number(volgnummer),
                unique: Some(dossier.clone().with(&prestatie.referentie)),
                record: Record::Prestatie(Box::new(prestatie)),
            });
            volgnummer += 1;
        }
        feit.toewijzingen = toewijzingen;
        set.inserts.push(insert(client_key(&dossier, &sleutel), Record::Client(Box::new(feit))));
    }
    set
}
