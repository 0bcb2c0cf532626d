//! What the simulator remembers of requests and messages.

use std::time::SystemTime;

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use keten::vsp::Metadata;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One request, whatever became of it. Fields of the metadata are absent when it could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ledgerregel {
    /// Counted from 1, in order of arrival.
    pub nummer: u64,
    /// Arrival of the head, UTC, in milliseconds.
    pub tijd: String,
    /// Common name of the client certificate.
    pub certificaat: Option<String>,
    /// The message.
    pub traceer_id: Option<Uuid>,
    /// Its conversation.
    pub conversatie_id: Option<Uuid>,
    /// The message that it answers.
    pub als_antwoord_op: Option<Uuid>,
    /// Role and code of the sender, e.g. `Gemeente 0363`.
    pub afzender: Option<String>,
    /// Roles and codes of the addressees.
    pub geadresseerden: Vec<String>,
    /// E.g. `JW323`.
    pub berichttype: Option<String>,
    /// Bytes of the payload, when it came in whole.
    pub bytes: Option<u64>,
    /// SHA-256 of the payload, hexadecimal.
    pub sha256: Option<String>,
    /// The fault that was applied, as it is written on the command line.
    pub fout: Option<String>,
    /// Whether this request stored the message.
    pub opgeslagen: bool,
    /// Whether the message was stored already by an earlier request.
    pub herhaling: bool,
    /// What went back: a status with codes, `geen` or `reset`.
    pub antwoord: String,
}

impl Ledgerregel {
    /// A line for a request that has just come.
    pub(crate) fn nieuw(certificaat: Option<String>) -> Self {
        Self { tijd: nu(), certificaat, ..Self::default() }
    }

    /// Fills in what the metadata says.
    pub(crate) fn noteer(&mut self, metadata: &Metadata) {
        let partij = |r: &keten::vsp::Relatie| format!("{} {}", r.rol, r.code.as_deref().unwrap_or("-"));
        let (route, referentie) = (&metadata.routeringgegevens, &metadata.referentiegegevens);
        self.traceer_id = Some(referentie.traceer_id);
        self.conversatie_id = Some(referentie.conversatie_id);
        self.als_antwoord_op = referentie.als_antwoord_op;
        self.afzender = Some(partij(&route.afzender));
        self.geadresseerden = route.geadresseerden.iter().map(partij).collect();
        self.berichttype = Some(route.berichtstroom.berichttype.clone());
    }
}

/// A message that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ontvangen {
    /// As it came.
    pub metadata: Metadata,
    /// As it came.
    pub payload: Bytes,
    /// SHA-256 of the payload, hexadecimal.
    pub sha256: String,
    /// When it was stored, UTC, in milliseconds.
    pub tijd: String,
    /// How often it came again afterwards.
    pub herhalingen: u64,
}

/// The moment, as it is written in the ledger.
pub(crate) fn nu() -> String {
    DateTime::<Utc>::from(SystemTime::now()).to_rfc3339_opts(SecondsFormat::Millis, true)
}
