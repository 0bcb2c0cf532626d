//! One look into an `in/`: which files are there, and which of them are complete.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::kijker::{Inbak, Kijker, Teken};
use super::schijf::Kenmerk;
use super::uitstel::Uitstel;

/// Ends of names that senders give a file while they write it; `.filepart` is how one common SFTP client does it.
const ONAF: [&[u8]; 4] = [b".part", b".tmp", b".deel", b".filepart"];
/// A file that seems open for writing is taken after so many times the quiet time without a change: its writer hangs, or
/// its close went by unseen. Waiting for ever would be a silent loss.
const GEDULD: u32 = 60;

/// Whether a file is none of ours: a hidden one, or one that its name calls unfinished.
pub(super) fn negeer(naam: &OsStr) -> bool {
    let naam = naam.as_encoded_bytes();
    let staart = |lengte: usize| naam.get(naam.len().checked_sub(lengte)?..);
    let eindigt = |eind: &&[u8]| staart(eind.len()).is_some_and(|staart| staart.eq_ignore_ascii_case(eind));
    naam.starts_with(b".") || ONAF.iter().any(eindigt)
}

/// A file that is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bestand {
    /// Its name goes into the record of the receipt and nowhere else.
    pub(super) naam: OsString,
    pub(super) kenmerk: Kenmerk,
}

impl Bestand {
    pub(super) fn is_xml(&self) -> bool {
        Path::new(&self.naam).extension().is_some_and(|extensie| extensie.eq_ignore_ascii_case("xml"))
    }
}

/// What was seen of a file before.
#[derive(Debug)]
struct Gezien {
    kenmerk: Kenmerk,
    /// Since when it is as it is.
    sinds: Instant,
    uitstel: Option<Uitstel>,
}

/// The files of one `in/` through time.
#[derive(Debug)]
pub(super) struct Zicht {
    map: PathBuf,
    inbak: Arc<Inbak>,
    stil: Duration,
    gezien: HashMap<OsString, Gezien>,
    /// Which folder is watched; another one can take its name.
    gevolgd: Option<(u64, u64)>,
    /// Whether something that is no file was reported.
    gemeld: bool,
}

impl Zicht {
    pub(super) fn nieuw(map: &Path, inbak: &Arc<Inbak>, stil: Duration) -> Self {
        let (map, inbak) = (map.to_owned(), Arc::clone(inbak));
        Self { map, inbak, stil, gezien: HashMap::new(), gevolgd: None, gemeld: false }
    }

    /// The files that are complete, by moment of change, then by name.
    pub(super) fn kijk(&mut self, kijker: &Kijker) -> io::Result<Vec<Bestand>> {
        self.volg(kijker)?;
        let nu = Instant::now();
        let (mut gezien, mut klaar, mut vreemd) = (HashMap::new(), Vec::new(), 0_usize);
        for entry in fs::read_dir(&self.map)? {
            let entry = entry?;
            let naam = entry.file_name();
            if negeer(&naam) {
                continue;
            }
            // Of the entry itself, not of what a link points to. A file that just went is no trouble.
            let Ok(meta) = entry.metadata() else { continue };
            if !meta.is_file() {
                vreemd += 1;
                continue;
            }
            let bestand = Bestand { naam, kenmerk: Kenmerk::van(&meta) };
            let eerder = self.gezien.remove(&bestand.naam).filter(|eerder| eerder.kenmerk == bestand.kenmerk);
            let stand = eerder.unwrap_or(Gezien { kenmerk: bestand.kenmerk, sinds: nu, uitstel: None });
            if self.is_compleet(&bestand, &stand, nu) {
                klaar.push(bestand.clone());
            }
            gezien.insert(bestand.naam, stand);
        }
        self.gezien = gezien;
        self.meld_vreemd(vreemd);
        klaar.sort_by(|a, b| (a.kenmerk.gewijzigd, &a.naam).cmp(&(b.kenmerk.gewijzigd, &b.naam)));
        Ok(klaar)
    }

    /// Lets a file that gave trouble rest, longer every time.
    pub(super) fn stel_uit(&mut self, naam: &OsStr) {
        if let Some(gezien) = self.gezien.get_mut(naam) {
            gezien.uitstel.get_or_insert_default().langer();
        }
    }

    fn is_compleet(&self, bestand: &Bestand, stand: &Gezien, nu: Instant) -> bool {
        if stand.uitstel.as_ref().is_some_and(|uitstel| !uitstel.is_om(nu)) {
            return false;
        }
        let stil = nu.duration_since(stand.sinds);
        match self.inbak.teken(&bestand.naam) {
            Some(Teken::Klaar) => true,
            Some(Teken::Schrijft) => stil >= self.stil.saturating_mul(GEDULD),
            Some(Teken::Gemaakt) | None => stil >= self.stil,
        }
    }

    fn volg(&mut self, kijker: &Kijker) -> io::Result<()> {
        let meta = fs::metadata(&self.map)?;
        let deze = (meta.dev(), meta.ino());
        if self.gevolgd != Some(deze) {
            self.inbak.vergeet();
            kijker.volg(&self.map, &self.inbak);
            // Without events too: asking again at every look would only fill the log.
            self.gevolgd = Some(deze);
        }
        Ok(())
    }

    fn meld_vreemd(&mut self, aantal: usize) {
        if aantal > 0 && !self.gemeld {
            tracing::warn!(map = %self.map.display(), aantal, "folders, links or pipes in a drop folder are left alone");
        }
        self.gemeld = aantal > 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn namen(bestanden: &[Bestand]) -> Vec<&str> {
        bestanden.iter().map(|bestand| bestand.naam.to_str().unwrap()).collect()
    }

    fn zicht(map: &Path, stil: Duration) -> Zicht {
        Zicht::nieuw(map, &Arc::new(Inbak::default()), stil)
    }

    /// A watcher that is never told of a folder: only looking is tried here.
    fn blind() -> Kijker {
        Kijker::nieuw()
    }

    #[test]
    fn hidden_and_unfinished_names_are_left_alone() {
        for naam in [".a.xml", "a.xml.part", "a.TMP", "a.xml.filepart", ".", "x.deel"] {
            assert!(negeer(OsStr::new(naam)), "{naam}");
        }
        for naam in ["a.xml", "part", "tmp.xml", "a.XML", "a.parts"] {
            assert!(!negeer(OsStr::new(naam)), "{naam}");
        }
    }

    #[test]
    fn what_is_quiet_is_taken_in_order_of_change_and_what_changes_is_not() {
        let map = tempfile::tempdir().unwrap();
        let mut zicht = zicht(map.path(), Duration::from_millis(300));
        let kijker = blind();
        let begin = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
        for (naam, seconden) in [("c.xml", 1), ("b.xml", 2), ("a.xml", 2)] {
            let file = fs::File::create(map.path().join(naam)).unwrap();
            file.set_modified(begin + Duration::from_secs(seconden)).unwrap();
        }
        // The folder counts as watched, so that no event says that these files are complete.
        let meta = fs::metadata(map.path()).unwrap();
        zicht.gevolgd = Some((meta.dev(), meta.ino()));
        fs::create_dir(map.path().join("map.xml")).unwrap();
        std::os::unix::fs::symlink(map.path().join("a.xml"), map.path().join("link.xml")).unwrap();
        assert_eq!(namen(&zicht.kijk(&kijker).unwrap()), Vec::<&str>::new());
        std::thread::sleep(Duration::from_millis(400));
        fs::write(map.path().join("b.xml"), "meer").unwrap();
        assert_eq!(namen(&zicht.kijk(&kijker).unwrap()), ["c.xml", "a.xml"]);
        // Until it rests as long as it can: longer than this test lasts.
        for _ in 0..7 {
            zicht.stel_uit(OsStr::new("c.xml"));
        }
        std::thread::sleep(Duration::from_millis(400));
        assert_eq!(namen(&zicht.kijk(&kijker).unwrap()), ["a.xml", "b.xml"]);
    }
}
