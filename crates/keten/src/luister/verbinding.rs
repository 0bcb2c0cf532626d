//! One connection from handshake to end.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use bytes::Bytes;
use http_body::Frame;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep, sleep_until, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower_service::Service;
use tracing::debug;

use super::Instellingen;
use super::stroom::Stroom;
use crate::tls::PeerCertificaat;

/// After an answer that came before the whole request was read, so much time and so many bytes are given to a client
/// that is still sending. Closing at once would reset the connection, and the client would never see why.
const NALEZEN: (Duration, u64) = (Duration::from_secs(5), 64 << 20);

/// Who is on the other side; an extension of every request.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Address of the other side.
    pub adres: SocketAddr,
    /// What it showed in the handshake; `None` without TLS or without a demand for a certificate.
    pub certificaat: Option<Arc<PeerCertificaat>>,
}

/// The connection under a request; an extension of every request. A real service leaves it alone, a simulator of one
/// that fails does not.
#[derive(Debug, Clone)]
pub struct Verbinding {
    breuk: CancellationToken,
    tempo: Arc<AtomicU32>,
}

impl Verbinding {
    /// Resets the connection; the request that runs is dropped.
    pub fn breek(&self) {
        self.breuk.cancel();
    }

    /// From now on at most so many bytes per second go out; 0 lifts the limit.
    pub fn vertraag(&self, bytes_per_seconde: u32) {
        self.tempo.store(bytes_per_seconde, Ordering::Relaxed);
    }
}

/// What all connections of a listener share.
#[derive(Clone)]
pub(super) struct Dienst {
    pub router: Router,
    pub instellingen: Arc<Instellingen>,
    /// Finish what runs and take nothing new.
    pub stop: CancellationToken,
    /// Drop everything.
    pub weg: CancellationToken,
}

impl Dienst {
    pub(super) async fn bedien(self, tcp: TcpStream, adres: SocketAddr, tls: Option<Arc<ServerConfig>>) {
        // Small answers must not wait for each other.
        let _ = tcp.set_nodelay(true);
        let verbinding = Verbinding { breuk: CancellationToken::new(), tempo: Arc::default() };
        let weg = self.weg.clone();
        let werk = async {
            let (stroom, certificaat) = self.handshake(tcp, adres, tls, &verbinding).await?;
            self.http(stroom, Peer { adres, certificaat }, verbinding).await;
            Some(())
        };
        tokio::select! {
            () = weg.cancelled() => debug!(peer = %adres, "connection dropped at the end"),
            _ = werk => {}
        }
    }

    /// TLS when it is wanted; `None` when it fails, which is told in the log and to nobody else.
    async fn handshake(
        &self,
        tcp: TcpStream,
        adres: SocketAddr,
        tls: Option<Arc<ServerConfig>>,
        verbinding: &Verbinding,
    ) -> Option<(Stroom, Option<Arc<PeerCertificaat>>)> {
        let (stilstand, tempo) = (self.instellingen.stilstand, Arc::clone(&verbinding.tempo));
        let Some(config) = tls else { return Some((Stroom::kaal(tcp, stilstand, tempo), None)) };
        let handen = timeout(self.instellingen.handshake, TlsAcceptor::from(config).accept(tcp).into_fallible());
        let uitkomst = tokio::select! {
            () = self.stop.cancelled() => return None,
            uitkomst = handen => uitkomst,
        };
        match uitkomst {
            Ok(Ok(stroom)) => {
                let eigen = stroom.get_ref().1.peer_certificates().and_then(<[_]>::first);
                let certificaat = eigen.map(|der| Arc::new(PeerCertificaat::van_der(der)));
                Some((Stroom::tls(stroom, stilstand, tempo), certificaat))
            }
            Ok(Err((fout, tcp))) => {
                debug!(peer = %adres, fout = %fout, "TLS handshake refused");
                sluit(tcp).await;
                None
            }
            Err(_) => {
                debug!(peer = %adres, "TLS handshake took too long");
                None
            }
        }
    }

    async fn http(&self, stroom: Stroom, peer: Peer, verbinding: Verbinding) {
        let adres = peer.adres;
        let breuk = verbinding.breuk.clone();
        let begonnen = CancellationToken::new();
        let dienst = Verzoeken {
            router: self.router.clone(),
            peer,
            verbinding,
            instellingen: Arc::clone(&self.instellingen),
            begonnen: begonnen.clone(),
        };
        let mut conn = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.instellingen.kop)
            .serve_connection(TokioIo::new(stroom), dienst);
        let mut stopt = false;
        let (mut te_stil, mut let_op) = (pin!(sleep(self.instellingen.eerste)), true);
        let uitkomst = loop {
            tokio::select! {
                biased;
                () = breuk.cancelled() => {
                    conn.into_parts().io.into_inner().breek();
                    return;
                }
                () = self.stop.cancelled(), if !stopt => {
                    stopt = true;
                    Pin::new(&mut conn).graceful_shutdown();
                }
                uitkomst = poll_fn(|cx| conn.poll_without_shutdown(cx)) => break uitkomst,
                () = &mut te_stil, if let_op => {
                    let_op = false;
                    if !begonnen.is_cancelled() {
                        debug!(peer = %adres, "connection without a request dropped");
                        return;
                    }
                }
            }
        };
        match uitkomst {
            Ok(()) => sluit(conn.into_parts().io.into_inner()).await,
            Err(fout) => debug!(peer = %adres, fout = %fout, "connection ended"),
        }
    }
}

/// An orderly end: ours first, then whatever the other side was still sending is read over.
async fn sluit<S: AsyncRead + AsyncWrite + Unpin>(mut stroom: S) {
    let (tijd, bytes) = NALEZEN;
    let lezen = async {
        if stroom.shutdown().await.is_ok() {
            let mut rest = stroom.take(bytes);
            let mut buf = vec![0_u8; 16 << 10];
            while rest.read(&mut buf).await.is_ok_and(|n| n > 0) {}
        }
    };
    let _ = timeout(tijd, lezen).await;
}

/// The router behind one connection.
struct Verzoeken {
    router: Router,
    peer: Peer,
    verbinding: Verbinding,
    instellingen: Arc<Instellingen>,
    /// Told at the first request.
    begonnen: CancellationToken,
}

impl hyper::service::Service<Request<Incoming>> for Verzoeken {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<<Router as Service<Request<Body>>>::Future>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        self.begonnen.cancel();
        let Instellingen { stilstand, inhoud: hoogstens, .. } = *self.instellingen;
        let uiterlijk = Instant::now() + hoogstens;
        let mut request = request.map(|inhoud| Body::new(Bewaakt { inhoud, stilstand, uiterlijk, wacht: None }));
        request.extensions_mut().insert(ConnectInfo(self.peer.adres));
        request.extensions_mut().insert(self.peer.clone());
        request.extensions_mut().insert(self.verbinding.clone());
        // A router is always ready; see its documentation.
        Box::pin(self.router.clone().call(request))
    }
}

/// A body that fails when nothing comes for too long, or when all of it takes too long.
struct Bewaakt {
    inhoud: Incoming,
    stilstand: Duration,
    uiterlijk: Instant,
    wacht: Option<Pin<Box<Sleep>>>,
}

/// The body of a request stood still for too long, or took too long as a whole.
#[derive(Debug, thiserror::Error)]
#[error("the request made no progress for too long")]
pub struct Stilstand;

impl http_body::Body for Bewaakt {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let bewaakt = self.get_mut();
        let nu = Instant::now();
        if let Poll::Ready(frame) = Pin::new(&mut bewaakt.inhoud).poll_frame(cx) {
            bewaakt.wacht = None;
            if frame.is_some() && nu > bewaakt.uiterlijk {
                return Poll::Ready(Some(Err(Box::new(Stilstand))));
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let tot = bewaakt.uiterlijk.min(nu + bewaakt.stilstand);
        let wacht = bewaakt.wacht.get_or_insert_with(|| Box::pin(sleep_until(tot)));
        ready!(wacht.as_mut().poll(cx));
        Poll::Ready(Some(Err(Box::new(Stilstand))))
    }

    fn is_end_stream(&self) -> bool {
        self.inhoud.is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.inhoud.size_hint()
    }
}
