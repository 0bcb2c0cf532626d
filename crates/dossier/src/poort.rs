//! What the daemon keeps beside the dossiers: receipts, the queue of messages that wait for judgement, what was handed in
//! before, and the entries of mailbox and outbox.

use bericht::{Datum, Domein, Dossier, Soort};
use serde::{Deserialize, Serialize};

use crate::record::Lading;
use crate::seam::BerichtId;
use crate::sleutel::Key;

/// Number of a receipt: a random UUID as text, so that nobody can guess the number of another's message.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OntvangstId(pub String);

impl std::fmt::Display for OntvangstId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a message came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deur {
    /// `POST /v1/berichten`.
    Http,
    /// A folder of a party.
    Map,
    /// VSP Push V1.
    Push,
    /// `POST /v1/controle`: checked, not kept.
    Controle,
}

/// Which way a message goes, seen from this gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Richting {
    /// To a local party, from a party elsewhere.
    In,
    /// From a local party to one elsewhere.
    Uit,
    /// Between two local parties.
    Intern,
}

/// How far a receipt is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stand {
    /// On disk, waiting for judgement.
    Wacht,
    /// Judged, or booked as sent: the verdict stands with the message of this number.
    Verwerkt(BerichtId),
    /// Refused at the door; nothing of it is kept but this record.
    Geweigerd,
    /// Checked beforehand on request; nothing of it is kept but this record.
    Gecontroleerd,
    /// Could not be judged through no fault of its own; an operator has to look.
    Vastgelopen(String),
    /// Closed by an operator for this reason, without a verdict: its sender may hand the same in again.
    Vervallen(String),
}

/// The VSP numbers that a message came with, or left with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VspNummers {
    /// traceerId of the message.
    pub traceer: String,
    /// conversatieId.
    pub conversatie: String,
}

/// A receipt, from the moment that it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OntvangstRecord {
    /// Number of the message.
    pub bericht: BerichtId,
    /// The party that sends the message.
    pub afzender: Option<String>,
    /// The party it is for.
    pub ontvanger: Option<String>,
    /// Standard.
    pub domein: Option<Domein>,
    /// Message number.
    pub soort: Option<Soort>,
    /// Which way it goes; none when it was refused before that was known.
    pub richting: Option<Richting>,
    /// How it came in.
    pub deur: Deur,
    /// Moment of reception, milliseconds since 1970.
    pub ontvangen_ms: u64,
    /// Reference date of the judgement: the Dutch day of reception.
    #[serde(with = "bericht::dagen")]
    pub peildatum: Datum,
    /// Size in bytes.
    pub grootte: u64,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// How far it is.
    pub stand: Stand,
    /// The bytes, while the message waits.
    pub lading: Option<Lading>,
    /// Findings of a refusal at the door, JSON.
    pub bevindingen: Option<Lading>,
    /// The name of a dropped file. It may say anything about anyone, so it goes nowhere else.
    pub naam: Option<String>,
    /// VSP numbers, when it came by Push.
    pub vsp: Option<VspNummers>,
}

/// A message that waits for judgement: enough to queue it again after a restart without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WachtFeit {
    /// Its receipt.
    pub ontvangst: OntvangstId,
    /// Messages of one dossier are judged in order of reception.
    pub dossier: Dossier,
    /// Size in bytes.
    pub grootte: u64,
    /// How often its judgement was begun after a restart and did not come to an end: the process may end by it.
    #[serde(default)]
    pub begonnen: u32,
}

/// What was handed in before under some key: the same bytes, an Idempotency-Key, a traceerId.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EerderFeit {
    /// The receipt that was given.
    pub ontvangst: OntvangstId,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
}

/// What is delivered of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zending {
    /// The message itself, sent by a local party.
    Bericht,
    /// Our retour on it.
    Retour,
}

impl Zending {
    /// `bericht` or `retour`.
    pub fn as_str(self) -> &'static str {
        match self {
            Zending::Bericht => "bericht",
            Zending::Retour => "retour",
        }
    }

    /// The inverse of [`Zending::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "bericht" => Some(Zending::Bericht),
            "retour" => Some(Zending::Retour),
            _ => None,
        }
    }
}

/// Something for a party to collect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostvakItem {
    /// Code of the party.
    pub partij: String,
    /// A message for the party, or our retour on a message of the party.
    pub wat: Zending,
    /// The message.
    pub bericht: BerichtId,
    /// Its receipt.
    pub ontvangst: OntvangstId,
}

/// Key of a receipt.
pub fn ontvangst_key(id: &OntvangstId) -> Key {
    Key::new().with(&id.0)
}

/// Key of what a party handed in: by the hash of the bytes, an Idempotency-Key or a traceerId.
pub fn eerder_key(partij: &str, wat: &str) -> Key {
    Key::new().with(partij).with(wat)
}
