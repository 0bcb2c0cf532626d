//! Both halves of Push V1 against each other and against what should not come, over real TLS on real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod hulp;

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::post;
use bytes::Bytes;
use http_body::Frame;
use hulp::{Ca, Lopend, metadata, start};
use keten::luister::{Instellingen, Peer};
use keten::push::{ClientFout, ClientInstellingen, Grenzen, Poging, PushClient, Weigering, ontvang, ontvang_delen};
use keten::vsp::{Metadata, PAD, Probleem};
use proptest::prelude::*;
use tokio::net::TcpSocket;

// ---- receiving ----

const GRENZEN: Grenzen = Grenzen { payload: 1000, metadata: 2000 };

/// Name, content type and content.
type Deel<'d> = (&'d str, Option<&'d str>, &'d [u8]);

fn multipart(delen: &[Deel<'_>]) -> Vec<u8> {
    let mut tekst = Vec::new();
    for (naam, soort, inhoud) in delen {
        tekst.extend(format!("--grens\r\nContent-Disposition: form-data; name=\"{naam}\"\r\n").bytes());
        tekst.extend(soort.map(|s| format!("Content-Type: {s}\r\n")).unwrap_or_default().bytes());
        tekst.extend(b"\r\n");
        tekst.extend(*inhoud);
        tekst.extend(b"\r\n");
    }
    tekst.extend(b"--grens--\r\n");
    tekst
}

async fn lees_als(soort: &'static str, inhoud: impl Into<Body>) -> Result<(Metadata, Bytes), Weigering> {
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(soort))]);
    ontvang_delen(&headers, inhoud.into(), GRENZEN).await
}

async fn lees(delen: &[Deel<'_>]) -> Result<(Metadata, Bytes), Weigering> {
    lees_als("multipart/form-data; boundary=grens", multipart(delen)).await
}

const JSON: Option<&str> = Some("application/json");
const OCTETS: Option<&str> = Some("application/octet-stream");

#[tokio::test]
async fn both_parts_are_read_in_any_order() {
    let m = metadata();
    let (kop, inhoud) = (("berichtMetadata", JSON, &m.json()[..]), ("payload", OCTETS, &b"<x/>"[..]));
    for delen in [[kop, inhoud], [inhoud, kop]] {
        let (gelezen, payload) = lees(&delen).await.unwrap();
        assert_eq!((gelezen, &payload[..]), (m.clone(), &b"<x/>"[..]));
    }
    let zonder_soort = [("berichtMetadata", None, kop.2), ("payload", None, inhoud.2)];
    lees(&zonder_soort).await.unwrap();
    lees(&[("berichtMetadata", Some("application/json; charset=utf-8"), kop.2), inhoud]).await.unwrap();
}

#[tokio::test]
async fn each_part_comes_exactly_once_and_nothing_else() {
    let json = metadata().json();
    let (kop, inhoud) = (("berichtMetadata", JSON, &json[..]), ("payload", OCTETS, &b"<x/>"[..]));
    let gevallen: [(&[Deel<'_>], &str); 8] = [
        (&[kop], "payload"),
        (&[inhoud], "berichtMetadata"),
        (&[kop, inhoud, inhoud], "payload"),
        (&[kop, kop, inhoud], "berichtMetadata"),
        (&[kop, inhoud, ("anders", None, b"")], "multipart"),
        (&[("berichtMetadata", Some("text/plain"), &json), inhoud], "berichtMetadata"),
        (&[kop, ("payload", Some("application/xml"), b"<x/>")], "payload"),
        (&[("berichtMetadata", JSON, &[b' '; 2001]), inhoud], "berichtMetadata"),
    ];
    for (delen, veld) in gevallen {
        let weigering = lees(delen).await.unwrap_err();
        assert_eq!(weigering.status(), StatusCode::BAD_REQUEST, "{weigering:?}");
        assert_eq!(weigering.probleem().errors.keys().collect::<Vec<_>>(), [veld], "{weigering:?}");
    }
}

#[tokio::test]
async fn faults_in_the_metadata_come_per_field() {
    let weigering = lees(&[("payload", OCTETS, b"x"), ("berichtMetadata", JSON, b"{\"a\":1}")]).await.unwrap_err();
    let probleem = weigering.probleem();
    assert_eq!(probleem.status, Some(400));
    let velden: Vec<&String> = probleem.errors.keys().collect();
    assert_eq!(velden, ["berichtMetadata", "referentiegegevens", "routeringgegevens"]);
}

#[tokio::test]
async fn the_payload_is_bounded() {
    let json = metadata().json();
    let met = |lengte| vec![b'x'; lengte];
    lees(&[("berichtMetadata", JSON, &json), ("payload", OCTETS, &met(1000))]).await.unwrap();
    for lengte in [1001, 100_000] {
        let weigering = lees(&[("berichtMetadata", JSON, &json), ("payload", OCTETS, &met(lengte))]).await.unwrap_err();
        assert!(matches!(weigering, Weigering::TeGroot { max: 1000 }), "{weigering:?}");
        assert_eq!(weigering.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
}

#[tokio::test]
async fn what_is_no_multipart_is_refused() {
    let m = multipart(&[("berichtMetadata", JSON, &metadata().json()), ("payload", OCTETS, b"x")]);
    for soort in ["", "application/json", "multipart/mixed; boundary=grens", "multipart/form-data"] {
        assert!(matches!(lees_als(soort, m.clone()).await, Err(Weigering::GeenMultipart)), "{soort}");
    }
    for inhoud in [&b""[..], b"onzin", &m[..m.len() / 2]] {
        let weigering = lees_als("multipart/form-data; boundary=grens", inhoud.to_vec()).await.unwrap_err();
        assert_eq!(weigering.status(), StatusCode::BAD_REQUEST, "{weigering:?}");
    }
}

/// A body that comes in pieces of seven bytes.
struct Stukken(Bytes);

impl HttpBody for Stukken {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let lengte = self.0.len().min(7);
        let stuk = self.0.split_to(lengte);
        Poll::Ready((!stuk.is_empty()).then(|| Ok(Frame::data(stuk))))
    }
}

proptest! {
    /// A request that was cut or changed anywhere is read or refused, the same in one piece and in many, and nothing
    /// that is refused is quoted.
    #[test]
    fn no_damage_to_a_request_does_harm(bij in 0_usize..700, byte: u8, knip: bool) {
        let mut inhoud = multipart(&[("berichtMetadata", JSON, &metadata().json()), ("payload", OCTETS, b"geheim")]);
        let bij = bij.min(inhoud.len() - 1);
        inhoud[bij] = byte;
        if knip {
            inhoud.truncate(bij);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let soort = "multipart/form-data; boundary=grens";
        let tekst = |weigering: Weigering| format!("{weigering:?} {weigering} {:?}", weigering.probleem());
        let stukken = Body::new(Stukken(Bytes::from(inhoud.clone())));
        let geheel = runtime.block_on(lees_als(soort, Body::from(inhoud))).map_err(tekst);
        let in_stukken = runtime.block_on(lees_als(soort, stukken)).map_err(tekst);
        if let Err(alles) = &geheel {
            prop_assert!(!alles.contains("geheim"), "{}", alles);
        }
        prop_assert_eq!(geheel, in_stukken);
    }
}

// ---- sending ----

/// Common name of the sender, metadata, and bytes of the payload.
type Gekregen = (Option<String>, Metadata, usize);

/// Limits on standing still that end a test soon; the others leave a busy machine its time.
fn korte() -> ClientInstellingen {
    let kort = Duration::from_millis(500);
    ClientInstellingen { stilstand: kort, antwoord: kort, ..ClientInstellingen::default() }
}

fn client(ca: &Ca, poort: u16, instellingen: ClientInstellingen) -> PushClient {
    let url = format!("https://127.0.0.1:{poort}{PAD}");
    PushClient::new(&url, &ca.client("Zender"), instellingen).expect("a client")
}

fn geduldig(ca: &Ca, poort: u16) -> PushClient {
    client(ca, poort, ClientInstellingen::default())
}

async fn server(ca: &Ca, router: Router) -> Lopend {
    start(router, Some(ca.server()), Instellingen::default()).await
}

#[tokio::test]
async fn a_message_goes_over_whole_with_the_certificate_of_its_sender() {
    let ca = Ca::nieuw();
    let gekregen: Arc<Mutex<Vec<Gekregen>>> = Arc::default();
    let hier = Arc::clone(&gekregen);
    let router = Router::new().route(
        PAD,
        post(move |request: Request| async move {
            let peer = request.extensions().get::<Peer>().and_then(|p| p.certificaat.clone());
            let (metadata, payload) = ontvang(request, Grenzen::default()).await?;
            hier.lock().unwrap().push((peer.and_then(|c| c.cn.clone()), metadata, payload.len()));
            Ok::<_, Weigering>(StatusCode::NO_CONTENT)
        }),
    );
    let lopend = server(&ca, router).await;
    let client = geduldig(&ca, lopend.poort);
    let mut verstuurd = Vec::new();
    for lengte in [0, 1, 70_000, 26_214_400] {
        let m = metadata();
        assert_eq!(client.push(&m, Bytes::from(vec![b'x'; lengte])).await, Poging::Afgeleverd, "{lengte}");
        verstuurd.push((Some("Zender".to_owned()), m, lengte));
    }
    assert_eq!(*gekregen.lock().unwrap(), verstuurd);
    // One byte more is refused, and the sender gets to know why although it was still sending.
    let poging = client.push(&metadata(), Bytes::from(vec![b'x'; 26_214_401])).await;
    assert!(matches!(poging, Poging::Definitief { status: 413, .. }), "{poging:?}");
}

#[tokio::test]
async fn an_answer_is_read_for_its_codes() {
    let ca = Ca::nieuw();
    let router = Router::new().route(
        PAD,
        post(|| async {
            let probleem =
                Probleem::new(StatusCode::UNPROCESSABLE_ENTITY, "BRS13", "mevrouw Jansen woont niet op IB021");
            ([(header::RETRY_AFTER, "7")], probleem).into_response()
        }),
    );
    let lopend = server(&ca, router).await;
    let poging = geduldig(&ca, lopend.poort).push(&metadata(), Bytes::from_static(b"<x/>")).await;
    assert_eq!(poging, Poging::Definitief { status: 422, reden: "HTTP 422, BRS13, IB021".to_owned() });
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    let ca = Ca::nieuw();
    let router = Router::new()
        .route(PAD, post(|| async { (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/anders")]) }))
        .route("/anders", post(|| async { StatusCode::NO_CONTENT }));
    let lopend = server(&ca, router).await;
    let poging = geduldig(&ca, lopend.poort).push(&metadata(), Bytes::from_static(b"<x/>")).await;
    assert!(matches!(poging, Poging::Definitief { status: 307, .. }), "{poging:?}");
}

#[tokio::test]
async fn an_endpoint_that_does_not_answer_leaves_the_outcome_unknown() {
    let ca = Ca::nieuw();
    let router = Router::new().route(
        PAD,
        post(|request: Request| async {
            let _ = ontvang(request, Grenzen::default()).await;
            std::future::pending::<()>().await;
        }),
    );
    let lopend = server(&ca, router).await;
    let poging = client(&ca, lopend.poort, korte()).push(&metadata(), Bytes::from_static(b"<x/>")).await;
    assert!(
        matches!(&poging, Poging::Opnieuw { uitkomst_onbekend: true, reden, .. } if reden.contains("no answer")),
        "{poging:?}"
    );
}

#[tokio::test]
async fn an_endpoint_that_does_not_read_is_left_in_time() {
    let ca = Ca::nieuw();
    let router = Router::new().route(PAD, post(|_: Request| std::future::pending::<()>()));
    let lopend = server(&ca, router).await;
    let poging = client(&ca, lopend.poort, korte()).push(&metadata(), Bytes::from(vec![b'x'; 25_000_000])).await;
    assert!(
        matches!(&poging, Poging::Opnieuw { uitkomst_onbekend: false, reden, .. } if reden.contains("stopped reading")),
        "{poging:?}"
    );
}

#[tokio::test]
async fn nobody_there_is_no_unknown_outcome() {
    let ca = Ca::nieuw();
    // Taken, so that it is nobody else's, and not listened on.
    let stil = TcpSocket::new_v4().unwrap();
    stil.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let poort = stil.local_addr().unwrap().port();
    let poging = geduldig(&ca, poort).push(&metadata(), Bytes::from_static(b"<x/>")).await;
    let verwacht =
        Poging::Opnieuw { reden: "connection refused".to_owned(), retry_after: None, uitkomst_onbekend: false };
    assert_eq!(poging, verwacht);
}

#[tokio::test]
async fn trouble_with_certificates_is_named() {
    let (ca, ander) = (Ca::nieuw(), Ca::nieuw());
    let router = Router::new().route(PAD, post(|| async { StatusCode::NO_CONTENT }));
    let lopend = server(&ca, router).await;
    let url = format!("https://127.0.0.1:{}{PAD}", lopend.poort);
    let met = |tls| PushClient::new(&url, &tls, ClientInstellingen::default()).expect("a client");
    let push = |client: PushClient| async move { client.push(&metadata(), Bytes::from_static(b"<x/>")).await };
    // The server is of an authority that we do not know.
    let Poging::Opnieuw { reden, uitkomst_onbekend: false, .. } = push(met(ander.client("x"))).await else { panic!() };
    assert!(reden.contains("authority that we do not trust"), "{reden}");
    // We are of an authority that the server does not know, or show nothing.
    let vreemd = keten::tls::ClientTls { ca: ca.pad("ca.pem"), identiteit: Some(ander.maak("y", (2020, 2099))) };
    let kaal = keten::tls::ClientTls { ca: ca.pad("ca.pem"), identiteit: None };
    for tls in [vreemd, kaal] {
        let poging = push(met(keten::tls::client_config(&tls, hulp::NU).unwrap())).await;
        let Poging::Opnieuw { reden, .. } = &poging else { panic!("{poging:?}") };
        assert!(reden.contains("refused our certificate"), "{reden}");
    }
}

#[test]
fn only_https_is_pushed_to() {
    let ca = Ca::nieuw();
    for url in ["http://127.0.0.1/", "127.0.0.1", "", "ftp://x/"] {
        let fout = PushClient::new(url, &ca.client("x"), korte()).unwrap_err();
        assert!(matches!(fout, ClientFout::Adres { .. }), "{url}");
    }
}
