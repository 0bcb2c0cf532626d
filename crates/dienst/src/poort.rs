//! Everything that intake, judgement, mailbox and delivery share.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use bericht::Datum;
use dossier::{
    BerichtId, EerderFeit, OntvangstId, OntvangstRecord, Record, Sleutelhasher, Stand, Table, Version, WachtFeit,
};
use dossier::{Key, ReadSet, bericht_key, eerder_key, ontvangst_key};
use opslag::{Counts, Store};
use pipeline::Keten;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::fout::DienstFout;
use crate::klok;
use crate::meting::Meting;
use crate::partijen::Partijen;
use crate::ruimte::Ruimte;
use crate::wachtrij::{Wachtende, Wachtrij};

/// The destination of deliveries. One endpoint today; the name is stored with every delivery.
pub const BESTEMMING: &str = "vecozo";

/// How long after a start the messages wait whose judgement began before and did not end. A process that is killed again
/// within that time counts against none of them, and one that ends by itself does not do so all the time.
const BEDENKTIJD: Duration = Duration::from_secs(5);

/// The heart of the daemon. Schemas, contracts and parties can be replaced while it runs.
pub struct Poort {
    /// The store.
    pub store: Arc<dyn Store>,
    /// Keyed hashes of this installation.
    pub hasher: Sleutelhasher,
    keten: RwLock<Arc<Keten>>,
    partijen: RwLock<Arc<Partijen>>,
    /// Messages that wait for judgement.
    pub wachtrij: Wachtrij,
    /// After a restart messages are judged beside each other, but one by which the process may have ended alone.
    pub(crate) verdacht: RwLock<()>,
    /// From this moment on such a message is judged; before it the others have their turn.
    pub(crate) verdacht_vanaf: Instant,
    /// Room for messages that come in.
    pub(crate) ruimte: Ruimte,
    /// Rings when there may be something to deliver.
    pub bel_bezorging: Notify,
    /// Rings when a mailbox got an entry.
    pub bel_postvak: Notify,
    /// The reference date of every message instead of the day it comes in; for rehearsals and demos.
    pub vaste_dag: Option<Datum>,
    /// Counters.
    pub meting: Meting,
    /// Ends everything.
    pub stop: CancellationToken,
    /// Rung when the disk failed: the process must end with an error.
    pub noodstop: CancellationToken,
}

impl std::fmt::Debug for Poort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Poort")
    }
}

impl Poort {
    /// A gateway over a store, for so many workers. What waited when the process before ended is queued again.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn nieuw(
        store: Arc<dyn Store>,
        hasher: Sleutelhasher,
        keten: Keten,
        partijen: Partijen,
        werkers: usize,
    ) -> Result<Self, DienstFout> {
        let ruimte = Ruimte::nieuw(keten.max_bytes);
        let poort = Self {
            store,
            hasher,
            keten: RwLock::new(Arc::new(keten)),
            partijen: RwLock::new(Arc::new(partijen)),
            wachtrij: Wachtrij::nieuw(werkers, std::thread::available_parallelism().map_or(2, usize::from)),
            verdacht: RwLock::default(),
            verdacht_vanaf: Instant::now() + BEDENKTIJD,
            ruimte,
            bel_bezorging: Notify::new(),
            bel_postvak: Notify::new(),
            vaste_dag: None,
            meting: Meting::nieuw(),
            stop: CancellationToken::new(),
            noodstop: CancellationToken::new(),
        };
        poort.hervat()?;
        Ok(poort)
    }

    /// Queues what is on disk and not judged, in order of reception.
    fn hervat(&self) -> Result<(), DienstFout> {
        let vraag = ReadSet { prefixes: vec![(Table::Wacht, Key::new())], ..ReadSet::default() };
        let mut vastgelopen = 0_i64;
        for row in self.store.read(&vraag)?.rows {
            let Record::Wacht(feit) = row.record else { continue };
            let (record, _) =
                self.ontvangst(&feit.ontvangst)?.ok_or(DienstFout::Ontbreekt { wat: "a receipt that waits" })?;
            // What was set aside waits for an operator.
            match record.stand {
                Stand::Wacht => self.zet_in_rij(record.bericht, feit),
                _ => vastgelopen += 1,
            }
        }
        self.meting.vastgelopen.set(vastgelopen);
        if vastgelopen > 0 {
            tracing::warn!(aantal = vastgelopen, "messages are set aside; see ketenpoort vastgelopen");
        }
        Ok(())
    }

    fn zet_in_rij(&self, bericht: BerichtId, feit: WachtFeit) {
        let WachtFeit { ontvangst, dossier, grootte, begonnen } = feit;
        self.wachtrij.voeg_toe(Wachtende {
            bericht,
            ontvangst,
            dossier,
            grootte,
            vers: None,
            hervat: Some(begonnen),
            mislukt: 0,
        });
    }

    /// Queues a receipt that an operator wants judged again.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) fn hervat_een(&self, ontvangst: &OntvangstId) -> Result<(), DienstFout> {
        let Some((record, _)) = self.ontvangst(ontvangst)? else { return Ok(()) };
        if let Some((feit, _)) = self.wacht_feit(record.bericht)? {
            self.zet_in_rij(record.bericht, feit);
        }
        Ok(())
    }

    /// The reference date of a message that comes in at a moment.
    pub fn peildatum(&self, ms: u64) -> Datum {
        self.vaste_dag.unwrap_or_else(|| klok::dag(ms))
    }

    /// Schemas, contracts and lists in force.
    pub fn keten(&self) -> Arc<Keten> {
        Arc::clone(&self.keten.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Parties in force.
    pub fn partijen(&self) -> Arc<Partijen> {
        Arc::clone(&self.partijen.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a new configuration in force; what runs goes on with the one it began with.
    pub fn vervang(&self, keten: Keten, partijen: Partijen) {
        *self.keten.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keten);
        *self.partijen.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(partijen);
    }

    /// A receipt with the version of its row.
    ///
    /// # Errors
    /// The store failed.
    pub fn ontvangst(&self, id: &OntvangstId) -> Result<Option<(OntvangstRecord, Version)>, DienstFout> {
        match self.rij(Table::Ontvangst, ontvangst_key(id))? {
            Some((Record::Ontvangst(record), version)) => Ok(Some((*record, version))),
            _ => Ok(None),
        }
    }

    /// What was handed in before under a key of [`Table::Inzending`], [`Table::Idempotentie`] or [`Table::Zending`].
    pub(crate) fn eerder(&self, table: Table, partij: &str, wat: &str) -> Result<Option<EerderFeit>, DienstFout> {
        match self.rij(table, eerder_key(partij, wat))? {
            Some((Record::Inzending(feit) | Record::Idempotentie(feit) | Record::Zending(feit), _)) => Ok(Some(feit)),
            _ => Ok(None),
        }
    }

    /// The version of the row of a message that waits.
    pub(crate) fn wacht_versie(&self, id: BerichtId) -> Result<Option<Version>, DienstFout> {
        Ok(self.rij(Table::Wacht, bericht_key(id))?.map(|(_, version)| version))
    }

    /// A message that waits, with the version of its row.
    pub(crate) fn wacht_feit(&self, id: BerichtId) -> Result<Option<(WachtFeit, Version)>, DienstFout> {
        match self.rij(Table::Wacht, bericht_key(id))? {
            Some((Record::Wacht(feit), version)) => Ok(Some((feit, version))),
            _ => Ok(None),
        }
    }

    /// How much there is: deliveries, and what waits in the mailboxes of local parties. Partners have no mailbox, only a
    /// folder.
    ///
    /// # Errors
    /// The store failed.
    pub fn tellingen(&self) -> Result<Counts, DienstFout> {
        let partijen = self.partijen();
        let lokaal: Vec<&str> = partijen.alle().filter(|partij| partij.lokaal).map(|p| p.code.as_str()).collect();
        Ok(self.store.counts(&lokaal)?)
    }

    fn rij(&self, table: Table, key: Key) -> Result<Option<(Record, Version)>, DienstFout> {
        let vraag = ReadSet { keys: vec![(table, key)], ..ReadSet::default() };
        Ok(self.store.read(&vraag)?.rows.into_iter().next().map(|row| (row.record, row.version)))
    }

    /// Stops everything after a failure of the disk: nobody knows what is on it, so nothing may be acknowledged.
    pub(crate) fn bij_fout(&self, fout: &DienstFout) {
        if fout.is_fataal() {
            tracing::error!(fout = %keten_van_oorzaken(fout), "writing to the disk failed; the daemon stops");
            self.noodstop.cancel();
        }
    }
}

/// An error with its causes on one line.
pub fn keten_van_oorzaken(fout: &(dyn std::error::Error + 'static)) -> String {
    let keten: Vec<String> = std::iter::successors(Some(fout), |fout| fout.source()).map(ToString::to_string).collect();
    keten.join(": ")
}
