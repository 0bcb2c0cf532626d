//! One Push: choose a fault, read, judge, store, answer, and write it all down.

mod aanvoer;
mod boeking;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::Bytes;
use data_encoding::HEXLOWER;
use keten::luister::{Peer, Verbinding};
use keten::push::{Grenzen, Weigering, ontvang_delen};
use keten::vsp::{Metadata, PAD, Probleem, Veldfouten};
use sha2::{Digest, Sha256};

use crate::fouten::Soort;
use crate::inhoud::{Afkeuring, BRS06, BRS114, Keuring};
use crate::ledger::Ledgerregel;
use crate::simulator::Verkeer;
use crate::staat::{BijHerhaling, Opname, Staat};
use aanvoer::Aanvoer;
use boeking::Boeking;

/// Read before a fault is chosen: the metadata comes first in what we know of senders.
const BEGIN: u64 = 8 << 10;
/// Of a slow head so many bytes go out before the connection is reset.
const HALVE_KOP: u32 = 20;
/// Nobody waits longer than this for an answer; afterwards the connection is reset, so that it does not stay for ever.
const LANGSTE_HANG: Duration = Duration::from_secs(900);

/// What all requests share.
pub(crate) struct Dienst {
    pub staat: Arc<Staat>,
    pub verkeer: Arc<Verkeer>,
    pub keuring: Arc<Keuring>,
    pub grenzen: Grenzen,
    pub bij_herhaling: BijHerhaling,
}

pub(crate) fn router(dienst: Arc<Dienst>) -> Router {
    Router::new().route(PAD, post(bericht)).with_state(dienst)
}

async fn bericht(State(dienst): State<Arc<Dienst>>, request: Request) -> Response {
    let (kop, inhoud) = request.into_parts();
    let cn = kop.extensions.get::<Peer>().and_then(|peer| peer.certificaat.as_ref()?.cn.clone());
    let Some(verbinding) = kop.extensions.get::<Verbinding>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    // A kept connection may still be slow from the request before this one.
    verbinding.vertraag(0);
    let boeking = Boeking::open(Arc::clone(&dienst.staat), cn);
    let mut aanvoer = Aanvoer::new(inhoud);
    aanvoer.lees_tot(BEGIN).await;
    let berichttype = aanvoer::berichttype(&kop.headers, aanvoer.begin()).await;
    let verzoek = Verzoek { dienst: &dienst, headers: &kop.headers, verbinding, boeking, aanvoer };
    match dienst.staat.kies(berichttype.as_deref()) {
        None => verzoek.gewoon().await,
        Some(fout) => verzoek.met(fout).await,
    }
}

/// A request on its way to an answer.
struct Verzoek<'d> {
    dienst: &'d Dienst,
    headers: &'d HeaderMap,
    verbinding: Verbinding,
    boeking: Boeking,
    aanvoer: Aanvoer,
}

impl Verzoek<'_> {
    async fn gewoon(mut self) -> Response {
        let antwoord = self.dienst.verwerk(self.headers, self.aanvoer, self.boeking.regel()).await;
        self.boeking.sluit(antwoord.tekst());
        antwoord.response()
    }

    async fn met(mut self, fout: Soort) -> Response {
        self.boeking.regel().fout = Some(fout.to_string());
        match fout {
            Soort::Antwoord { status, retry_after, code } => self.antwoord(status, retry_after, code).await,
            Soort::Hangen => hang(&self.verbinding, self.boeking).await,
            Soort::TraagLezen { bytes_per_seconde } => {
                self.aanvoer.vertraag(bytes_per_seconde);
                self.gewoon().await
            }
            Soort::TraagAntwoorden { bytes_per_seconde } => {
                self.verbinding.vertraag(bytes_per_seconde);
                self.gewoon().await
            }
            Soort::ResetVerzoek { na_bytes } => {
                self.aanvoer.lees_tot(na_bytes).await;
                breek(&self.verbinding, self.boeking).await
            }
            Soort::Neer { seconden } => {
                self.dienst.verkeer.neer(Duration::from_secs(u64::from(seconden)));
                breek(&self.verbinding, self.boeking).await
            }
            Soort::OpslaanReset | Soort::OpslaanHangen | Soort::ResetAntwoord => self.opgeslagen_zonder(&fout).await,
        }
    }

    /// Reads everything, stores nothing and answers what was commanded.
    async fn antwoord(mut self, status: u16, retry_after: Option<u32>, code: Option<String>) -> Response {
        let gelezen = ontvang_delen(self.headers, Body::new(self.aanvoer), self.dienst.grenzen).await;
        if let Ok((metadata, payload)) = &gelezen {
            noteer(self.boeking.regel(), metadata, payload);
        }
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let antwoord = Antwoord::afgekeurd(status, code.as_deref(), "Deze fout is opgedragen.");
        self.boeking.sluit(antwoord.tekst());
        let mut response = antwoord.response();
        if let Some(seconden) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconden));
        }
        response
    }

    /// Stores the message and lets the answer get lost. A message that is refused gets its refusal.
    async fn opgeslagen_zonder(mut self, fout: &Soort) -> Response {
        let antwoord = self.dienst.verwerk(self.headers, self.aanvoer, self.boeking.regel()).await;
        if antwoord.status != StatusCode::NO_CONTENT {
            self.boeking.sluit(antwoord.tekst());
            return antwoord.response();
        }
        match fout {
            Soort::OpslaanHangen => hang(&self.verbinding, self.boeking).await,
            Soort::ResetAntwoord => {
                self.verbinding.vertraag(HALVE_KOP);
                self.boeking.sluit("reset".to_owned());
                let verbinding = self.verbinding;
                tokio::spawn(async move {
                    // Between the first piece of the head and the second, which comes after a second.
                    tokio::time::sleep(Duration::from_millis(500)).await;
                    verbinding.breek();
                });
                antwoord.response()
            }
            _ => breek(&self.verbinding, self.boeking).await,
        }
    }
}

async fn hang(verbinding: &Verbinding, boeking: Boeking) -> Response {
    boeking.sluit("geen".to_owned());
    tokio::time::sleep(LANGSTE_HANG).await;
    verbinding.breek();
    std::future::pending().await
}

async fn breek(verbinding: &Verbinding, boeking: Boeking) -> Response {
    boeking.sluit("reset".to_owned());
    verbinding.breek();
    std::future::pending().await
}

fn noteer(regel: &mut Ledgerregel, metadata: &Metadata, payload: &Bytes) -> String {
    let sha256 = HEXLOWER.encode(&Sha256::digest(payload));
    regel.noteer(metadata);
    regel.bytes = Some(payload.len() as u64);
    regel.sha256 = Some(sha256.clone());
    sha256
}

impl Dienst {
    /// What a working endpoint does.
    async fn verwerk(&self, headers: &HeaderMap, aanvoer: Aanvoer, regel: &mut Ledgerregel) -> Antwoord {
        let (metadata, payload) = match ontvang_delen(headers, Body::new(aanvoer), self.grenzen).await {
            Ok(gelezen) => gelezen,
            Err(Weigering::TeGroot { .. }) => return Antwoord::onverwerkbaar(BRS06),
            Err(weigering) => return Antwoord { status: weigering.status(), probleem: Some(weigering.probleem()) },
        };
        let sha256 = noteer(regel, &metadata, &payload);
        let (keuring, bytes, kop) = (Arc::clone(&self.keuring), payload.clone(), metadata.clone());
        // A large message takes a while, and others must be answered meanwhile.
        match tokio::task::spawn_blocking(move || keuring.keur(&kop, &bytes)).await {
            Ok(None) => {}
            Ok(Some(afkeuring)) => return Antwoord::onverwerkbaar(afkeuring),
            Err(_) => return Antwoord::mislukt(),
        }
        match (self.staat.neem_in(metadata, payload, sha256), self.bij_herhaling) {
            (Opname::Nieuw, _) => {
                regel.opgeslagen = true;
                Antwoord::aanvaard()
            }
            (Opname::Herhaling, bij_herhaling) => {
                regel.herhaling = true;
                match bij_herhaling {
                    BijHerhaling::Opnieuw204 => Antwoord::aanvaard(),
                    BijHerhaling::Brs114 => Antwoord::onverwerkbaar(BRS114),
                }
            }
            (Opname::Bezet, _) => Antwoord::onverwerkbaar(BRS114),
            (Opname::Mislukt, _) => Antwoord::mislukt(),
        }
    }
}

/// Status, and problem details unless it is 204.
struct Antwoord {
    status: StatusCode,
    probleem: Option<Probleem>,
}

impl Antwoord {
    fn aanvaard() -> Self {
        Self { status: StatusCode::NO_CONTENT, probleem: None }
    }

    fn onverwerkbaar((code, uitleg): Afkeuring) -> Self {
        Self::afgekeurd(StatusCode::UNPROCESSABLE_ENTITY, Some(code), uitleg)
    }

    fn mislukt() -> Self {
        Self::afgekeurd(StatusCode::INTERNAL_SERVER_ERROR, None, "Het bericht kon niet worden bewaard.")
    }

    fn afgekeurd(status: StatusCode, code: Option<&str>, uitleg: &str) -> Self {
        let fouten = code.map(|code| (code.to_owned(), vec![uitleg.to_owned()]));
        let titel = status.canonical_reason().unwrap_or("Fout");
        let probleem = Probleem::new(status, titel, uitleg).met(fouten.into_iter().collect::<Veldfouten>());
        Self { status, probleem: Some(probleem) }
    }

    /// For the ledger: status and the codes or fields with faults.
    fn tekst(&self) -> String {
        let velden = self.probleem.iter().flat_map(|probleem| probleem.errors.keys());
        velden.fold(self.status.as_u16().to_string(), |tekst, veld| format!("{tekst} {veld}"))
    }

    fn response(self) -> Response {
        self.probleem.map_or_else(|| self.status.into_response(), IntoResponse::into_response)
    }
}
