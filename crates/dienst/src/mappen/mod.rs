//! Folders: what a party drops is taken in, and what is for a party is written down for it.
//!
//! | folder | who writes | what |
//! |---|---|---|
//! | `<code>/in/` | the party | messages, `*.xml`, under any name |
//! | `<code>/verwerkt/` | we | `<receipt>.xml`: what was taken in |
//! | `<code>/fout/` | we | `<receipt>.json` and `<receipt>.xml`: why it was refused, and what |
//! | `<code>/retour/` | we | `<bericht>_<receipt>.xml`: our retour on a message of the party |
//! | `<code>/uit/` | we | `<number>_<bericht>_<receipt>` with `.xml`, `.retour.xml` and `.json`, the last when all is there |
//!
//! Two kinds of work, apart from each other. For every party a task looks into `in/`, called by events and by a clock,
//! and hands complete files one by one to [`crate::ontvangst`]. One task follows the mailboxes and writes. Both begin
//! where the store and the folders are, so a restart needs nothing special.

mod inname;
mod kijker;
mod partijmap;
mod schijf;
mod uitgifte;
mod uitstel;
mod zicht;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::sleep;

use self::inname::{Afloop, neem};
use self::kijker::{Inbak, Kijker};
use self::partijmap::Partijmap;
pub use self::partijmap::keur_map;
use self::uitstel::Uitstel;
use self::zicht::{Bestand, Zicht};
use crate::fout::DienstFout;
use crate::partijen::Partij;
use crate::poort::{Poort, keten_van_oorzaken};

/// Files that are read and validated at the same time, over all parties: each may be as large as a message may be.
const TEGELIJK: usize = 4;

/// How patient the folders are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instellingen {
    /// How long a file must be unchanged before it is taken, when no event said that it is complete.
    pub stil: Duration,
    /// How often the folders, the parties and the mailboxes are looked at without being called.
    pub ronde: Duration,
}

impl Default for Instellingen {
    fn default() -> Self {
        Self { stil: Duration::from_secs(10), ronde: Duration::from_secs(5) }
    }
}

/// The folders of all parties that have one.
#[derive(Debug)]
pub struct Mappen {
    gedeeld: Arc<Gedeeld>,
}

/// What the tasks share.
struct Gedeeld {
    poort: Arc<Poort>,
    wortel: PathBuf,
    instellingen: Instellingen,
    kijker: Kijker,
    beurten: Semaphore,
    /// Parties whose folders were made. They are made once: when a disk is gone, nothing must come in its place.
    staand: Mutex<BTreeMap<String, Partijmap>>,
}

impl std::fmt::Debug for Gedeeld {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gedeeld {{ wortel: {:?} }}", self.wortel)
    }
}

/// Whether [`Mappen::nieuw`] could make and use the folders of these parties, without making or writing anything.
///
/// # Errors
/// [`DienstFout::Bestand`], with the folder.
pub fn keur(wortel: &Path, partijen: &[Partij]) -> Result<(), DienstFout> {
    keur_map(wortel)?;
    let eigen = partijen.iter().filter(|partij| partij.map).map(|partij| Partijmap::nieuw(wortel, partij));
    eigen.into_iter().try_for_each(|map| map.keur())
}

impl Mappen {
    /// Makes the folders below `wortel` for every party that is to have one, and tries whether they can be used.
    ///
    /// # Errors
    /// [`DienstFout::Bestand`], with the folder: it cannot be made, is no folder, cannot be written, or `verwerkt/` or
    /// `fout/` is on another disk than `in/`.
    pub fn nieuw(poort: Arc<Poort>, wortel: PathBuf, instellingen: Instellingen) -> Result<Self, DienstFout> {
        // Events name absolute paths.
        let wortel = if wortel.is_absolute() {
            wortel
        } else {
            std::path::absolute(&wortel).map_err(|source| schijf::fout("find the folder", &wortel, source))?
        };
        let gedeeld = Gedeeld {
            poort,
            wortel,
            instellingen,
            kijker: Kijker::nieuw(),
            beurten: Semaphore::new(TEGELIJK),
            staand: Mutex::default(),
        };
        gedeeld.nieuwe_partijen().into_iter().try_for_each(|map| gedeeld.maak(map))?;
        Ok(Self { gedeeld: Arc::new(gedeeld) })
    }

    /// Works until the gateway stops; returns when the files in hand are done. Parties that get a folder while it runs are
    /// picked up, those that lose it are left alone.
    pub async fn werk(self) {
        let gedeeld = self.gedeeld;
        let uitgifte = tokio::spawn(uitgifte::werk(Arc::clone(&gedeeld)));
        let mut innames: HashMap<String, JoinHandle<()>> = HashMap::new();
        while !gedeeld.stopt() {
            let hier = Arc::clone(&gedeeld);
            meld_taak(spawn_blocking(move || hier.maak_nieuwe()).await);
            for map in gedeeld.staande() {
                let loopt = innames.get(&map.code).is_some_and(|taak| !taak.is_finished());
                if !loopt && gedeeld.heeft_map(&map) {
                    innames.insert(map.code.clone(), tokio::spawn(neem_in(Arc::clone(&gedeeld), map)));
                }
            }
            tokio::select! {
                () = gedeeld.gestopt() => break,
                () = sleep(gedeeld.instellingen.ronde) => {}
            }
        }
        for taak in innames.into_values().chain([uitgifte]) {
            meld_taak(taak.await);
        }
    }
}

fn meld_taak(uitkomst: Result<(), tokio::task::JoinError>) {
    if let Err(fout) = uitkomst {
        let fout = DienstFout::Taak(fout);
        tracing::error!(fout = %keten_van_oorzaken(&fout), "work on the folders broke off");
    }
}

impl Gedeeld {
    fn stopt(&self) -> bool {
        self.poort.stop.is_cancelled() || self.poort.noodstop.is_cancelled()
    }

    async fn gestopt(&self) {
        tokio::select! {
            () = self.poort.stop.cancelled() => {}
            () = self.poort.noodstop.cancelled() => {}
        }
    }

    fn heeft_map(&self, map: &Partijmap) -> bool {
        self.poort.partijen().heeft_map(&map.code)
    }

    fn staande(&self) -> Vec<Partijmap> {
        self.staand.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Parties whose folders are still to be made, in whole or in part.
    fn nieuwe_partijen(&self) -> Vec<Partijmap> {
        let partijen = self.poort.partijen();
        let staand = self.staand.lock().unwrap_or_else(PoisonError::into_inner);
        let nodig = |map: &Partijmap| staand.get(&map.code).is_none_or(|staat| map.lokaal && !staat.lokaal);
        let mappen = partijen.alle().filter(|partij| partij.map).map(|partij| Partijmap::nieuw(&self.wortel, partij));
        mappen.filter(nodig).collect()
    }

    fn maak(&self, map: Partijmap) -> Result<(), DienstFout> {
        map.maak()?;
        self.staand.lock().unwrap_or_else(PoisonError::into_inner).insert(map.code.clone(), map);
        Ok(())
    }

    fn maak_nieuwe(&self) {
        for map in self.nieuwe_partijen() {
            if let Err(fout) = self.maak(map) {
                tracing::error!(fout = %keten_van_oorzaken(&fout), "a new party has no folder yet; tried again");
            }
        }
    }
}

/// Takes in what one party drops, in order, until the gateway stops or the party has no folder any more.
async fn neem_in(gedeeld: Arc<Gedeeld>, map: Partijmap) {
    let inbak = Arc::new(Inbak::default());
    let zicht = Arc::new(Mutex::new(Zicht::nieuw(&map.inbox, &inbak, gedeeld.instellingen.stil)));
    let mut uitstel = Uitstel::default();
    while gedeeld.heeft_map(&map) && !gedeeld.stopt() {
        let uitkomst = ronde(&gedeeld, &map, &zicht).await;
        let (pauze, hapert) = match uitkomst {
            Ok(()) => {
                uitstel = Uitstel::default();
                (gedeeld.instellingen.ronde, false)
            }
            Err(fout) => {
                tracing::error!(fout = %keten_van_oorzaken(&fout), "a drop folder has to wait; tried again");
                (uitstel.langer(), true)
            }
        };
        tokio::select! {
            () = gedeeld.gestopt() => {}
            () = inbak.bel.notified(), if !hapert => {}
            () = sleep(pauze) => {}
        }
    }
    gedeeld.kijker.laat_los(&map.inbox);
}

/// One look, and all files that are complete.
///
/// # Errors
/// Trouble that every file of the party would have: what was dropped first must go first, so the others wait as well.
async fn ronde(gedeeld: &Arc<Gedeeld>, map: &Partijmap, zicht: &Arc<Mutex<Zicht>>) -> Result<(), DienstFout> {
    let (hier, kijkt) = (Arc::clone(gedeeld), Arc::clone(zicht));
    let kijk = move || kijkt.lock().unwrap_or_else(PoisonError::into_inner).kijk(&hier.kijker);
    let bestanden = spawn_blocking(kijk).await.map_err(DienstFout::Taak)?;
    for bestand in bestanden.map_err(|source| schijf::fout("look into the folder", &map.inbox, source))? {
        if gedeeld.stopt() {
            return Ok(());
        }
        let fout = match neem_een(gedeeld, map, &bestand).await {
            Ok(Afloop::Weg) => continue,
            Ok(Afloop::Veranderd) => None,
            Err(fout) if fout.retry_helps() => return Err(fout),
            Err(fout) => Some(fout),
        };
        if let Some(fout) = fout {
            // This file alone has the trouble; the others go on.
            tracing::error!(fout = %keten_van_oorzaken(&fout), "a dropped file stays where it is; tried again");
        }
        zicht.lock().unwrap_or_else(PoisonError::into_inner).stel_uit(&bestand.naam);
    }
    Ok(())
}

async fn neem_een(gedeeld: &Arc<Gedeeld>, map: &Partijmap, bestand: &Bestand) -> Result<Afloop, DienstFout> {
    // The semaphore is never closed.
    let _beurt = gedeeld.beurten.acquire().await.ok();
    let (hier, map, bestand) = (Arc::clone(gedeeld), map.clone(), bestand.clone());
    spawn_blocking(move || neem(&hier.poort, &map, &bestand)).await.map_err(DienstFout::Taak)?
}
