//! Which message is judged next.
//!
//! Messages of one dossier are judged one at a time, in order of reception: a start that came in right after its
//! toewijzing must find it. Dossiers stand beside each other, so a declaratie holds up its own dossier only. There are
//! fewer large messages under judgement than workers, so that small ones always find one.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bericht::Dossier;
use dossier::{BerichtId, OntvangstId, OntvangstRecord};

/// From this size on a message counts as large, in bytes.
const GROOT: u64 = 1 << 20;

/// In a longer queue new messages wait without their record, so that it takes little memory.
const VERS_AANTAL: usize = 1024;

/// A message that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wachtende {
    /// Its number.
    pub bericht: BerichtId,
    /// Its receipt.
    pub ontvangst: OntvangstId,
    /// Where it belongs.
    pub dossier: Dossier,
    /// Size in bytes.
    pub grootte: u64,
    /// The record of the receipt as it was just committed, of a small message; else it is read again.
    pub vers: Option<Box<OntvangstRecord>>,
    /// Of one that was on disk already when it was queued: how often its judgement began before without an end. It may be
    /// the message by which the process before ended.
    pub hervat: Option<u32>,
    /// How often its judgement failed since, through trouble that passes.
    pub mislukt: u32,
}

impl Wachtende {
    fn is_groot(&self) -> bool {
        self.grootte >= GROOT
    }
}

#[derive(Debug, Default)]
struct Staat {
    /// Messages per dossier, in order.
    rijen: HashMap<Dossier, VecDeque<Wachtende>>,
    /// Dossiers whose first message can be judged, per size of that message.
    klein: VecDeque<Dossier>,
    groot: VecDeque<Dossier>,
    /// Dossiers of which a message is under judgement.
    bezig: HashSet<Dossier>,
    groot_bezig: usize,
    wachtend: usize,
    /// Messages that workers have in hand.
    onder_handen: usize,
    gestopt: bool,
}

impl Staat {
    /// Puts a dossier with messages in line, unless one of them is under judgement.
    fn bied_aan(&mut self, dossier: &Dossier) {
        if self.bezig.contains(dossier) {
            return;
        }
        match self.rijen.get(dossier).and_then(VecDeque::front).map(Wachtende::is_groot) {
            Some(true) => self.groot.push_back(dossier.clone()),
            Some(false) => self.klein.push_back(dossier.clone()),
            None => {
                self.rijen.remove(dossier);
            }
        }
    }

    fn neem(&mut self, groot_mag: usize) -> Option<Wachtende> {
        let groot = || self.groot_bezig < groot_mag;
        let dossier = match self.klein.pop_front() {
            Some(dossier) => dossier,
            None if groot() => self.groot.pop_front()?,
            None => return None,
        };
        let eerste = self.rijen.get_mut(&dossier)?.pop_front()?;
        self.groot_bezig += usize::from(eerste.is_groot());
        self.wachtend -= 1;
        self.onder_handen += 1;
        self.bezig.insert(dossier);
        Some(eerste)
    }
}

/// The queue of messages that are on disk and not judged yet.
#[derive(Debug)]
pub struct Wachtrij {
    staat: Mutex<Staat>,
    gekomen: Condvar,
    /// Apart, so that a worker that pauses does not take the call for one that waits for a message.
    einde: Condvar,
    groot_mag: usize,
}

impl Wachtrij {
    /// A queue for so many workers, at least two, on a machine with so many cores: a large message keeps a core busy and
    /// takes memory, so there are fewer of them at a time than cores.
    pub fn nieuw(werkers: usize, kernen: usize) -> Self {
        let groot_mag = (kernen.max(2) - 1).min(werkers.max(2) - 1);
        Self { staat: Mutex::default(), gekomen: Condvar::new(), einde: Condvar::new(), groot_mag }
    }

    fn staat(&self) -> MutexGuard<'_, Staat> {
        self.staat.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a message at the end of its dossier.
    pub fn voeg_toe(&self, mut wachtende: Wachtende) {
        let mut staat = self.staat();
        let dossier = wachtende.dossier.clone();
        if staat.wachtend >= VERS_AANTAL {
            wachtende.vers = None;
        }
        let rij = staat.rijen.entry(dossier.clone()).or_default();
        rij.push_back(wachtende);
        let eerste = rij.len() == 1;
        staat.wachtend += 1;
        if eerste {
            staat.bied_aan(&dossier);
        }
        drop(staat);
        self.gekomen.notify_one();
    }

    /// The next message; waits for one. `None` when the queue was stopped: what waits is on disk.
    pub fn neem(&self) -> Option<Wachtende> {
        let mut staat = self.staat();
        loop {
            if staat.gestopt {
                return None;
            }
            if let Some(wachtende) = staat.neem(self.groot_mag) {
                return Some(wachtende);
            }
            staat = self.gekomen.wait(staat).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends the judgement of a message that [`Wachtrij::neem`] gave; the next of its dossier can come.
    pub fn klaar(&self, wachtende: &Wachtende) {
        let mut staat = self.staat();
        staat.onder_handen -= 1;
        staat.groot_bezig -= usize::from(wachtende.is_groot());
        self.geef_vrij(staat, &wachtende.dossier);
    }

    /// Ends what kept a dossier.
    fn geef_vrij(&self, mut staat: MutexGuard<'_, Staat>, dossier: &Dossier) {
        staat.bezig.remove(dossier);
        staat.bied_aan(dossier);
        let wachtend = staat.wachtend > 0;
        drop(staat);
        if wachtend {
            // Not only this dossier may be free now, but also a place for a large message.
            self.gekomen.notify_all();
        }
    }

    /// The turn of a dossier of which nothing waits and nothing is under judgement: what comes in for it meanwhile waits.
    /// None when it is not free, or when the queue was stopped.
    pub fn beurt<'r>(&'r self, dossier: &'r Dossier) -> Option<Beurt<'r>> {
        let mut staat = self.staat();
        if staat.gestopt || staat.rijen.contains_key(dossier) || !staat.bezig.insert(dossier.clone()) {
            return None;
        }
        Some(Beurt { rij: self, dossier })
    }

    /// Puts a message that could not be judged back in front of its dossier.
    pub fn terug(&self, wachtende: Wachtende) {
        let mut staat = self.staat();
        staat.bezig.remove(&wachtende.dossier);
        staat.groot_bezig -= usize::from(wachtende.is_groot());
        staat.onder_handen -= 1;
        staat.wachtend += 1;
        let dossier = wachtende.dossier.clone();
        staat.rijen.entry(dossier.clone()).or_default().push_front(wachtende);
        staat.bied_aan(&dossier);
        drop(staat);
        self.gekomen.notify_all();
    }

    /// How many messages are on disk without a verdict: those that wait, and those that a worker has in hand.
    pub fn lengte(&self) -> usize {
        let staat = self.staat();
        staat.wachtend + staat.onder_handen
    }

    /// Lets this time pass, or less when the queue is stopped.
    pub fn pauzeer(&self, hoelang: Duration) {
        let staat = self.staat();
        let _ = self.einde.wait_timeout_while(staat, hoelang, |staat| !staat.gestopt);
    }

    /// Ends the wait of all workers.
    pub fn stop(&self) {
        self.staat().gestopt = true;
        self.gekomen.notify_all();
        self.einde.notify_all();
    }
}

/// A dossier that is kept for one message, until this is dropped.
#[derive(Debug)]
pub struct Beurt<'r> {
    rij: &'r Wachtrij,
    dossier: &'r Dossier,
}

impl Drop for Beurt<'_> {
    fn drop(&mut self) {
        self.rij.geef_vrij(self.rij.staat(), self.dossier);
    }
}

#[cfg(test)]
mod tests {
    use bericht::Domein;

    use super::*;

    fn wachtende(id: u128, aanbieder: &str, grootte: u64) -> Wachtende {
        let dossier = Dossier { domein: Domein::Ijw, gemeente: "0363".into(), aanbieder: aanbieder.into() };
        Wachtende {
            bericht: BerichtId(id),
            ontvangst: OntvangstId(id.to_string()),
            dossier,
            grootte,
            vers: None,
            hervat: None,
            mislukt: 0,
        }
    }

    #[test]
    fn one_dossier_keeps_its_order_and_others_pass() {
        let rij = Wachtrij::nieuw(2, 2);
        for (id, aanbieder) in [(1, "a"), (2, "a"), (3, "b")] {
            rij.voeg_toe(wachtende(id, aanbieder, 1));
        }
        let eerste = rij.neem().unwrap();
        assert_eq!(eerste.bericht.0, 1);
        let ander = rij.neem().unwrap();
        assert_eq!(ander.bericht.0, 3, "2 waits for 1");
        rij.klaar(&ander);
        rij.klaar(&eerste);
        let laatste = rij.neem().unwrap();
        assert_eq!((laatste.bericht.0, rij.lengte()), (2, 1), "in hand is not judged");
        rij.klaar(&laatste);
        assert_eq!(rij.lengte(), 0);
    }

    #[test]
    fn small_messages_go_before_large_ones_and_a_worker_is_kept_for_them() {
        let rij = Wachtrij::nieuw(2, 2);
        rij.voeg_toe(wachtende(1, "a", GROOT));
        rij.voeg_toe(wachtende(2, "b", GROOT));
        rij.voeg_toe(wachtende(3, "c", 1));
        let klein = rij.neem().unwrap();
        assert_eq!(klein.bericht.0, 3);
        let groot = rij.neem().unwrap();
        assert_eq!(groot.bericht.0, 1);
        assert!(rij.staat().neem(1).is_none(), "the second large one waits");
        rij.klaar(&groot);
        assert_eq!(rij.neem().unwrap().bericht.0, 2);
    }

    #[test]
    fn a_turn_is_for_a_dossier_that_is_free_and_holds_up_what_comes_in() {
        let rij = Wachtrij::nieuw(2, 2);
        let (a, b) = (wachtende(1, "a", 1), wachtende(2, "b", 1));
        let beurt = rij.beurt(&a.dossier).unwrap();
        assert!(rij.beurt(&a.dossier).is_none(), "taken");
        rij.voeg_toe(a.clone());
        rij.voeg_toe(b.clone());
        assert!(rij.beurt(&b.dossier).is_none(), "something waits");
        let eerste = rij.neem().unwrap();
        assert_eq!(eerste.bericht, b.bericht, "of a the turn is not over");
        assert!(rij.staat().neem(1).is_none());
        drop(beurt);
        assert_eq!(rij.neem().unwrap().bericht, a.bericht);
        rij.klaar(&a);
        assert!(rij.beurt(&a.dossier).is_some(), "free again");
        rij.stop();
        assert!(rij.beurt(&a.dossier).is_none(), "stopped");
    }

    #[test]
    fn what_failed_comes_first_again_and_a_stop_wakes_everyone() {
        let rij = Wachtrij::nieuw(2, 2);
        rij.voeg_toe(wachtende(1, "a", 1));
        rij.voeg_toe(wachtende(2, "a", 1));
        let eerste = rij.neem().unwrap();
        rij.terug(eerste);
        assert_eq!((rij.lengte(), rij.neem().unwrap().bericht.0), (2, 1));
        std::thread::scope(|scope| {
            let wacht = scope.spawn(|| rij.neem());
            let pauze = scope.spawn(|| rij.pauzeer(Duration::from_secs(3600)));
            rij.stop();
            assert_eq!(wacht.join().unwrap(), None);
            pauze.join().unwrap();
        });
    }
}
