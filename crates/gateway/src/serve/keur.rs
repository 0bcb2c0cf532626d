//! `check-config`: would `serve` start with this? Everything is loaded as it does, and nothing is bound, made or written.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use dienst::{DienstFout, beheer, mappen};
use opslag::StoreError;

use super::beveiliging::{Beveiliging, Certificaat};
use crate::configuratie::Configuratie;
use crate::einde::Fout;

/// Looks at certificates, client and folders; what is shown to others comes back.
pub fn keur(configuratie: &Configuratie) -> Result<Vec<Certificaat>, Fout> {
    let beveiliging = Beveiliging::laad(configuratie)?;
    if let Some(wortel) = &configuratie.mappen {
        mappen::keur(wortel, &configuratie.partijen)?;
    }
    mappen::keur_map(&configuratie.data).map_err(|fout| gegevens(&configuratie.data, fout))?;
    sleutel(configuratie)?;
    beheer::keur_socket(&configuratie.data)?;
    Ok(beveiliging.certificaten)
}

/// Trouble with the data folder in the words of the store.
fn gegevens(data: &Path, fout: DienstFout) -> Fout {
    match fout {
        DienstFout::Bestand { source, .. } => {
            let (folder, kind, source) = (data.to_owned(), source.kind(), source.into());
            Fout::Store(match kind {
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                    StoreError::FolderReadOnly { folder, source }
                }
                _ => StoreError::FolderUnusable { folder, source },
            })
        }
        fout => fout.into(),
    }
}

/// The key file: readable for us alone, or still to be made because there is no data yet.
fn sleutel(configuratie: &Configuratie) -> Result<(), Fout> {
    let path = configuratie.sleutel.clone().unwrap_or_else(|| configuratie.data.join("sleutel"));
    let onleesbaar = |source: std::io::Error| StoreError::KeyUnreadable { path: path.clone(), source: source.into() };
    match fs::metadata(&path) {
        Ok(meta) if meta.permissions().mode() & 0o077 != 0 => {
            let mode = meta.permissions().mode() & 0o7777;
            Err(StoreError::KeyOpenToOthers { path, mode }.into())
        }
        Ok(_) => File::open(&path).map(drop).map_err(|source| onleesbaar(source).into()),
        Err(fout) if fout.kind() != ErrorKind::NotFound => Err(onleesbaar(fout).into()),
        Err(_) if heeft_gegevens(&configuratie.data) => Err(StoreError::KeyMissing { path }.into()),
        Err(_) => Ok(mappen::keur_map(path.parent().unwrap_or(Path::new("")))?),
    }
}

/// Whether there is a store in a data folder.
fn heeft_gegevens(data: &Path) -> bool {
    fs::metadata(data.join("ketenpoort.db")).is_ok_and(|meta| meta.len() > 0)
}
