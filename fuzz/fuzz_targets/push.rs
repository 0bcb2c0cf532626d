//! A Push as it comes from outside: read or refused, the same however it is cut in pieces, and nothing quoted.
#![no_main]

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use bytes::Bytes;
use http_body::Frame;
use keten::push::{Grenzen, ontvang_delen};
use keten::vsp::Metadata;
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};

const GRENZEN: Grenzen = Grenzen { payload: 1 << 10, metadata: 4 << 10 };

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Builder::new_current_thread().build().expect("a runtime"));

/// A body that comes in pieces.
struct Stukken(Bytes, usize);

impl http_body::Body for Stukken {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let lengte = self.1.min(self.0.len());
        let stuk = self.0.split_to(lengte);
        Poll::Ready((!stuk.is_empty()).then(|| Ok(Frame::data(stuk))))
    }
}

fn lees(bytes: &Bytes, stap: usize) -> Result<(Metadata, Bytes), String> {
    let soort = HeaderValue::from_static("multipart/form-data; boundary=grens");
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, soort)]);
    let inhoud = Body::new(Stukken(bytes.clone(), stap));
    let gelezen = RUNTIME.block_on(ontvang_delen(&headers, inhoud, GRENZEN));
    gelezen.map_err(|weigering| format!("{weigering:?} {:?}", weigering.probleem()))
}

fuzz_target!(|data: &[u8]| {
    if let Ok(metadata) = Metadata::lees(data) {
        assert_eq!(Metadata::lees(&metadata.json()).as_ref(), Ok(&metadata));
    }
    let bytes = Bytes::copy_from_slice(data);
    let geheel = lees(&bytes, usize::MAX);
    assert_eq!(geheel, lees(&bytes, 7));
    match geheel {
        Ok((metadata, payload)) => {
            assert!(payload.len() <= 1 << 10);
            assert_eq!(Metadata::lees(&metadata.json()), Ok(metadata));
        }
        Err(tekst) => assert!(!tekst.contains("geheim")),
    }
});
