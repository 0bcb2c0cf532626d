//! The body of a request, of which the beginning can be looked at first and the rest be read slowly.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use keten::vsp::DEEL_METADATA;
use multer::Multipart;
use tokio::time::{Sleep, sleep};

/// A body that remembers what was read ahead.
pub(super) struct Aanvoer {
    inhoud: Body,
    begin: VecDeque<Bytes>,
    vooruit: u64,
    /// What went wrong while reading ahead; told when the reader comes to it.
    fout: Option<axum::Error>,
    klaar: bool,
    tempo: Option<u32>,
    pauze: Option<(Pin<Box<Sleep>>, Bytes)>,
}

impl Aanvoer {
    pub fn new(inhoud: Body) -> Self {
        Self { inhoud, begin: VecDeque::new(), vooruit: 0, fout: None, klaar: false, tempo: None, pauze: None }
    }

    /// From now on the reader gets it at this rate.
    pub fn vertraag(&mut self, bytes_per_seconde: u32) {
        self.tempo = Some(bytes_per_seconde);
    }

    /// Reads ahead until so many bytes have come, or the end.
    pub async fn lees_tot(&mut self, bytes: u64) {
        while self.vooruit < bytes && !self.klaar {
            match self.inhoud.frame().await {
                None => self.klaar = true,
                Some(Err(fout)) => {
                    self.fout = Some(fout);
                    self.klaar = true;
                }
                Some(Ok(frame)) => {
                    let data = frame.into_data().unwrap_or_default();
                    self.vooruit += data.len() as u64;
                    self.begin.push_back(data);
                }
            }
        }
    }

    /// What was read ahead.
    pub fn begin(&self) -> Vec<u8> {
        self.begin.iter().flatten().copied().collect()
    }

    /// Hands a piece to the reader, after the time that it takes at this rate.
    fn geef(&mut self, cx: &mut Context<'_>, data: Bytes) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Some(tempo) = self.tempo else { return Poll::Ready(Some(Ok(Frame::data(data)))) };
        let millis = data.len() as u64 * 1000 / u64::from(tempo.max(1));
        self.pauze = Some((Box::pin(sleep(Duration::from_millis(millis))), data));
        self.na_pauze(cx)
    }

    fn na_pauze(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some((pauze, _)) = &mut self.pauze {
            ready!(pauze.as_mut().poll(cx));
        }
        let data = self.pauze.take().map(|(_, data)| data).unwrap_or_default();
        Poll::Ready(Some(Ok(Frame::data(data))))
    }
}

/// The berichttype in the metadata, when the metadata is whole in this beginning of a body.
pub(super) async fn berichttype(headers: &HeaderMap, begin: Vec<u8>) -> Option<String> {
    let soort = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let grens = multer::parse_boundary(soort).ok()?;
    let mut multipart = Multipart::new(Body::from(begin).into_data_stream(), grens);
    while let Ok(Some(deel)) = multipart.next_field().await {
        let is_metadata = deel.name() == Some(DEEL_METADATA);
        let bytes = deel.bytes().await.ok()?;
        if is_metadata {
            let json: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
            let type_ = json.pointer("/routeringgegevens/berichtstroom/berichttype")?;
            return type_.as_str().map(str::to_owned);
        }
    }
    None
}

impl http_body::Body for Aanvoer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let aanvoer = self.get_mut();
        if aanvoer.pauze.is_some() {
            return aanvoer.na_pauze(cx);
        }
        if let Some(data) = aanvoer.begin.pop_front() {
            return aanvoer.geef(cx, data);
        }
        if aanvoer.klaar {
            return Poll::Ready(aanvoer.fout.take().map(Err));
        }
        match ready!(Pin::new(&mut aanvoer.inhoud).poll_frame(cx)) {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) => aanvoer.geef(cx, data),
                Err(trailers) => Poll::Ready(Some(Ok(trailers))),
            },
            anders => Poll::Ready(anders),
        }
    }

    fn size_hint(&self) -> SizeHint {
        // What was read ahead is no longer in the body, and neither is known better than this.
        SizeHint::new()
    }
}
