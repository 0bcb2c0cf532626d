//! Judgement: workers take messages from the queue, judge them, and commit verdict, dossier, retour, delivery, mailbox
//! entries and the end of the receipt as one. A small message of which the dossier is free is judged where it comes in, and
//! its receipt is in that same commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use dossier::{
    BerichtId, ChangeSet, OntvangstId, OntvangstRecord, OutboxItem, PostvakItem, Record, Richting, Stand, Table,
    Update, Version, Zending, bericht_key, ontvangst_key,
};
use opslag::Store;
use pipeline::{Beslist, Gelezen, Keten, Opdracht, Uitkomst, Verwerkt, haal, verwerk_met};

use crate::fout::DienstFout;
use crate::klok;
use crate::meting::Beoordeeld;
use crate::ontvangst::{Aanbod, Toegelaten, commit_id, leg_weg};
use crate::poort::{BESTEMMING, Poort, keten_van_oorzaken};
use crate::wachtrij::Wachtende;

/// Pause after trouble that passes, such as a full disk.
const PAUZE: Duration = Duration::from_millis(500);

/// Up to this size the verdict also keeps why each line was granted, in bytes; of larger declaraties that would be as much
/// again as the message.
const UITLEG_MAX: u64 = 256 << 10;

/// The version of a row that was written once.
const EERSTE: Version = 1;

/// Starts so many workers. They end when the queue is stopped, each after the message it has in hand.
///
/// # Errors
/// A thread cannot be started.
pub fn start(poort: &Arc<Poort>, aantal: usize) -> Result<Vec<JoinHandle<()>>, DienstFout> {
    (0..aantal)
        .map(|nummer| {
            let poort = Arc::clone(poort);
            let builder = thread::Builder::new().name(format!("oordeel-{nummer}"));
            builder.spawn(move || werk(&poort)).map_err(DienstFout::Start)
        })
        .collect()
}

fn werk(poort: &Poort) {
    while let Some(wachtende) = poort.wachtrij.neem() {
        een(poort, wachtende, beoordeel);
    }
}

/// Has one message judged; whatever comes of it, its dossier is free again and the worker goes on.
fn een(
    poort: &Poort,
    mut wachtende: Wachtende,
    beoordeel: impl FnOnce(&Poort, &Wachtende, Option<Wacht>) -> Result<(), DienstFout>,
) {
    let vers = wachtende.vers.take().map(|record| Wacht { record: *record, version: EERSTE, in_rij: EERSTE });
    match zonder_paniek(|| beoordeel(poort, &wachtende, vers)) {
        Ok(()) => poort.wachtrij.klaar(&wachtende),
        Err(fout) => na_fout(poort, wachtende, &fout),
    }
}

/// A fault of the program in one message must not end the thread that others need. Nothing is half done by it: what a
/// judgement changes, it commits as one.
pub(crate) fn zonder_paniek<T>(oordeel: impl FnOnce() -> Result<T, DienstFout>) -> Result<T, DienstFout> {
    catch_unwind(AssertUnwindSafe(oordeel)).unwrap_or(Err(DienstFout::Paniek))
}

/// Trouble that passes: the message comes first again. Anything else is for an operator, and the messages behind it go on.
fn na_fout(poort: &Poort, wachtende: Wachtende, fout: &DienstFout) {
    let reden = keten_van_oorzaken(fout);
    tracing::error!(ontvangst = %wachtende.ontvangst, fout = %reden, "not judged");
    poort.bij_fout(fout);
    if poort.noodstop.is_cancelled() {
        // On disk it still waits; the next start judges it.
        poort.wachtrij.stop();
        return;
    }
    if fout.retry_helps() {
        thread::sleep(PAUZE);
        poort.wachtrij.terug(wachtende);
        return;
    }
    if let Err(ook) = zet_vast(poort, &wachtende, reden) {
        tracing::error!(ontvangst = %wachtende.ontvangst, fout = %keten_van_oorzaken(&ook), "cannot be set aside");
        poort.bij_fout(&ook);
    }
    poort.wachtrij.klaar(&wachtende);
}

/// A receipt that waits, with what its end needs.
struct Wacht {
    record: OntvangstRecord,
    version: Version,
    in_rij: Version,
}

/// `None` when it waits no more: it was judged just before.
fn wachtend(poort: &Poort, wachtende: &Wachtende) -> Result<Option<Wacht>, DienstFout> {
    let (record, version) =
        poort.ontvangst(&wachtende.ontvangst)?.ok_or(DienstFout::Ontbreekt { wat: "a receipt that waits" })?;
    let in_rij = poort.wacht_versie(wachtende.bericht)?;
    Ok(in_rij.filter(|_| record.stand == Stand::Wacht).map(|in_rij| Wacht { record, version, in_rij }))
}

impl Wacht {
    /// The end of the receipt.
    fn eindig(&self, wachtende: &Wachtende, stand: Stand, set: &mut ChangeSet) {
        let record = OntvangstRecord { stand, lading: None, ..self.record.clone() };
        set.updates.push(Update {
            key: ontvangst_key(&wachtende.ontvangst),
            expected: self.version,
            record: Record::Ontvangst(Box::new(record)),
        });
        set.deletes.push((Table::Wacht, bericht_key(wachtende.bericht), self.in_rij));
    }
}

/// Judges a message that just came in, and commits its receipt with everything that follows. False when that cannot be done
/// in one: then it must be put on disk first, to wait for its turn. The caller holds the turn of the dossier.
pub(crate) fn beoordeel_meteen(
    poort: &Poort,
    keten: &Keten,
    gelezen: &Gelezen<'_>,
    toegelaten: &Toegelaten,
    aanbod: &Aanbod,
) -> Result<bool, DienstFout> {
    let record = toegelaten.record(aanbod, Stand::Verwerkt(toegelaten.id), None);
    let zendingen = Zendingen::voor(poort, (toegelaten.id, &toegelaten.ontvangst), &record);
    let opdracht = Opdracht {
        bytes: &aanbod.bytes,
        id: toegelaten.id,
        peildatum: record.peildatum,
        waarom: record.grootte <= UITLEG_MAX,
        gelezen: Some(gelezen),
    };
    let bij = |beslist: Beslist<'_>, set: &mut ChangeSet| {
        set.inserts.extend(toegelaten.rijen(aanbod, record.clone()));
        zendingen.voeg_toe(beslist.retour.is_some(), set);
    };
    let verwerkt = verwerk_met(&opdracht, keten, poort.store.as_ref(), &poort.hasher, &bij)?;
    // The same bytes were judged before, through a door without receipts: that is told by the long way.
    if verwerkt.bericht != Some(toegelaten.id) {
        return Ok(false);
    }
    klaar(poort, &toegelaten.ontvangst, &record, &verwerkt);
    Ok(true)
}

/// Judges one message and commits everything that follows. What is known of its receipt without reading is `vers`; the
/// commit looks whether it still holds.
fn beoordeel(poort: &Poort, wachtende: &Wachtende, vers: Option<Wacht>) -> Result<(), DienstFout> {
    let wacht = vers.map_or_else(|| wachtend(poort, wachtende), |vers| Ok(Some(vers)))?;
    let Some(mut wacht) = wacht else { return Ok(()) };
    let lading =
        wacht.record.lading.take().ok_or(DienstFout::Ontbreekt { wat: "the bytes of a message that waits" })?;
    let bytes = haal(lading.clone(), "the bytes", poort.store.as_ref())?;
    let keten = poort.keten();
    let zendingen = Zendingen::voor(poort, (wachtende.bericht, &wachtende.ontvangst), &wacht.record);
    let opdracht = Opdracht {
        bytes: &bytes,
        id: wachtende.bericht,
        peildatum: wacht.record.peildatum,
        waarom: wacht.record.grootte <= UITLEG_MAX,
        gelezen: None,
    };
    let bij = |beslist: Beslist<'_>, set: &mut ChangeSet| {
        wacht.eindig(wachtende, Stand::Verwerkt(wachtende.bericht), set);
        zendingen.voeg_toe(beslist.retour.is_some(), set);
    };
    let verwerkt = verwerk_met(&opdracht, &keten, poort.store.as_ref(), &poort.hasher, &bij)?;
    match verwerkt.bericht {
        Some(id) if id == wachtende.bericht => {}
        // The same bytes were judged before, through a door without receipts.
        Some(eerste) => sluit(poort, wachtende, &wacht, Stand::Verwerkt(eerste))?,
        // The schemas changed since the receipt was given.
        None => weiger_alsnog(poort, wachtende, &mut wacht, &verwerkt)?,
    }
    klaar(poort, &wachtende.ontvangst, &wacht.record, &verwerkt);
    Ok(())
}

/// Tells of a judgement that is on disk.
fn klaar(poort: &Poort, ontvangst: &OntvangstId, record: &OntvangstRecord, verwerkt: &Verwerkt) {
    poort.bel_bezorging.notify_one();
    poort.bel_postvak.notify_waiters();
    let uitkomst = uitkomst_naam(verwerkt.oordeel.outcome);
    let bericht = verwerkt.soort.map_or("", bericht::Soort::nummer);
    let ms = klok::nu_ms().saturating_sub(record.ontvangen_ms);
    poort.meting.beoordeeld.get_or_create(&Beoordeeld { bericht, uitkomst }).inc();
    poort.meting.wachttijd.observe(Duration::from_millis(ms).as_secs_f64());
    tracing::info!(%ontvangst, bericht, uitkomst, ms, "judged");
}

/// An outcome as in JSON.
pub(crate) fn uitkomst_naam(uitkomst: Uitkomst) -> &'static str {
    match uitkomst {
        Uitkomst::Accepted => "accepted",
        Uitkomst::Partly => "partly",
        Uitkomst::Rejected => "rejected",
        Uitkomst::Unreadable => "unreadable",
        Uitkomst::Duplicate => "duplicate",
    }
}

/// What goes out because of a message: the retour to the endpoint, and entries of the mailboxes. Its numbers are made once,
/// before the commit.
struct Zendingen {
    bericht: BerichtId,
    retour: Option<OutboxItem>,
    postvak_bij_retour: Vec<PostvakItem>,
    postvak: Vec<PostvakItem>,
}

impl Zendingen {
    fn voor(poort: &Poort, (bericht, ontvangst): (BerichtId, &OntvangstId), record: &OntvangstRecord) -> Self {
        let partijen = poort.partijen();
        let item =
            |partij: &str, wat| PostvakItem { partij: partij.to_owned(), wat, bericht, ontvangst: ontvangst.clone() };
        let (afzender, ontvanger) = (record.afzender.as_deref(), record.ontvanger.as_deref());
        // A party elsewhere gets the retour through the endpoint; between two local parties it stays here.
        let naar_buiten = record.richting == Some(Richting::In);
        let leest_mee = |code: &&str| partijen.is_lokaal(code) || partijen.heeft_map(code);
        Self {
            bericht,
            retour: naar_buiten.then(|| retour_item(bericht, record)),
            postvak: ontvanger.map(|code| item(code, Zending::Bericht)).into_iter().collect(),
            postvak_bij_retour: afzender
                .filter(leest_mee)
                .map(|code| item(code, Zending::Retour))
                .into_iter()
                .collect(),
        }
    }

    fn voeg_toe(&self, met_retour: bool, set: &mut ChangeSet) {
        debug_assert_eq!(set.id, self.bericht, "deliveries belong to the message that is committed");
        set.postvak.extend(self.postvak.iter().cloned());
        if met_retour {
            set.outbox.extend(self.retour.iter().cloned());
            set.postvak.extend(self.postvak_bij_retour.iter().cloned());
        }
    }
}

fn retour_item(bericht: BerichtId, record: &OntvangstRecord) -> OutboxItem {
    let nieuw = || uuid::Uuid::new_v4().to_string();
    OutboxItem {
        bericht,
        wat: Zending::Retour,
        bestemming: BESTEMMING.to_owned(),
        trace: nieuw(),
        conversatie: record.vsp.as_ref().map_or_else(nieuw, |vsp| vsp.conversatie.clone()),
        antwoord_op: record.vsp.as_ref().map(|vsp| vsp.traceer.clone()),
    }
}

/// Ends a receipt by itself.
fn sluit(poort: &Poort, wachtende: &Wachtende, wacht: &Wacht, stand: Stand) -> Result<(), DienstFout> {
    let mut set = ChangeSet { id: commit_id(), ..ChangeSet::default() };
    wacht.eindig(wachtende, stand, &mut set);
    commit_een(poort.store.as_ref(), set)
}

/// Commits one set.
fn commit_een(store: &dyn Store, set: ChangeSet) -> Result<(), DienstFout> {
    match store.commit(vec![set])?.pop() {
        Some(Ok(_)) => Ok(()),
        _ => Err(DienstFout::Verdrongen),
    }
}

fn weiger_alsnog(
    poort: &Poort,
    wachtende: &Wachtende,
    wacht: &mut Wacht,
    verwerkt: &Verwerkt,
) -> Result<(), DienstFout> {
    let json = serde_json::to_vec(&verwerkt.oordeel.findings).unwrap_or_default();
    wacht.record.bevindingen = Some(leg_weg(poort, &json)?);
    sluit(poort, wachtende, wacht, Stand::Geweigerd)
}

/// Keeps the message with the reason, out of the way of the others.
fn zet_vast(poort: &Poort, wachtende: &Wachtende, reden: String) -> Result<(), DienstFout> {
    let Some(wacht) = wachtend(poort, wachtende)? else { return Ok(()) };
    zet_stand(poort.store.as_ref(), &wachtende.ontvangst, (wacht.record, wacht.version), Stand::Vastgelopen(reden))
}

/// Another stand of a receipt whose message stays where it is.
pub(crate) fn zet_stand(
    store: &dyn Store,
    ontvangst: &OntvangstId,
    (record, expected): (OntvangstRecord, Version),
    stand: Stand,
) -> Result<(), DienstFout> {
    let record = Record::Ontvangst(Box::new(OntvangstRecord { stand, ..record }));
    let update = Update { key: ontvangst_key(ontvangst), expected, record };
    commit_een(store, ChangeSet { id: commit_id(), updates: vec![update], ..ChangeSet::default() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::ontvangst::neem_aan;
    use crate::proef::{dossier, poort, poort_met, start};

    #[test]
    fn a_small_message_is_judged_at_once_unless_its_dossier_is_taken() {
        let poort = poort();
        let stand = |aanbod: &Aanbod| {
            let ontvangst = neem_aan(&poort, aanbod).unwrap().ontvangst;
            poort.ontvangst(&ontvangst).unwrap().unwrap().0.stand
        };
        assert!(matches!(stand(&start(1)), Stand::Verwerkt(_)));
        assert_eq!(poort.wachtrij.lengte(), 0);
        let bezet = dossier();
        let beurt = poort.wachtrij.beurt(&bezet).unwrap();
        assert_eq!(stand(&start(2)), Stand::Wacht);
        assert!(matches!(stand(&start(1)), Stand::Verwerkt(_)), "the same bytes have their receipt");
        drop(beurt);
        assert_eq!(stand(&start(3)), Stand::Wacht, "it comes after the one that waits");
        for _ in 0..2 {
            een(&poort, poort.wachtrij.neem().unwrap(), beoordeel);
        }
        assert!(matches!(stand(&start(2)), Stand::Verwerkt(_)) && matches!(stand(&start(3)), Stand::Verwerkt(_)));
        assert!(matches!(stand(&start(4)), Stand::Verwerkt(_)));
    }

    #[test]
    fn a_message_that_the_program_cannot_judge_is_set_aside_and_holds_up_nobody() {
        let poort = poort();
        let bezet = dossier();
        let beurt = poort.wachtrij.beurt(&bezet).unwrap();
        let ontvangst = neem_aan(&poort, &start(1)).unwrap().ontvangst;
        drop(beurt);
        een(&poort, poort.wachtrij.neem().unwrap(), |_, _, _| std::panic::panic_any("x"));
        let (record, _) = poort.ontvangst(&ontvangst).unwrap().unwrap();
        let Stand::Vastgelopen(reden) = record.stand else { unreachable!("{:?}", record.stand) };
        assert_eq!(reden, "judging the message ended in a fault of the program");
        assert!(record.lading.is_some(), "its bytes are kept");
        let volgende = neem_aan(&poort, &start(2)).unwrap().ontvangst;
        assert!(matches!(poort.ontvangst(&volgende).unwrap().unwrap().0.stand, Stand::Verwerkt(_)));
    }
}
