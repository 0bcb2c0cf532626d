//! The endpoint: a simulator in this process, and what it saw.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use keten::push::{ClientInstellingen, Poging, PushClient};
use keten::tls::{ClientTls, client_config};
use keten::vsp::{DEEL_METADATA, DEEL_PAYLOAD, Metadata};
use reqwest::multipart::{Form, Part};
use rustls::ClientConfig;
use serde_json::Value;
use simulator::verstuur::{Zending, verstuur};
use simulator::{Opties, Simulator};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::tot;

/// Seconds since 1970.
pub fn nu() -> i64 {
    let sinds = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock");
    i64::try_from(sinds.as_secs()).expect("a moment")
}

/// Demands that somebody was there who refused our certificate. A connection that ends before the request is on its way
/// tells no more than that.
#[track_caller]
pub fn certificaat_geweigerd(wat: &str, poging: &Poging) {
    let Poging::Opnieuw { reden, .. } = poging else { panic!("{wat}: {poging:?}") };
    assert!(reden.contains("refused our certificate") || reden.ends_with("before the answer"), "{wat}: {reden}");
}

/// A running simulator with the runtime that it lives in.
pub struct Overkant {
    /// The simulator.
    pub sim: Simulator,
    runtime: Runtime,
}

impl Overkant {
    /// One that takes everything in that fits its schema.
    pub fn nieuw() -> Self {
        Self::met(Opties { xsd: true, ..Opties::default() })
    }

    /// One with other options.
    pub fn met(opties: Opties) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let sim = runtime.block_on(Simulator::start(opties)).expect("a simulator");
        Self { sim, runtime }
    }

    /// Address for deliveries.
    pub fn url(&self) -> String {
        self.sim.url()
    }

    /// What the daemon shows and trusts.
    pub fn client_tls(&self) -> ClientTls {
        self.sim.client("Ketenpoort").expect("a client certificate")
    }

    /// Adds a fault, see `ketenpoort-simulator --help`.
    pub fn fout(&self, tekst: &str) {
        self.sim.zet_fout(tekst.parse().expect("a fault"));
    }

    /// The messages, once there are so many. A message is stored before its line stands in the ledger, so both are
    /// waited for.
    #[track_caller]
    pub fn wacht(&self, aantal: usize) -> Vec<simulator::Ontvangen> {
        let geboekt = || self.sim.ledger().iter().filter(|regel| regel.opgeslagen).count();
        tot(&format!("{aantal} deliveries"), || (geboekt() >= aantal).then(|| self.sim.berichten()))
    }

    /// Demands that exactly these payloads came, each under one traceerId, with the same bytes in every attempt.
    #[track_caller]
    pub fn precies(&self, verwacht: &[Vec<u8>]) {
        let mut gekomen: Vec<Vec<u8>> = self.wacht(verwacht.len()).iter().map(|b| b.payload.to_vec()).collect();
        let mut verwacht = verwacht.to_vec();
        gekomen.sort();
        verwacht.sort();
        assert!(gekomen == verwacht, "{} payloads came, {} were expected", gekomen.len(), verwacht.len());
        let mut per_bericht: BTreeMap<Uuid, String> = BTreeMap::new();
        for regel in self.sim.ledger() {
            let (Some(id), Some(sha256)) = (regel.traceer_id, regel.sha256) else { continue };
            let eerste = per_bericht.entry(id).or_insert_with(|| sha256.clone());
            assert_eq!(*eerste, sha256, "the same bytes in every attempt of {id}");
        }
        // What was refused for good had a traceerId too.
        let aanvaard: BTreeSet<_> =
            self.sim.ledger().into_iter().filter(|r| r.opgeslagen || r.herhaling).map(|r| r.traceer_id).collect();
        assert_eq!(aanvaard.len(), verwacht.len(), "a traceerId for each message");
    }

    /// Pushes a message to a gateway, as the hub does.
    #[track_caller]
    pub fn push(&self, url: &str, tls: &ClientTls, zending: &Zending, payload: &[u8]) -> (Arc<Metadata>, Poging) {
        let client = simulator::verstuur::client(url, tls, ClientInstellingen::default()).expect("a client");
        let payload = Bytes::copy_from_slice(payload);
        self.runtime.block_on(verstuur(&client, zending, payload)).expect("metadata")
    }

    /// Pushes a message and reads the whole answer: status and problem details.
    #[track_caller]
    pub fn push_antwoord(&self, url: &str, tls: &ClientTls, zending: &Zending, payload: &[u8]) -> (u16, Value) {
        let config = client_config(tls, nu()).expect("certificates");
        let builder = reqwest::Client::builder().tls_backend_preconfigured(ClientConfig::clone(&config)).no_proxy();
        let client = builder.build().expect("a client");
        let deel = |bytes: Vec<u8>, soort| Part::bytes(bytes).mime_str(soort).expect("a content type");
        let metadata = zending.metadata(payload).expect("metadata").json();
        let formulier = Form::new()
            .part(DEEL_METADATA, deel(metadata, "application/json"))
            .part(DEEL_PAYLOAD, deel(payload.to_vec(), "application/octet-stream"));
        self.runtime.block_on(async {
            let antwoord = client.post(url).multipart(formulier).send().await.expect("an answer");
            let status = antwoord.status().as_u16();
            (status, serde_json::from_slice(&antwoord.bytes().await.expect("a body")).unwrap_or_default())
        })
    }

    /// Pushes with certificates that the client itself does not object to: as if it were `nu`, and also without one.
    #[track_caller]
    pub fn push_op(&self, url: &str, tls: &ClientTls, nu: i64, payload: &[u8]) -> Poging {
        let config = client_config(tls, nu).expect("certificates");
        let client = PushClient::new(url, &config, ClientInstellingen::default()).expect("a client");
        let metadata = Zending::default().metadata(payload).expect("metadata");
        self.runtime.block_on(client.push(&metadata, Bytes::copy_from_slice(payload)))
    }
}
