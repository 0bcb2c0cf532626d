//! A message of a local party to one elsewhere: checked on levels 1 and 2, booked as sent, put out for delivery. No retour
//! is made here: the other side does.

use dossier::{ChangeSet, Insert, OutboxItem, Stand, Zending};
use pipeline::{Beslist, Keten, Oordeel, Opdracht};

use crate::fout::DienstFout;
use crate::klok;
use crate::ontvangst::{Aanbod, Afgewezen, Toegelaten, noteer};
use crate::poort::{BESTEMMING, Poort};
use crate::weigering::Weigering;

/// Books and queues a message. False when another call took one of the keys in between.
pub(crate) fn verzend(
    poort: &Poort,
    keten: &Keten,
    toegelaten: &Toegelaten,
    aanbod: &Aanbod,
) -> Result<bool, Afgewezen> {
    let id = toegelaten.id;
    let record = toegelaten.record(aanbod, Stand::Verwerkt(id), None);
    let rijen: Vec<Insert> = toegelaten.rijen(aanbod, record.clone());
    let item = OutboxItem {
        bericht: id,
        wat: Zending::Bericht,
        bestemming: BESTEMMING.to_owned(),
        trace: uuid::Uuid::new_v4().to_string(),
        conversatie: uuid::Uuid::new_v4().to_string(),
        antwoord_op: None,
    };
    let opdracht = Opdracht { bytes: &aanbod.bytes, id, peildatum: klok::dag(toegelaten.nu_ms) };
    let bij = |_: Beslist<'_>, set: &mut ChangeSet| {
        set.inserts.extend(rijen.iter().cloned());
        set.outbox.push(item.clone());
    };
    let _ = (opdracht, bij, keten, poort, Weigering::EigenRetour, noteer);
    Err(DienstFout::Ontbreekt { wat: "sending" }.into())
}

/// What would become of a message if it were sent now.
pub(crate) fn proef(
    _poort: &Poort,
    _keten: &Keten,
    _opdracht: &Opdracht<'_>,
) -> Result<(Oordeel, Vec<&'static str>), DienstFout> {
    Err(DienstFout::Ontbreekt { wat: "sending" })
}
