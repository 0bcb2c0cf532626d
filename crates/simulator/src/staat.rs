//! What a simulator knows: faults, messages and the ledger.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use keten::vsp::{Metadata, Relatie};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::bewaren;
use crate::fouten::{Fout, Fouten, Soort};
use crate::ledger::{Ledgerregel, Ontvangen, nu};

/// What a message gets that is known already: the same `traceerId`, metadata and payload of the same sender.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum BijHerhaling {
    /// 204: this is how an attempt after an unknown outcome looks.
    #[default]
    Opnieuw204,
    /// 422 BRS114.
    Brs114,
}

/// What became of a message that was found good.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Opname {
    /// Stored.
    Nieuw,
    /// Known, the same in everything.
    Herhaling,
    /// Its `traceerId` was used for something else.
    Bezet,
    /// It could not be stored.
    Mislukt,
}

/// A sender and its `traceerId`.
type Sleutel = (Relatie, Uuid);

#[derive(Default)]
struct Binnen {
    laatste: u64,
    ledger: Vec<Ledgerregel>,
    berichten: HashMap<Sleutel, Ontvangen>,
    volgorde: Vec<Sleutel>,
    fouten: Fouten,
}

/// Shared between requests and handles.
#[derive(Default)]
pub(crate) struct Staat {
    binnen: Mutex<Binnen>,
    map: Option<PathBuf>,
}

impl Staat {
    pub fn new(map: Option<PathBuf>) -> Self {
        Self { map, ..Self::default() }
    }

    fn binnen(&self) -> MutexGuard<'_, Binnen> {
        self.binnen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // ---- requests ----

    /// The number of a request that has just come.
    pub fn nummer(&self) -> u64 {
        let mut binnen = self.binnen();
        binnen.laatste += 1;
        binnen.laatste
    }

    pub fn kies(&self, berichttype: Option<&str>) -> Option<Soort> {
        self.binnen().fouten.kies(berichttype)
    }

    /// Stores a message, unless it is known. Writing files happens under the lock: a repeat may not be told that the
    /// message is in before it is.
    pub fn neem_in(&self, metadata: Metadata, payload: Bytes, sha256: String) -> Opname {
        let sleutel = (metadata.routeringgegevens.afzender.clone(), metadata.referentiegegevens.traceer_id);
        let mut binnen = self.binnen();
        if let Some(bekend) = binnen.berichten.get_mut(&sleutel) {
            if bekend.metadata != metadata || bekend.sha256 != sha256 {
                return Opname::Bezet;
            }
            bekend.herhalingen += 1;
            return Opname::Herhaling;
        }
        if let Some(map) = &self.map
            && let Err(fout) = bewaren::bewaar(map, sleutel.1, &metadata, &payload)
        {
            tracing::error!(traceer_id = %sleutel.1, fout = %fout, "message not stored");
            return Opname::Mislukt;
        }
        let ontvangen = Ontvangen { metadata, payload, sha256, tijd: nu(), herhalingen: 0 };
        binnen.volgorde.push(sleutel.clone());
        binnen.berichten.insert(sleutel, ontvangen);
        Opname::Nieuw
    }

    pub fn boek(&self, regel: Ledgerregel) {
        self.binnen().ledger.push(regel);
    }

    // ---- handles ----

    /// In order of arrival; a request that is still running is not in it.
    pub fn ledger(&self) -> Vec<Ledgerregel> {
        let mut ledger = self.binnen().ledger.clone();
        ledger.sort_by_key(|regel| regel.nummer);
        ledger
    }

    /// In the order in which they were stored.
    pub fn berichten(&self) -> Vec<Ontvangen> {
        let binnen = self.binnen();
        binnen.volgorde.iter().filter_map(|sleutel| binnen.berichten.get(sleutel)).cloned().collect()
    }

    pub fn bericht(&self, traceer_id: Uuid) -> Option<Ontvangen> {
        let binnen = self.binnen();
        let sleutel = binnen.volgorde.iter().find(|(_, id)| *id == traceer_id)?;
        binnen.berichten.get(sleutel).cloned()
    }

    pub fn aantal(&self) -> usize {
        self.binnen().berichten.len()
    }

    pub fn herhalingen(&self) -> u64 {
        self.binnen().berichten.values().map(|bericht| bericht.herhalingen).sum()
    }

    pub fn zet_fout(&self, fout: Fout) {
        self.binnen().fouten.zet(fout);
    }

    pub fn fouten(&self) -> Vec<Fout> {
        self.binnen().fouten.alle()
    }

    pub fn wis_fouten(&self) {
        self.binnen().fouten.wis();
    }

    /// Forgets everything but files.
    pub fn wis(&self) {
        *self.binnen() = Binnen::default();
    }
}
