//! Calls to the control API of a running simulator.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use keten::vsp::Probleem;
use reqwest::{Client, Method};
use rustls::{ClientConfig, RootCertStore};

use super::{Fout, runtime};
use crate::cli::FoutArgs;

/// Commands faults.
pub fn fout(args: &FoutArgs) -> Result<bool, Fout> {
    if args.wis {
        vraag(args.beheer, Method::DELETE, "fouten", None)?;
    }
    if !args.fouten.is_empty() {
        let json = serde_json::to_vec(&args.fouten).unwrap_or_default();
        vraag(args.beheer, Method::POST, "fouten", Some(json))?;
    }
    Ok(true)
}

/// One call; the body of its answer.
pub(super) fn vraag(adres: SocketAddr, methode: Method, pad: &str, json: Option<Vec<u8>>) -> Result<Vec<u8>, Fout> {
    let geen = |source: reqwest::Error| Fout::GeenSimulator { adres, source: source.without_url() };
    runtime()?.block_on(async {
        let verzoek = client()?.request(methode, format!("http://{adres}/{pad}")).body(json.unwrap_or_default());
        let response = verzoek.send().await.map_err(geen)?;
        let status = response.status();
        let inhoud = response.bytes().await.map_err(geen)?;
        if status.is_success() {
            return Ok(inhoud.to_vec());
        }
        let probleem: Probleem = serde_json::from_slice(&inhoud).unwrap_or_default();
        Err(Fout::Geweigerd(probleem.detail.unwrap_or_else(|| status.to_string())))
    })
}

/// Plain HTTP. The library wants TLS settings all the same; these trust nobody.
fn client() -> Result<Client, Fout> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    let client = Client::builder().tls_backend_preconfigured(tls).no_proxy().timeout(Duration::from_secs(30)).build();
    client.map_err(|fout| Fout::Geweigerd(fout.without_url().to_string()))
}
