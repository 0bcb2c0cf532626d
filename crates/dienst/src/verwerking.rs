//! Judgement: workers take messages from the queue, judge them, and commit verdict, dossier, retour, delivery, mailbox
//! entries and the end of the receipt as one. A small message of which the dossier is free is judged where it comes in, and
//! its receipt is in that same commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use dossier::{
    BerichtId, ChangeSet, OntvangstId, OntvangstRecord, OutboxItem, PostvakItem, Record, Richting, Stand, Table,
    Update, Version, WachtFeit, Zending, bericht_key, ontvangst_key,
};
use opslag::Store;
use pipeline::{Beslist, Gelezen, Keten, Opdracht, Uitkomst, Verwerkt, haal, verwerk_met, volgnummer};

use crate::fout::DienstFout;
use crate::klok;
use crate::meting::Beoordeeld;
use crate::ontvangst::{Aanbod, Toegelaten, leg_weg};
use crate::poort::{BESTEMMING, Poort, keten_van_oorzaken};
use crate::wachtrij::Wachtende;

/// First and longest pause after trouble that passes, such as a full disk.
const PAUZE: Duration = Duration::from_millis(500);
const PAUZE_MAX: Duration = Duration::from_secs(5);

/// Of so many failures of one message in a row the log tells one: the log may be on the disk that is full.
const STIL: u32 = 12;

/// Pause while nothing but messages is left whose time has not come.
const DUTJE: Duration = Duration::from_millis(50);

/// Up to this size the verdict also keeps why each line was granted, in bytes; of larger declaraties that would be as much
/// again as the message.
const UITLEG_MAX: u64 = 256 << 10;

/// After so many judgements that began after a restart and did not end, a message is set aside.
const BEGONNEN_MAX: u32 = 3;

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
    if wachtende.hervat.is_some_and(|begonnen| begonnen > 0) && Instant::now() < poort.verdacht_vanaf {
        poort.wachtrij.terug(wachtende);
        thread::sleep(DUTJE);
        return;
    }
    let vers = wachtende.vers.take().map(|record| Wacht { record: *record, version: EERSTE, in_rij: EERSTE });
    let uitkomst = if wachtende.hervat.take().is_some() {
        // Once in the life of a process: what it tries again it has survived.
        hervat(poort, &wachtende, || beoordeel(poort, &wachtende, None))
    } else {
        zonder_paniek(|| beoordeel(poort, &wachtende, vers))
    };
    match uitkomst {
        Ok(()) => poort.wachtrij.klaar(&wachtende),
        Err(fout) => na_fout(poort, wachtende, &fout),
    }
}

/// Judges a message that was on disk at the start. A judgement that ends the process itself, by taking all memory for
/// instance, would do so again at every start: so it is on disk that it began, before it begins. One that began before and
/// did not end is judged while no other of these is, so that only the cause is counted again.
fn hervat(
    poort: &Poort,
    wachtende: &Wachtende,
    oordeel: impl FnOnce() -> Result<(), DienstFout>,
) -> Result<(), DienstFout> {
    let Some((feit, version)) = poort.wacht_feit(wachtende.bericht)? else { return Ok(()) };
    let begonnen = feit.begonnen;
    if begonnen >= BEGONNEN_MAX {
        return Err(DienstFout::Afgebroken(begonnen));
    }
    let (_samen, _alleen) = if begonnen == 0 {
        (Some(poort.verdacht.read().unwrap_or_else(PoisonError::into_inner)), None)
    } else {
        (None, Some(poort.verdacht.write().unwrap_or_else(PoisonError::into_inner)))
    };
    zet_begonnen(poort, wachtende.bericht, (feit, version), begonnen + 1)?;
    let uitkomst = zonder_paniek(oordeel);
    // It came to an end, though not to a verdict. When that cannot be noted, it counts as one that did not.
    if uitkomst.is_err()
        && let Ok(Some(rij)) = poort.wacht_feit(wachtende.bericht)
    {
        let _ = zet_begonnen(poort, wachtende.bericht, rij, begonnen);
    }
    uitkomst
}

fn zet_begonnen(
    poort: &Poort,
    bericht: BerichtId,
    (feit, expected): (WachtFeit, Version),
    begonnen: u32,
) -> Result<(), DienstFout> {
    let update = Update { key: bericht_key(bericht), expected, record: Record::Wacht(WachtFeit { begonnen, ..feit }) };
    commit_een(
        poort.store.as_ref(),
        ChangeSet { id: volgnummer(poort.store.as_ref()), updates: vec![update], ..ChangeSet::default() },
    )
}

/// A fault of the program in one message must not end the thread that others need. Nothing is half done by it: what a
/// judgement changes, it commits as one.
pub(crate) fn zonder_paniek<T>(oordeel: impl FnOnce() -> Result<T, DienstFout>) -> Result<T, DienstFout> {
    catch_unwind(AssertUnwindSafe(oordeel)).unwrap_or(Err(DienstFout::Paniek))
}

/// Trouble that passes: the message comes first again. Anything else is for an operator, and the messages behind it go on.
fn na_fout(poort: &Poort, wachtende: Wachtende, fout: &DienstFout) {
    let reden = keten_van_oorzaken(fout);
    if wachtende.mislukt.is_multiple_of(STIL) {
        let (ontvangst, keer) = (&wachtende.ontvangst, wachtende.mislukt + 1);
        tracing::error!(%ontvangst, fout = %reden, keer, "not judged");
    }
    poort.bij_fout(fout);
    if poort.noodstop.is_cancelled() {
        // On disk it still waits; the next start judges it.
        poort.wachtrij.stop();
        return;
    }
    if fout.retry_helps() {
        poort.wachtrij.pauzeer(pauze(wachtende.mislukt));
        poort.wachtrij.terug(Wachtende { mislukt: wachtende.mislukt.saturating_add(1), ..wachtende });
        return;
    }
    if let Err(ook) = zet_vast(poort, &wachtende, reden) {
        tracing::error!(ontvangst = %wachtende.ontvangst, fout = %keten_van_oorzaken(&ook), "cannot be set aside");
        poort.bij_fout(&ook);
    }
    poort.wachtrij.klaar(&wachtende);
}

/// How long a worker waits after trouble that passes, which came so often before: a full disk is not full for a second.
fn pauze(mislukt: u32) -> Duration {
    PAUZE.saturating_mul(1 << mislukt.min(4)).min(PAUZE_MAX)
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
    let mut set = ChangeSet { id: volgnummer(poort.store.as_ref()), ..ChangeSet::default() };
    wacht.eindig(wachtende, stand, &mut set);
    commit_een(poort.store.as_ref(), set)
}

/// Commits one set.
pub(crate) fn commit_een(store: &dyn Store, set: ChangeSet) -> Result<(), DienstFout> {
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
    zet_stand(poort.store.as_ref(), &wachtende.ontvangst, (wacht.record, wacht.version), Stand::Vastgelopen(reden))?;
    poort.meting.vastgelopen.inc();
    Ok(())
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
    commit_een(store, ChangeSet { id: volgnummer(store), updates: vec![update], ..ChangeSet::default() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use opslag::MemoryStore;

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
        assert_eq!(poort.meting.vastgelopen.get(), 1);
        let volgende = neem_aan(&poort, &start(2)).unwrap().ontvangst;
        assert!(matches!(poort.ontvangst(&volgende).unwrap().unwrap().0.stand, Stand::Verwerkt(_)));
    }

    /// A store with one message that waits, and the gateway of the next process over it.
    fn na_herstart(begonnen: u32) -> (Poort, OntvangstId) {
        let store = MemoryStore::new();
        let hasher = store.hasher().clone();
        let store: Arc<dyn Store> = Arc::new(store);
        let eerst = poort_met(Arc::clone(&store), hasher.clone());
        let bezet = dossier();
        let beurt = eerst.wachtrij.beurt(&bezet).unwrap();
        let ontvangst = neem_aan(&eerst, &start(1)).unwrap().ontvangst;
        drop(beurt);
        let bericht = eerst.ontvangst(&ontvangst).unwrap().unwrap().0.bericht;
        zet_begonnen(&eerst, bericht, eerst.wacht_feit(bericht).unwrap().unwrap(), begonnen).unwrap();
        let mut poort = poort_met(store, hasher);
        poort.verdacht_vanaf = Instant::now();
        (poort, ontvangst)
    }

    fn begonnen(poort: &Poort, wachtende: &Wachtende) -> u32 {
        poort.wacht_feit(wachtende.bericht).unwrap().unwrap().0.begonnen
    }

    #[test]
    fn a_message_by_which_the_process_ends_is_set_aside_after_three_times() {
        for nog in [0, 1, 2] {
            let (poort, ontvangst) = na_herstart(nog);
            let wachtende = poort.wachtrij.neem().unwrap();
            een(&poort, wachtende, |poort, wachtende, vers| {
                assert_eq!(begonnen(poort, wachtende), nog + 1, "it is on disk before it begins");
                assert_eq!(poort.verdacht.try_read().is_ok(), nog == 0, "a suspect is judged alone");
                beoordeel(poort, wachtende, vers)
            });
            assert!(matches!(poort.ontvangst(&ontvangst).unwrap().unwrap().0.stand, Stand::Verwerkt(_)), "{nog}");
        }
        let (poort, ontvangst) = na_herstart(3);
        een(&poort, poort.wachtrij.neem().unwrap(), |_, _, _| unreachable!("not once more"));
        let (record, _) = poort.ontvangst(&ontvangst).unwrap().unwrap();
        let Stand::Vastgelopen(reden) = record.stand else { unreachable!("{:?}", record.stand) };
        assert_eq!(reden, "the daemon ended 3 times while it judged this message; it may be the cause");
        assert!(record.lading.is_some() && poort.wachtrij.lengte() == 0);
        // The next of its dossier goes on, and an operator can have it judged after all.
        assert!(neem_aan(&poort, &start(2)).is_ok());
        let vraag = crate::beheer::Vraag::Opnieuw { ontvangsten: vec![] };
        assert_eq!(crate::beheer::in_dienst(&poort, &vraag).unwrap().ontvangsten, std::slice::from_ref(&ontvangst.0));
        assert_eq!(poort.meting.vastgelopen.get(), 0);
        een(&poort, poort.wachtrij.neem().unwrap(), beoordeel);
        assert!(matches!(poort.ontvangst(&ontvangst).unwrap().unwrap().0.stand, Stand::Verwerkt(_)));
    }

    #[test]
    fn a_suspect_waits_a_while_and_the_others_do_not() {
        let (mut poort, ontvangst) = na_herstart(1);
        poort.verdacht_vanaf = Instant::now() + Duration::from_secs(3600);
        let stand = |poort: &Poort| poort.ontvangst(&ontvangst).unwrap().unwrap().0.stand;
        een(&poort, poort.wachtrij.neem().unwrap(), |_, _, _| unreachable!("not yet"));
        assert_eq!((stand(&poort), poort.wachtrij.lengte()), (Stand::Wacht, 1));
        poort.verdacht_vanaf = Instant::now();
        een(&poort, poort.wachtrij.neem().unwrap(), beoordeel);
        assert!(matches!(stand(&poort), Stand::Verwerkt(_)));
    }

    #[test]
    fn trouble_that_passes_after_a_restart_is_no_sign_against_a_message() {
        let (poort, ontvangst) = na_herstart(1);
        for _ in 0..3 {
            let wachtende = poort.wachtrij.neem().unwrap();
            een(&poort, wachtende.clone(), |_, _, _| Err(DienstFout::Verdrongen));
            assert_eq!(begonnen(&poort, &wachtende), 1);
        }
        een(&poort, poort.wachtrij.neem().unwrap(), beoordeel);
        assert!(matches!(poort.ontvangst(&ontvangst).unwrap().unwrap().0.stand, Stand::Verwerkt(_)));
    }

    #[test]
    fn a_message_in_the_normal_way_is_not_marked() {
        let poort = poort();
        let bezet = dossier();
        let beurt = poort.wachtrij.beurt(&bezet).unwrap();
        neem_aan(&poort, &start(1)).unwrap();
        drop(beurt);
        een(&poort, poort.wachtrij.neem().unwrap(), |poort, wachtende, vers| {
            assert_eq!(poort.wacht_versie(wachtende.bericht).unwrap(), Some(EERSTE));
            beoordeel(poort, wachtende, vers)
        });
    }
}
