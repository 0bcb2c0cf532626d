//! Taking off for good what an operator gives up: a delivery, with all that its message booked here, and the keys by which a
//! repetition of something that was handed in is found.

use std::ops::ControlFlow;

use dossier::{
    ChangeSet, Key, OntvangstId, OntvangstRecord, ReadSet, Record, Stand, Table, Update, Zending, ontvangst_key,
};
use opslag::{Delivery, Standing, Store, Which};
use pipeline::{Keten, trek_terug, volgnummer};

use crate::fout::DienstFout;
use crate::weergave::beheerlevering;

/// Takes a delivery off for good. False when there is none with this number, or it ended, or it is under way.
///
/// A message of our own that never went out counts for nobody: its bookings are undone in the same commit, its receipt is
/// closed with the reason, and the same bytes can be handed in again. When its retour is in, the other side has it after all
/// and only the delivery ends.
pub(crate) fn vervalt(store: &dyn Store, keten: Option<&Keten>, nummer: u64, reden: &str) -> Result<bool, DienstFout> {
    let gevonden = store.deliveries(Which::AllBefore(nummer.saturating_add(1)), 1)?.pop();
    let Some(delivery) = gevonden.filter(|delivery| delivery.number == nummer) else { return Ok(false) };
    let roert_zich = matches!(delivery.standing, Standing::Waiting { .. } | Standing::Parked(_));
    if !roert_zich || delivery.item.wat == Zending::Retour {
        return Ok(store.drop_delivery(nummer, reden)?);
    }
    let keten = keten.ok_or(DienstFout::Ontbreekt { wat: "the schemas" })?;
    let mut einde = ChangeSet { vervallen: vec![(nummer, reden.to_owned())], ..ChangeSet::default() };
    sluit_ontvangst(store, &delivery, reden, &mut einde)?;
    let bij = |set: &mut ChangeSet| {
        set.vervallen.clone_from(&einde.vervallen);
        set.deletes.extend(einde.deletes.iter().cloned());
        set.updates.extend(einde.updates.iter().cloned());
    };
    let teruggenomen = trek_terug((delivery.item.bericht, volgnummer(store)), keten, store, &bij)?;
    Ok(teruggenomen || store.drop_delivery(nummer, reden)?)
}

/// The end of the receipt of a message that is taken back, when it has one.
fn sluit_ontvangst(store: &dyn Store, delivery: &Delivery, reden: &str, set: &mut ChangeSet) -> Result<(), DienstFout> {
    let Some(id) = beheerlevering(store, delivery).ontvangst else { return Ok(()) };
    let vraag = ReadSet { keys: vec![(Table::Ontvangst, ontvangst_key(&id))], ..ReadSet::default() };
    let Some(row) = store.read(&vraag)?.rows.pop() else { return Ok(()) };
    if let Record::Ontvangst(record) = row.record {
        vergeet(store, record.afzender.as_deref(), &id, set)?;
        sluit(&id, (*record, row.version), reden, set);
    }
    Ok(())
}

/// Closes a receipt with the reason; its message goes no further.
pub(crate) fn sluit(id: &OntvangstId, (record, expected): (OntvangstRecord, u64), reden: &str, set: &mut ChangeSet) {
    let gesloten = OntvangstRecord { stand: Stand::Vervallen(reden.to_owned()), lading: None, ..record };
    let record = Record::Ontvangst(Box::new(gesloten));
    set.updates.push(Update { key: ontvangst_key(id), expected, record });
}

/// Forgets the keys by which a repetition finds a receipt, so that its sender can hand the same in again.
pub(crate) fn vergeet(
    store: &dyn Store,
    afzender: Option<&str>,
    id: &OntvangstId,
    set: &mut ChangeSet,
) -> Result<(), DienstFout> {
    let Some(afzender) = afzender else { return Ok(()) };
    // An Idempotency-Key is kept as a hash only, so it is found by what it points to.
    let prefix = Key::new().with(afzender);
    for table in [Table::Inzending, Table::Idempotentie, Table::Zending] {
        store.walk(table, &prefix, &mut |row| {
            if let Record::Inzending(feit) | Record::Idempotentie(feit) | Record::Zending(feit) = &row.record
                && feit.ontvangst == *id
            {
                set.deletes.push((table, row.key, row.version));
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(())
}
