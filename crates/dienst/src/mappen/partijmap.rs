//! The folders of one party.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

use super::schijf::{self, DEEL};
use crate::fout::DienstFout;
use crate::partijen::{Partij, rol};

/// The group may look; who else may drop is up to the operator, whose changes to a folder stay.
const RECHTEN: u32 = 0o750;
/// Name of the file by which a folder is tried.
const PROEF: &str = ".ketenpoort-proef.deel";

/// Where things of a party are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Partijmap {
    pub(super) code: String,
    /// Whether this gateway acts for the party, so that messages for it are written here.
    pub(super) lokaal: bool,
    /// What the party drops.
    pub(super) inbox: PathBuf,
    /// What was taken in.
    pub(super) verwerkt: PathBuf,
    /// What was refused, with the reason.
    pub(super) fout: PathBuf,
    /// Our retours on what the party sent.
    pub(super) retour: PathBuf,
    /// Messages for the party.
    pub(super) uit: PathBuf,
}

impl Partijmap {
    pub(super) fn nieuw(wortel: &Path, partij: &Partij) -> Self {
        let map = wortel.join(&partij.code);
        Self {
            code: partij.code.clone(),
            lokaal: partij.lokaal,
            inbox: map.join("in"),
            verwerkt: map.join("verwerkt"),
            fout: map.join("fout"),
            retour: map.join("retour"),
            uit: map.join("uit"),
        }
    }

    /// The folders in which we write.
    fn eigen(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.fout, &self.retour].into_iter().chain(self.lokaal.then_some(&self.uit))
    }

    /// Whether [`Self::maak`] would succeed, as far as can be seen without making or writing anything.
    pub(super) fn keur(&self) -> Result<(), DienstFout> {
        [&self.inbox, &self.verwerkt].into_iter().chain(self.eigen()).try_for_each(|map| keur_map(map))?;
        for map in [&self.verwerkt, &self.fout] {
            if let (Ok(van), Ok(naar)) = (fs::metadata(&self.inbox), fs::metadata(map))
                && van.dev() != naar.dev()
            {
                return Err(schijf::fout("move files from in/ to the folder", map, ErrorKind::CrossesDevices.into()));
            }
        }
        Ok(())
    }

    /// Makes what is not there, removes what a killed process left half-written, and tries whether all that has to be
    /// done here can be done.
    pub(super) fn maak(&self) -> Result<(), DienstFout> {
        if rol(&self.code).is_none() {
            let reden = io::Error::new(ErrorKind::InvalidInput, "the code of a party has four or eight digits");
            return Err(schijf::fout("make a folder for", Path::new(&self.code), reden));
        }
        for map in [&self.inbox, &self.verwerkt].into_iter().chain(self.eigen()) {
            maak_map(map)?;
        }
        for map in self.eigen() {
            let proef = map.join(PROEF);
            let gelukt = ruim_op(map).and_then(|()| fs::write(&proef, "")).and_then(|()| fs::remove_file(&proef));
            gelukt.map_err(|source| schijf::fout("write in the folder", map, source))?;
        }
        let proef = self.inbox.join(PROEF);
        for map in [&self.verwerkt, &self.fout] {
            let gelukt = fs::write(&proef, "").and_then(|()| fs::rename(&proef, map.join(PROEF)));
            let gelukt = gelukt.and_then(|()| fs::remove_file(map.join(PROEF)));
            gelukt.map_err(|source| schijf::fout("move files from in/ to the folder", map, source))?;
        }
        Ok(())
    }
}

/// Makes a folder and the missing ones above it, each durable in the one above. An error names the folder it is about.
fn maak_map(map: &Path) -> Result<(), DienstFout> {
    let mislukt = |source| schijf::fout("make the folder", map, source);
    match fs::metadata(map) {
        Ok(meta) if meta.is_dir() => return Ok(()),
        Ok(_) => return Err(mislukt(ErrorKind::NotADirectory.into())),
        Err(fout) if matches!(fout.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
        Err(fout) => return Err(mislukt(fout)),
    }
    let boven = map.parent().ok_or_else(|| mislukt(ErrorKind::NotFound.into()))?;
    maak_map(boven)?;
    // A umask may have taken the group its rights.
    let gemaakt = DirBuilder::new().mode(RECHTEN).create(map);
    let gemaakt = gemaakt.and_then(|()| fs::set_permissions(map, Permissions::from_mode(RECHTEN)));
    gemaakt.map_err(mislukt)?;
    schijf::sync(boven)
}

/// Whether a folder is there and can be written, or else can be made; nothing is made or written.
///
/// # Errors
/// [`DienstFout::Bestand`], with the folder that stands in the way.
pub fn keur_map(map: &Path) -> Result<(), DienstFout> {
    // What is relative hangs below the working folder.
    let map = if map.as_os_str().is_empty() { Path::new(".") } else { map };
    match fs::metadata(map) {
        Ok(meta) if meta.is_dir() => access(map, Access::WRITE_OK | Access::EXEC_OK)
            .map_err(|errno| schijf::fout("write in the folder", map, errno.into())),
        Ok(_) => Err(schijf::fout("make the folder", map, ErrorKind::NotADirectory.into())),
        Err(fout) if matches!(fout.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            map.parent().map_or_else(|| Err(schijf::fout("make the folder", map, fout)), keur_map)
        }
        Err(fout) => Err(schijf::fout("make the folder", map, fout)),
    }
}

/// Removes the files that were being written when the process before ended; what they held comes again.
fn ruim_op(map: &Path) -> io::Result<()> {
    for entry in fs::read_dir(map)? {
        let entry = entry?;
        let naam = entry.file_name();
        let naam = naam.as_encoded_bytes();
        if naam.starts_with(b".") && naam.ends_with(DEEL.as_bytes()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partij(code: &str, lokaal: bool) -> Partij {
        Partij { code: code.to_owned(), lokaal, tokens: Vec::new(), map: true }
    }

    #[test]
    fn folders_are_made_once_and_what_was_left_half_written_goes() {
        let wortel = tempfile::tempdir().unwrap();
        let map = Partijmap::nieuw(&wortel.path().join("diep/mappen"), &partij("0344", true));
        map.keur().unwrap();
        assert!(!wortel.path().join("diep").exists(), "a look makes nothing");
        map.maak().unwrap();
        map.keur().unwrap();
        for pad in [&map.inbox, &map.verwerkt, &map.fout, &map.retour, &map.uit] {
            assert_eq!(fs::metadata(pad).unwrap().permissions().mode() & 0o777, RECHTEN, "{}", pad.display());
            assert_eq!(fs::read_dir(pad).unwrap().count(), 0, "{}", pad.display());
        }
        fs::write(map.uit.join(".000000000001_323_x.xml.deel"), "half").unwrap();
        fs::write(map.inbox.join(".van-de-afzender.deel"), "half").unwrap();
        fs::set_permissions(&map.inbox, Permissions::from_mode(0o770)).unwrap();
        map.maak().unwrap();
        assert_eq!(fs::read_dir(&map.uit).unwrap().count(), 0);
        assert_eq!(fs::read_dir(&map.inbox).unwrap().count(), 1, "what others write is theirs");
        assert_eq!(fs::metadata(&map.inbox).unwrap().permissions().mode() & 0o777, 0o770);
    }

    #[test]
    fn a_party_elsewhere_gets_no_uit_and_what_cannot_work_is_named() {
        let wortel = tempfile::tempdir().unwrap();
        let map = Partijmap::nieuw(wortel.path(), &partij("99990001", false));
        map.maak().unwrap();
        assert!(!map.uit.exists());
        fs::remove_dir(&map.retour).unwrap();
        fs::write(&map.retour, "geen map").unwrap();
        let fout = map.maak().unwrap_err();
        assert!(fout.to_string().contains("cannot make the folder") && fout.to_string().contains("retour"), "{fout}");
        assert_eq!(map.keur().unwrap_err().to_string(), fout.to_string());
        assert!(Partijmap::nieuw(wortel.path(), &partij("../buiten", false)).maak().is_err());
    }
}
