//! The listener: who gets in, who is left out in time, and how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod hulp;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::routing::{get, post};
use hulp::{Ca, start};
use keten::luister::{Afronding, Instellingen, LuisterFout, Luisteraar, Peer, Verbinding};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;

fn korte() -> Instellingen {
    let ms = Duration::from_millis;
    Instellingen {
        handshake: ms(200),
        // Long, for between connecting and asking more time may pass on a busy machine than one would think.
        eerste: Duration::from_secs(60),
        kop: Duration::from_secs(60),
        stilstand: ms(200),
        inhoud: ms(2000),
        max_verbindingen: 4,
        afronden: ms(300),
    }
}

/// Sends bytes and reads until the other side closes; an error when it refuses or resets.
async fn praat(poort: u16, vraag: &[u8]) -> std::io::Result<String> {
    let mut tcp = TcpStream::connect(("127.0.0.1", poort)).await?;
    tcp.write_all(vraag).await?;
    let mut antwoord = Vec::new();
    let lezen = tokio::time::timeout(Duration::from_secs(20), tcp.read_to_end(&mut antwoord));
    lezen.await.expect("the connection was closed in time")?;
    Ok(String::from_utf8(antwoord).unwrap())
}

const VRAAG: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn a_port_in_use_is_told_apart() {
    let bezet = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let fout = Luisteraar::bind(bezet.local_addr().unwrap(), None, korte()).await.unwrap_err();
    assert!(matches!(fout, LuisterFout::Bezet { .. }) && fout.to_string().contains("in use"), "{fout}");
    let fout = Luisteraar::bind("192.0.2.1:0".parse().unwrap(), None, korte()).await.unwrap_err();
    assert!(matches!(fout, LuisterFout::Vreemd { .. }), "{fout:?}");
}

#[tokio::test]
async fn plain_requests_carry_their_address_and_no_certificate() {
    let router = Router::new().route(
        "/",
        get(|ConnectInfo(adres): ConnectInfo<std::net::SocketAddr>, request: Request| async move {
            let peer = request.extensions().get::<Peer>().unwrap();
            assert_eq!(peer.adres, adres);
            format!("{} {}", adres.ip(), peer.certificaat.is_none())
        }),
    );
    let lopend = start(router, None, korte()).await;
    assert!(praat(lopend.poort, VRAAG).await.unwrap().ends_with("127.0.0.1 true"));
}

#[tokio::test]
async fn who_says_nothing_is_left_in_time() {
    let ca = Ca::nieuw();
    let met_tls = start(Router::new(), Some(ca.server()), korte()).await;
    assert_eq!(praat(met_tls.poort, b"").await.unwrap_or_default(), "");
    let grenzen = Instellingen { kop: Duration::from_secs(2), ..korte() };
    let lopend = start(Router::new().route("/", post(|_: Bytes| async {})), None, grenzen).await;
    assert!(praat(lopend.poort, b"GET / HT").await.is_ok());
    // A head that promises a body which does not come.
    let half = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345";
    let antwoord = praat(lopend.poort, half).await.unwrap();
    assert!(antwoord.starts_with("HTTP/1.1 400"), "{antwoord}");
}

#[tokio::test]
async fn a_body_that_only_drips_is_ended_as_well() {
    let router = Router::new().route("/", post(|_: Bytes| async {}));
    let lopend = start(router, None, Instellingen { inhoud: Duration::from_millis(400), ..korte() }).await;
    let mut tcp = TcpStream::connect(("127.0.0.1", lopend.poort)).await.unwrap();
    tcp.write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n").await.unwrap();
    let druppels = async {
        // Each one in time, all of them together not.
        while tcp.write_all(b"x").await.is_ok() {
            let mut antwoord = [0; 12];
            let lezen = tokio::time::timeout(Duration::from_millis(50), tcp.read_exact(&mut antwoord)).await;
            if lezen.is_ok() {
                return String::from_utf8_lossy(&antwoord).into_owned();
            }
        }
        String::new()
    };
    let antwoord = tokio::time::timeout(Duration::from_secs(20), druppels).await.expect("it was ended");
    assert_eq!(antwoord, "HTTP/1.1 400");
}

#[tokio::test]
async fn plain_http_to_a_tls_port_is_refused() {
    let ca = Ca::nieuw();
    let lopend = start(Router::new().route("/", get(|| async { "geheim" })), Some(ca.server()), korte()).await;
    assert!(!praat(lopend.poort, VRAAG).await.unwrap_or_default().contains("geheim"));
}

#[tokio::test]
async fn a_client_that_does_not_read_its_answer_is_left() {
    let router = Router::new().route("/", get(|| async { vec![b'x'; 64 << 20] }));
    let lopend = start(router, None, Instellingen { max_verbindingen: 1, ..korte() }).await;
    let mut doof = TcpStream::connect(("127.0.0.1", lopend.poort)).await.unwrap();
    doof.write_all(VRAAG).await.unwrap();
    // Its place is the only one, so this is answered when the first was left.
    let antwoord = praat(lopend.poort, b"GET /anders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    assert!(antwoord.starts_with("HTTP/1.1 404"), "{antwoord}");
}

#[tokio::test]
async fn connections_beyond_the_cap_wait_for_a_place() {
    let router = Router::new().route("/", get(|| async { "antwoord" }));
    let lopend = start(router, None, Instellingen { max_verbindingen: 1, ..korte() }).await;
    let eerste = TcpStream::connect(("127.0.0.1", lopend.poort)).await.unwrap();
    let mut tweede = tokio::spawn(async move { praat(lopend.poort, VRAAG).await });
    assert!(tokio::time::timeout(Duration::from_millis(300), &mut tweede).await.is_err(), "there was no place");
    drop(eerste);
    assert!(tweede.await.unwrap().unwrap().ends_with("antwoord"));
}

#[tokio::test]
async fn who_connects_and_asks_nothing_does_not_hold_a_place() {
    let router = Router::new().route("/", get(|| async { "antwoord" }));
    let grenzen = Instellingen { max_verbindingen: 2, eerste: Duration::from_secs(2), ..korte() };
    let lopend = start(router, None, grenzen).await;
    let verbind = async || TcpStream::connect(("127.0.0.1", lopend.poort)).await.unwrap();
    let stil = (verbind().await, verbind().await);
    assert!(praat(lopend.poort, VRAAG).await.unwrap().ends_with("antwoord"));
    // A connection that did ask something may be idle for as long as before.
    let mut bewaard = verbind().await;
    bewaard.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    bewaard.write_all(VRAAG).await.unwrap();
    let mut antwoord = String::new();
    bewaard.read_to_string(&mut antwoord).await.unwrap();
    assert_eq!(antwoord.matches("HTTP/1.1 200").count(), 2, "{antwoord}");
    drop(stil);
}

#[tokio::test]
async fn an_early_refusal_reaches_a_client_that_is_still_sending() {
    let router = Router::new().route("/", post(|_: Request| async { (StatusCode::PAYLOAD_TOO_LARGE, "te groot") }));
    let lopend = start(router, None, Instellingen { stilstand: Duration::from_secs(10), ..korte() }).await;
    let mut vraag = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n".to_vec();
    vraag.resize(vraag.len() + 20_000_000, b'x');
    assert!(praat(lopend.poort, &vraag).await.unwrap().ends_with("te groot"));
}

#[tokio::test]
async fn a_stop_lets_requests_finish_and_drops_what_takes_too_long() {
    let lang = Duration::from_secs(60);
    let gevallen = [
        (Duration::from_millis(100), lang, Afronding::Volledig),
        (lang, Duration::from_millis(100), Afronding::Afgebroken { aantal: 1 }),
    ];
    for (duur, afronden, verwacht) in gevallen {
        let begonnen = Arc::new(Notify::new());
        let hier = Arc::clone(&begonnen);
        let traag = get(move || async move {
            hier.notify_one();
            tokio::time::sleep(duur).await;
            "klaar"
        });
        let router = Router::new().route("/", traag).route("/nog", get(|| async { "nog hier" }));
        let lopend = start(router, None, Instellingen { afronden, ..korte() }).await;
        let vraag = tokio::spawn(praat(lopend.poort, VRAAG));
        begonnen.notified().await;
        lopend.stop.cancel();
        assert_eq!(lopend.taak.await.unwrap(), verwacht);
        // Somebody else may have the port by now, and is not who answers like this.
        let nog = praat(lopend.poort, b"GET /nog HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
        assert!(!nog.unwrap_or_default().ends_with("nog hier"), "nobody listens any more");
        assert_eq!(vraag.await.unwrap().unwrap_or_default().ends_with("klaar"), verwacht == Afronding::Volledig);
    }
}

#[tokio::test]
async fn a_connection_can_be_reset_and_slowed_down() {
    let router = Router::new()
        .route(
            "/",
            get(|request: Request| async move {
                request.extensions().get::<Verbinding>().unwrap().breek();
                std::future::pending::<()>().await;
            }),
        )
        .route(
            "/traag",
            get(|request: Request| async move {
                request.extensions().get::<Verbinding>().unwrap().vertraag(100);
                "antwoord"
            }),
        );
    let lopend = start(router, None, Instellingen { stilstand: Duration::from_secs(10), ..korte() }).await;
    let fout = praat(lopend.poort, VRAAG).await.unwrap_err();
    assert_eq!(fout.kind(), std::io::ErrorKind::ConnectionReset);
    let begin = std::time::Instant::now();
    let vraag = b"GET /traag HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assert!(praat(lopend.poort, vraag).await.unwrap().ends_with("antwoord"));
    assert!(begin.elapsed() >= Duration::from_secs(1), "an answer of more than 100 bytes takes more than a second");
}

#[tokio::test]
async fn a_new_certificate_serves_the_next_connection() {
    let (ca, nieuw) = (Ca::nieuw(), Ca::nieuw());
    let handvat = ca.server();
    let lopend =
        start(Router::new().route("/", get(|| async { "ja" })), Some(handvat.clone()), Instellingen::default()).await;
    let haal = |ca: &Ca| {
        let tls = rustls::ClientConfig::clone(&ca.client("x"));
        let client = reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy().build().unwrap();
        async move { client.get(format!("https://127.0.0.1:{}/", lopend.poort)).send().await.is_ok() }
    };
    assert!(haal(&ca).await && !haal(&nieuw).await);
    handvat.vervang(nieuw.server().huidig());
    assert!(!haal(&ca).await && haal(&nieuw).await);
}
