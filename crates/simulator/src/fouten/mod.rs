//! Faults on command: what goes wrong, and with which requests.

mod kiezen;
mod tekst;

use serde::{Deserialize, Serialize};

pub use kiezen::Fouten;
pub use tekst::Onleesbaar;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Soort {
    /// The whole request is read, nothing is stored, and this is answered.
    Antwoord {
        /// HTTP status, 400 to 599.
        status: u16,
        /// Header `Retry-After`, in seconds.
        #[serde(default)]
        retry_after: Option<u32>,
        /// A code in the problem details, e.g. `BRS13`.
        #[serde(default)]
        code: Option<String>,
    },
    /// The connection stays open, and nothing is read or answered any more.
    Hangen,
    /// The request is read this slowly; then everything is as always.
    TraagLezen {
        /// Bytes per second, from 1.
        bytes_per_seconde: u32,
    },
    /// Everything is as always, but the answer goes out this slowly.
    TraagAntwoorden {
        /// Bytes per second, from 1.
        bytes_per_seconde: u32,
    },
    /// The connection is reset when so many bytes of the body have come, or all of them when there are fewer. Nothing is
    /// stored.
    ResetVerzoek {
        /// Bytes of the body.
        na_bytes: u64,
    },
    /// The message is stored, and the connection is reset instead of an answer.
    OpslaanReset,
    /// The message is stored, and no answer comes.
    OpslaanHangen,
    /// The message is stored, and the connection is reset in the middle of the answer.
    ResetAntwoord,
    /// This connection and all others are dropped, and no new ones are accepted for so long.
    Neer {
        /// Seconds, from 1.
        seconden: u32,
    },
}

/// Which of the requests that come by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Wanneer {
    /// The next so many.
    Volgende(u64),
    /// The so-manieth, twice so-manieth, and so on.
    Elke(u64),
    /// All.
    Altijd,
    /// So many in a hundred, chosen by chance; the same seed chooses the same ones.
    Percentage {
        /// 0 to 100.
        procent: u8,
        /// Any number.
        seed: u64,
    },
}

/// A fault bound to requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fout {
    /// What goes wrong.
    pub fout: Soort,
    /// Which requests.
    pub bij: Wanneer,
    /// Only requests with this berichttype in their metadata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berichttype: Option<String>,
}

impl Fout {
    /// A fault for all berichttypen.
    pub fn new(fout: Soort, bij: Wanneer) -> Self {
        Self { fout, bij, berichttype: None }
    }

    /// The same fault, for this berichttype only.
    #[must_use]
    pub fn voor(self, berichttype: &str) -> Self {
        Self { berichttype: Some(berichttype.to_owned()), ..self }
    }
}

/// Answers this status, without more.
pub fn antwoord(status: u16) -> Soort {
    Soort::Antwoord { status, retry_after: None, code: None }
}
