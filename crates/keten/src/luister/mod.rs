//! Listening: an address, TLS or not, and a router behind it; used by the daemon and by the simulator.
//!
//! HTTP/1.1 only. Every wait has a limit: the handshake, the head of a request, a body and each piece of it, and each
//! write. A client that stops in the middle costs one place among `max_verbindingen` and no longer than that limit; one
//! that never begins, a few seconds. At the end the listener closes first, running requests get `afronden` to finish, and
//! what is left is dropped.

mod fout;
mod stroom;
mod verbinding;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, warn};

pub use fout::LuisterFout;
pub use verbinding::{Peer, Stilstand, Verbinding};

use crate::tls::TlsHandvat;

/// Limits of a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instellingen {
    /// For the whole TLS handshake.
    pub handshake: Duration,
    /// From the connection to its first request: whoever connects and says nothing holds a place no longer than this.
    pub eerste: Duration,
    /// For the head of a request, also while a kept connection is idle.
    pub kop: Duration,
    /// Without any progress while a body comes in or an answer goes out.
    pub stilstand: Duration,
    /// For a whole body, however steadily it comes.
    pub inhoud: Duration,
    /// Connections at the same time; more of them wait in the queue of the operating system.
    pub max_verbindingen: usize,
    /// For requests that run when the listener stops.
    pub afronden: Duration,
}

impl Default for Instellingen {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(10),
            eerste: Duration::from_secs(5),
            kop: Duration::from_secs(30),
            stilstand: Duration::from_secs(30),
            inhoud: Duration::from_secs(600),
            max_verbindingen: 512,
            afronden: Duration::from_secs(20),
        }
    }
}

/// How a listener came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Afronding {
    /// Every request was answered.
    Volledig,
    /// Some requests were dropped when their time was over.
    Afgebroken {
        /// Connections that were dropped.
        aantal: usize,
    },
}

/// A bound address.
#[derive(Debug)]
pub struct Luisteraar {
    listener: TcpListener,
    tls: Option<TlsHandvat>,
    instellingen: Instellingen,
}

impl Luisteraar {
    /// Binds; port 0 means any free port. Without `tls` it is plain HTTP: whether that may be is up to the caller.
    ///
    /// # Errors
    /// [`LuisterFout`], with a port in use and a port that needs rights told apart.
    pub async fn bind(
        adres: SocketAddr,
        tls: Option<TlsHandvat>,
        instellingen: Instellingen,
    ) -> Result<Self, LuisterFout> {
        let listener = TcpListener::bind(adres).await.map_err(|source| LuisterFout::bij_bind(adres, source))?;
        Ok(Self { listener, tls, instellingen })
    }

    /// The address that is bound, with the real port.
    ///
    /// # Errors
    /// The operating system does not tell.
    pub fn adres(&self) -> Result<SocketAddr, LuisterFout> {
        self.listener.local_addr().map_err(|source| LuisterFout::Adres { source })
    }

    /// Serves until `stop`; requests find their [`Peer`] and [`Verbinding`] among the extensions, and axum's
    /// `ConnectInfo<SocketAddr>` works.
    pub async fn bedien(self, router: Router, stop: CancellationToken) -> Afronding {
        let Self { listener, tls, instellingen } = self;
        let lopend = TaskTracker::new();
        let weg = CancellationToken::new();
        let dienst = verbinding::Dienst {
            router,
            instellingen: Arc::new(instellingen.clone()),
            stop: stop.clone(),
            weg: weg.clone(),
        };
        let plaatsen = Arc::new(Semaphore::new(instellingen.max_verbindingen));
        while let Some((tcp, peer, plaats)) = volgende(&listener, &plaatsen, &stop).await {
            let config = tls.as_ref().map(TlsHandvat::huidig);
            let dienst = dienst.clone();
            lopend.spawn(async move {
                dienst.bedien(tcp, peer, config).await;
                drop(plaats);
            });
        }
        drop(listener);
        lopend.close();
        rond_af(&lopend, &weg, instellingen.afronden).await
    }
}

/// The next connection and its place; `None` at the end.
async fn volgende(
    listener: &TcpListener,
    plaatsen: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    loop {
        let plaats = tokio::select! {
            () = stop.cancelled() => return None,
            plaats = Arc::clone(plaatsen).acquire_owned() => plaats.ok()?,
        };
        let gekomen = tokio::select! {
            () = stop.cancelled() => return None,
            gekomen = listener.accept() => gekomen,
        };
        match gekomen {
            Ok((tcp, peer)) => return Some((tcp, peer, plaats)),
            Err(fout) => wacht_na_fout(&fout).await,
        }
    }
}

/// A connection that broke before it was accepted is nobody's trouble; without free file descriptors a pause is the only
/// thing that helps.
async fn wacht_na_fout(fout: &std::io::Error) {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
    if matches!(fout.kind(), ConnectionAborted | ConnectionReset | Interrupted) {
        debug!(fout = %fout, "connection broke before it was accepted");
        return;
    }
    warn!(fout = %fout, "cannot accept connections; trying again in a second");
    tokio::time::sleep(Duration::from_secs(1)).await;
}

async fn rond_af(lopend: &TaskTracker, weg: &CancellationToken, tijd: Duration) -> Afronding {
    if tokio::time::timeout(tijd, lopend.wait()).await.is_ok() {
        return Afronding::Volledig;
    }
    let aantal = lopend.len();
    weg.cancel();
    lopend.wait().await;
    Afronding::Afgebroken { aantal }
}
