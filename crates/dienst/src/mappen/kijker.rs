//! Events of the file system, remembered per file until somebody looks.
//!
//! Events only make things go faster: what they miss is found by looking. Names of files go into the memory here and
//! nowhere else.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notify::event::{AccessKind, AccessMode, Event, EventKind, ModifyKind, RenameMode};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use super::zicht::negeer;
use crate::fout::DienstFout;
use crate::poort::keten_van_oorzaken;

/// What the events say about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Teken {
    /// It is there; nobody was seen to write.
    Gemaakt,
    /// It is open for writing.
    Schrijft,
    /// The writer closed it, or it was put here by a rename.
    Klaar,
}

/// What the events say about the files of one folder.
#[derive(Debug, Default)]
pub(super) struct Inbak {
    tekens: Mutex<HashMap<OsString, Teken>>,
    /// Rings when a file is complete, or when it is better to look.
    pub(super) bel: Notify,
}

impl Inbak {
    pub(super) fn teken(&self, naam: &OsStr) -> Option<Teken> {
        slot(&self.tekens).get(naam).copied()
    }

    /// Events were missed: what is remembered may be wrong.
    pub(super) fn vergeet(&self) {
        slot(&self.tekens).clear();
        self.bel.notify_one();
    }

    fn merk(&self, naam: &OsStr, kind: EventKind) {
        let mut tekens = slot(&self.tekens);
        let nieuw = match kind {
            EventKind::Create(_) => Teken::Gemaakt,
            // Who opens a file that was there already may be reading it.
            EventKind::Access(AccessKind::Open(_)) if tekens.get(naam) == Some(&Teken::Gemaakt) => Teken::Schrijft,
            EventKind::Modify(ModifyKind::Data(_)) => Teken::Schrijft,
            EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Teken::Klaar,
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
                tekens.remove(naam);
                return;
            }
            _ => return,
        };
        tekens.insert(naam.to_owned(), nieuw);
        if nieuw == Teken::Klaar {
            self.bel.notify_one();
        }
    }
}

type Inbakken = Arc<Mutex<HashMap<PathBuf, Arc<Inbak>>>>;

/// Watches folders.
pub(super) struct Kijker {
    watcher: Mutex<Option<RecommendedWatcher>>,
    inbakken: Inbakken,
}

impl Kijker {
    /// Where the system gives no events the folders are only looked at.
    pub(super) fn nieuw() -> Self {
        let inbakken = Inbakken::default();
        let luisteraar = Arc::clone(&inbakken);
        let watcher = notify::recommended_watcher(move |event| verdeel(&luisteraar, event));
        let watcher = watcher.map_err(waarschuw).ok();
        Self { watcher: Mutex::new(watcher), inbakken }
    }

    /// Watches a folder from now on; also when another folder took its name. False when there will be no events.
    pub(super) fn volg(&self, map: &Path, inbak: &Arc<Inbak>) -> bool {
        // The lock is let go before the watcher is asked: its thread needs it to hand out an event.
        slot(&self.inbakken).insert(map.to_owned(), Arc::clone(inbak));
        let mut watcher = slot(&self.watcher);
        let Some(watcher) = watcher.as_mut() else { return false };
        watcher.watch(map, RecursiveMode::NonRecursive).map_err(waarschuw).is_ok()
    }

    /// Leaves a folder alone.
    pub(super) fn laat_los(&self, map: &Path) {
        slot(&self.inbakken).remove(map);
        if let Some(watcher) = slot(&self.watcher).as_mut() {
            // A folder that is gone is not watched any more.
            let _ = watcher.unwatch(map);
        }
    }
}

fn waarschuw(fout: notify::Error) {
    let fout = DienstFout::Wacht(fout);
    tracing::warn!(fout = %keten_van_oorzaken(&fout), "no events; the folders are looked at from time to time");
}

fn verdeel(inbakken: &Inbakken, event: notify::Result<Event>) {
    // An error may hold a path, so it is not shown.
    let Some(event) = event.ok().filter(|event| !event.need_rescan()) else {
        tracing::warn!("events of the folders were lost; all are looked at");
        slot(inbakken).values().for_each(|inbak| inbak.vergeet());
        return;
    };
    for pad in &event.paths {
        let (Some(map), Some(naam)) = (pad.parent(), pad.file_name()) else { continue };
        let inbak = slot(inbakken).get(map).cloned();
        if let Some(inbak) = inbak.filter(|_| !negeer(naam)) {
            inbak.merk(naam, event.kind);
        }
    }
}

fn slot<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, RemoveKind};

    use super::*;

    const OPEN: EventKind = EventKind::Access(AccessKind::Open(AccessMode::Any));
    const DICHT: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
    const DATA: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const NIEUW: EventKind = EventKind::Create(CreateKind::File);
    const IN: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::To));
    const UIT: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::From));
    const WEG: EventKind = EventKind::Remove(RemoveKind::File);

    fn na(kinds: &[EventKind]) -> Option<Teken> {
        let inbak = Inbak::default();
        for kind in kinds {
            inbak.merk(OsStr::new("a.xml"), *kind);
        }
        inbak.teken(OsStr::new("a.xml"))
    }

    #[test]
    fn a_file_is_complete_after_close_or_rename_and_not_while_it_is_written() {
        assert_eq!(na(&[NIEUW]), Some(Teken::Gemaakt), "a hard link, for instance");
        assert_eq!(na(&[NIEUW, OPEN]), Some(Teken::Schrijft));
        assert_eq!(na(&[NIEUW, OPEN, DATA, DICHT]), Some(Teken::Klaar));
        assert_eq!(na(&[NIEUW, OPEN, DICHT, OPEN, DATA]), Some(Teken::Schrijft), "opened again to add");
        assert_eq!(na(&[IN]), Some(Teken::Klaar));
        assert_eq!(na(&[IN, OPEN]), Some(Teken::Klaar), "a virus scanner reads it");
        assert_eq!((na(&[IN, UIT]), na(&[IN, WEG]), na(&[OPEN])), (None, None, None));
    }

    #[test]
    fn events_reach_their_folder_and_a_lost_one_clears_all() {
        let inbakken = Inbakken::default();
        let (een, twee) = (Arc::new(Inbak::default()), Arc::new(Inbak::default()));
        slot(&inbakken).insert("/m/1/in".into(), Arc::clone(&een));
        slot(&inbakken).insert("/m/2/in".into(), Arc::clone(&twee));
        for pad in ["/m/1/in/a.xml", "/m/1/in/.a.xml", "/m/2/in/b.part", "/m/2/verwerkt/c.xml"] {
            verdeel(&inbakken, Ok(Event::new(IN).add_path(pad.into())));
        }
        assert_eq!((slot(&een.tekens).len(), slot(&twee.tekens).len()), (1, 0));
        verdeel(&inbakken, Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
        assert_eq!(slot(&een.tekens).len(), 0);
    }
}
