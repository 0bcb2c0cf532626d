//! How far a request has come: to end one that stands still, and to know whether the other side can have it all.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// Bytes that are handed over at a time; progress is seen in these steps.
const STAP: usize = 64 << 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fase {
    /// Nothing was asked for yet: connecting has limits of its own.
    Verbinden,
    /// A piece was handed over at this moment.
    Verzenden(Instant),
    /// The last piece was handed over at this moment.
    Verzonden(Instant),
}

/// Which limit was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stilstand {
    /// The other side does not read.
    Verzenden,
    /// The other side does not answer.
    Antwoord,
}

/// The watching end.
#[derive(Debug)]
pub(super) struct Voortgang(watch::Receiver<Fase>);

impl Voortgang {
    /// A body that reports here.
    pub(super) fn van(payload: Bytes) -> (Self, Gemeten) {
        let (melder, fase) = watch::channel(Fase::Verbinden);
        (Self(fase), Gemeten { rest: payload, melder: Arc::new(melder), klaar: false })
    }

    /// Whether the last byte of the payload was handed over: from then on it may have arrived.
    pub(super) fn is_verzonden(&self) -> bool {
        matches!(*self.0.borrow(), Fase::Verzonden(_))
    }

    /// Returns when nothing has happened for too long.
    pub(super) async fn bewaak(&self, stilstand: Duration, antwoord: Duration) -> Stilstand {
        let mut fase = self.0.clone();
        loop {
            let (tot, soort) = match *fase.borrow_and_update() {
                Fase::Verbinden => (None, Stilstand::Verzenden),
                Fase::Verzenden(sinds) => (Some(sinds + stilstand), Stilstand::Verzenden),
                Fase::Verzonden(sinds) => (Some(sinds + antwoord), Stilstand::Antwoord),
            };
            let einde = async {
                match tot {
                    Some(tot) => sleep_until(tot).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = einde => return soort,
                verandering = fase.changed() => if verandering.is_err() {
                    // The body is gone, so this is the last that will be heard of it.
                    match tot {
                        Some(tot) => sleep_until(tot).await,
                        None => std::future::pending().await,
                    }
                    return soort;
                }
            }
        }
    }
}

/// The payload as a body that tells how far it is.
pub(super) struct Gemeten {
    rest: Bytes,
    melder: Arc<watch::Sender<Fase>>,
    klaar: bool,
}

impl Body for Gemeten {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let gemeten = self.get_mut();
        if gemeten.klaar {
            return Poll::Ready(None);
        }
        let stuk = gemeten.rest.split_to(gemeten.rest.len().min(STAP));
        gemeten.klaar = gemeten.rest.is_empty();
        let nu = Instant::now();
        gemeten.melder.send_replace(if gemeten.klaar { Fase::Verzonden(nu) } else { Fase::Verzenden(nu) });
        Poll::Ready(Some(Ok(Frame::data(stuk))))
    }

    fn is_end_stream(&self) -> bool {
        self.klaar
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
