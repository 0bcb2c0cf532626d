//! A message of a local party to one elsewhere: checked on levels 1 and 2, booked as sent, put out for delivery. No retour
//! is made here: the other side does.

use dossier::{BerichtId, ChangeSet, Insert, OutboxItem, Stand, Zending};
use pipeline::{Beslist, Gelezen, Keten, Oordeel, Opdracht, volgnummer};

use crate::fout::DienstFout;
use crate::ontvangst::{Aanbod, Afgewezen, Toegelaten, noteer};
use crate::poort::{BESTEMMING, Poort};
use crate::weigering::Weigering;

/// Books and queues a message. False when another call took one of the keys in between.
pub(crate) fn verzend(
    poort: &Poort,
    keten: &Keten,
    gelezen: Option<&Gelezen<'_>>,
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
    let peildatum = toegelaten.peildatum;
    let opdracht = Opdracht { bytes: &aanbod.bytes, id, peildatum, waarom: false, gelezen };
    let bij = |_: Beslist<'_>, set: &mut ChangeSet| {
        set.inserts.extend(rijen.iter().cloned());
        set.outbox.push(item.clone());
    };
    let (store, wijze) = (poort.store.as_ref(), (&bij as &pipeline::Bijvoegen<'_>, aanbod.vrijgave));
    let verzonden =
        pipeline::verzend_na_voorcontrole(&opdracht, keten, store, &poort.hasher, wijze).map_err(DienstFout::from)?;
    match verzonden.bericht {
        Some(geboekt) if geboekt == id => {
            poort.bel_bezorging.notify_one();
            Ok(true)
        }
        Some(eerste) => bekend(poort, toegelaten, aanbod, eerste).map_err(Afgewezen::from),
        None => {
            let contract = verzonden.oordeel.alleen_contract();
            let findings = verzonden.oordeel.findings;
            let ontvangst = noteer(poort, toegelaten.record(aanbod, Stand::Geweigerd, None), &findings)?;
            Err(if contract {
                Weigering::Vastgehouden { ontvangst, findings }.into()
            } else {
                Weigering::Niveau2 { ontvangst, findings }.into()
            })
        }
    }
}

/// The same bytes were booked before. When another call did it just now its receipt is found at the next look; when they
/// came through a door without receipts, this one points to them.
fn bekend(poort: &Poort, toegelaten: &Toegelaten, aanbod: &Aanbod, eerste: BerichtId) -> Result<bool, DienstFout> {
    let record = toegelaten.record(aanbod, Stand::Verwerkt(eerste), None);
    let inserts = toegelaten.rijen(aanbod, record);
    let set = ChangeSet { id: volgnummer(poort.store.as_ref()), inserts, ..ChangeSet::default() };
    Ok(matches!(poort.store.commit(vec![set])?.pop(), Some(Ok(_))))
}

/// What would become of a message if it were sent now.
pub(crate) fn proef(poort: &Poort, keten: &Keten, opdracht: &Opdracht<'_>) -> Result<Oordeel, DienstFout> {
    Ok(pipeline::proef_verzenden(opdracht, keten, poort.store.as_ref(), &poort.hasher)?.oordeel)
}
