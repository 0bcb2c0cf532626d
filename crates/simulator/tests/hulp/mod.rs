//! A simulator and a client of it.
#![allow(dead_code)] // each test program uses another part

use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use keten::push::{ClientInstellingen, Poging, PushClient};
use keten::vsp::Metadata;
use simulator::verstuur::{Zending, client};
use simulator::{Opties, Simulator};

pub const XML: &[u8] = b"<a>x</a>";

/// A demo message of the repository.
pub fn demo(naam: &str) -> Vec<u8> {
    let pad = wortel().join("fixtures/demo").join(format!("{naam}.xml"));
    std::fs::read(&pad).unwrap_or_else(|e| panic!("{}: {e}", pad.display()))
}

pub fn wortel() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Limits on standing still that end a test soon; the others leave a busy machine its time.
pub fn korte() -> ClientInstellingen {
    let kort = Duration::from_secs(3);
    ClientInstellingen { stilstand: kort, antwoord: kort, ..ClientInstellingen::default() }
}

pub struct Proef {
    pub sim: Simulator,
    /// One that waits as long as the daemon would.
    pub client: PushClient,
    /// One with [`korte`] limits.
    pub haastig: PushClient,
}

impl Proef {
    pub async fn start(opties: Opties) -> Self {
        let sim = Simulator::start(opties).await.expect("a simulator");
        let tls = sim.client("Zender").expect("a certificate");
        let haastig = self::client(&sim.url(), &tls, korte()).expect("a client");
        let client = self::client(&sim.url(), &tls, ClientInstellingen::default()).expect("a client");
        Self { sim, client, haastig }
    }

    pub async fn push(&self, metadata: &Metadata, payload: &[u8]) -> Poging {
        self.client.push(metadata, Bytes::copy_from_slice(payload)).await
    }

    /// A new message with this payload.
    pub async fn nieuw(&self, payload: &[u8]) -> (Metadata, Poging) {
        let metadata = metadata();
        let poging = self.push(&metadata, payload).await;
        (metadata, poging)
    }

    /// A new message of one that does not wait long.
    pub async fn haastig(&self, payload: &[u8]) -> (Metadata, Poging) {
        let metadata = metadata();
        let poging = self.haastig.push(&metadata, Bytes::copy_from_slice(payload)).await;
        (metadata, poging)
    }

    pub fn fout(&self, tekst: &str) {
        self.sim.zet_fout(tekst.parse().expect("a fault"));
    }

    /// The answers in the ledger, when so many requests have come to an end.
    pub async fn antwoorden(&self, aantal: usize) -> Vec<String> {
        for _ in 0..500 {
            if self.sim.ledger().len() >= aantal {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.sim.ledger().into_iter().map(|regel| regel.antwoord).collect()
    }
}

pub fn metadata() -> Metadata {
    let zending = Zending {
        afzender: Some("99990001".to_owned()),
        geadresseerde: Some("0363".to_owned()),
        berichttype: Some("JW323".to_owned()),
        ..Zending::default()
    };
    zending.metadata(XML).expect("metadata")
}
