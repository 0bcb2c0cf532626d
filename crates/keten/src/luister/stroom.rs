//! One connection as bytes, with a limit on writes that make no progress.
//!
//! hyper limits the head of a request and we the body, but nobody limits a client that does not read its answer.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};
use tokio_rustls::server::TlsStream;

enum Soort {
    Kaal(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// A connection with or without TLS.
pub(super) struct Stroom {
    soort: Soort,
    stilstand: Duration,
    /// Runs while a write waits.
    wacht: Option<Pin<Box<Sleep>>>,
    /// Bytes per second that may be written; 0 means no limit.
    tempo: Arc<AtomicU32>,
    /// Runs between two slow writes.
    pauze: Option<Pin<Box<Sleep>>>,
}

impl Stroom {
    pub(super) fn kaal(tcp: TcpStream, stilstand: Duration, tempo: Arc<AtomicU32>) -> Self {
        Self { soort: Soort::Kaal(tcp), stilstand, wacht: None, tempo, pauze: None }
    }

    pub(super) fn tls(tls: TlsStream<TcpStream>, stilstand: Duration, tempo: Arc<AtomicU32>) -> Self {
        Self { soort: Soort::Tls(Box::new(tls)), stilstand, wacht: None, tempo, pauze: None }
    }

    /// Drops the connection with a reset instead of an orderly end.
    pub(super) fn breek(self) {
        let tcp = match &self.soort {
            Soort::Kaal(tcp) => tcp,
            Soort::Tls(tls) => tls.get_ref().0,
        };
        // Without it the end is an orderly one, which is as much as we can do then.
        let _ = tcp.set_zero_linger();
    }

    fn kanten(&mut self) -> Pin<&mut dyn BeideKanten> {
        match &mut self.soort {
            Soort::Kaal(tcp) => Pin::new(tcp),
            Soort::Tls(tls) => Pin::new(tls.as_mut()),
        }
    }

    /// Passes a result on and keeps the limit on waiting.
    fn begrens<T>(&mut self, cx: &mut Context<'_>, poll: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if poll.is_ready() {
            self.wacht = None;
            return poll;
        }
        let stilstand = self.stilstand;
        let wacht = self.wacht.get_or_insert_with(|| Box::pin(sleep(stilstand)));
        ready!(wacht.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the other side does not read")))
    }

    /// How much may be written now of `len` bytes.
    fn ruimte(&mut self, cx: &mut Context<'_>, len: usize) -> Poll<usize> {
        let tempo = usize::try_from(self.tempo.load(Ordering::Relaxed)).unwrap_or(usize::MAX);
        if tempo == 0 {
            return Poll::Ready(len);
        }
        if let Some(pauze) = &mut self.pauze {
            ready!(pauze.as_mut().poll(cx));
        }
        self.pauze = Some(Box::pin(tokio::time::sleep_until(Instant::now() + Duration::from_secs(1))));
        Poll::Ready(len.min(tempo))
    }
}

/// Both halves in one trait object.
trait BeideKanten: AsyncRead + AsyncWrite + Unpin {}
impl<T: AsyncRead + AsyncWrite + Unpin> BeideKanten for T {}

impl AsyncRead for Stroom {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.get_mut().kanten().poll_read(cx, buf)
    }
}

impl AsyncWrite for Stroom {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let stroom = self.get_mut();
        let ruimte = ready!(stroom.ruimte(cx, buf.len()));
        let poll = stroom.kanten().poll_write(cx, buf.get(..ruimte).unwrap_or(buf));
        stroom.begrens(cx, poll)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let stroom = self.get_mut();
        let poll = stroom.kanten().poll_flush(cx);
        stroom.begrens(cx, poll)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let stroom = self.get_mut();
        let poll = stroom.kanten().poll_shutdown(cx);
        stroom.begrens(cx, poll)
    }
}
