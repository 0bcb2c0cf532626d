//! `check-config`: would `serve` start with this? Everything is loaded as it does, and nothing is bound, made or written.

use std::io::ErrorKind;
use std::path::Path;

use dienst::{DienstFout, beheer, mappen};
use opslag::{SqliteOptions, SqliteStore, StoreError};

use super::beveiliging::{Beveiliging, Certificaat};
use crate::configuratie::Configuratie;
use crate::einde::Fout;

/// Looks at certificates, client and folders; what is shown to others comes back.
pub fn keur(configuratie: &Configuratie) -> Result<Vec<Certificaat>, Fout> {
    let beveiliging = Beveiliging::laad(configuratie)?;
    keur_mappen(configuratie)?;
    mappen::keur_map(&configuratie.data).map_err(|fout| gegevens(&configuratie.data, fout))?;
    sleutel(configuratie)?;
    beheer::keur_socket(&configuratie.data)?;
    Ok(beveiliging.certificaten)
}

/// Looks at the drop folders. Also without a party that has one: a reload may give it to one, and then it must work.
pub fn keur_mappen(configuratie: &Configuratie) -> Result<(), Fout> {
    match &configuratie.mappen {
        Some(wortel) => Ok(mappen::keur(wortel, &configuratie.partijen)?),
        None => Ok(()),
    }
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

/// The key file: one that the store takes, or one still to be made where it can be.
fn sleutel(configuratie: &Configuratie) -> Result<(), Fout> {
    let options = SqliteOptions { key_file: configuratie.sleutel.clone(), ..SqliteOptions::default() };
    match SqliteStore::look_for_key(&configuratie.data, &options)? {
        Some(nieuw) => Ok(mappen::keur_map(nieuw.parent().unwrap_or(Path::new("")))?),
        None => Ok(()),
    }
}
