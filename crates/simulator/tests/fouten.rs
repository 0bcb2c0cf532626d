//! Every fault, as the other side sees it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod hulp;

use std::time::{Duration, Instant};

use hulp::{Proef, XML, metadata};
use keten::push::Poging;
use simulator::Opties;
use tokio::net::TcpStream;

/// Well-formed, and more than fits in the buffers between two sockets.
fn groot() -> Vec<u8> {
    [b"<a>", "x".repeat(12_000_000).as_bytes(), b"</a>"].concat()
}

async fn proef() -> Proef {
    Proef::start(Opties::default()).await
}

/// Reason and whether the outcome is unknown, of an attempt that may be made again.
fn opnieuw(poging: Poging) -> (String, bool) {
    match poging {
        Poging::Opnieuw { reden, uitkomst_onbekend, .. } => (reden, uitkomst_onbekend),
        anders => panic!("{anders:?}"),
    }
}

/// The same message again, when the fault is over, arrives once.
async fn daarna_eenmaal(proef: &Proef, m: &keten::vsp::Metadata, payload: &[u8], was_opgeslagen: bool) {
    assert_eq!(proef.sim.aantal(), usize::from(was_opgeslagen));
    assert_eq!(proef.push(m, payload).await, Poging::Afgeleverd);
    assert_eq!((proef.sim.aantal(), proef.sim.herhalingen()), (1, u64::from(was_opgeslagen)));
}

#[tokio::test]
async fn commanded_answers_come_and_store_nothing() {
    let proef = proef().await;
    let gevallen = [
        ("500", Poging::Opnieuw { reden: "HTTP 500".into(), retry_after: None, uitkomst_onbekend: false }),
        (
            "503:120",
            Poging::Opnieuw {
                reden: "HTTP 503".into(),
                retry_after: Some(Duration::from_secs(120)),
                uitkomst_onbekend: false,
            },
        ),
        (
            "429:7",
            Poging::Opnieuw {
                reden: "HTTP 429".into(),
                retry_after: Some(Duration::from_secs(7)),
                uitkomst_onbekend: false,
            },
        ),
        ("422:BRS13", Poging::Definitief { status: 422, reden: "HTTP 422, BRS13".into() }),
        ("400", Poging::Definitief { status: 400, reden: "HTTP 400".into() }),
    ];
    for (tekst, verwacht) in gevallen {
        proef.sim.wis();
        proef.fout(tekst);
        let (m, poging) = proef.nieuw(XML).await;
        assert_eq!(poging, verwacht);
        let regel = proef.sim.ledger().remove(0);
        assert_eq!(regel.fout.as_deref(), Some(tekst));
        assert_eq!(regel.traceer_id, Some(m.referentiegegevens.traceer_id));
        assert!(!regel.opgeslagen);
        daarna_eenmaal(&proef, &m, XML, false).await;
    }
}

#[tokio::test]
async fn hanging_ends_in_a_time_out() {
    let proef = proef().await;
    proef.fout("hangen@volgende=2");
    let (m, poging) = proef.haastig(XML).await;
    assert_eq!(opnieuw(poging), ("time-out: no answer after the whole message was sent".to_owned(), true));
    // Of a large message not everything could be sent, so it cannot have arrived.
    let (_, poging) = proef.haastig(&groot()).await;
    assert_eq!(opnieuw(poging), ("time-out: the endpoint stopped reading".to_owned(), false));
    assert_eq!(proef.antwoorden(2).await, ["geen", "geen"]);
    daarna_eenmaal(&proef, &m, XML, false).await;
}

#[tokio::test]
async fn slow_reading_still_gets_there() {
    let proef = proef().await;
    proef.fout("traag-lezen:2000");
    let begin = Instant::now();
    let (_, poging) = proef.nieuw(XML).await;
    // Metadata and boundaries are some 800 bytes.
    assert!(begin.elapsed() >= Duration::from_millis(300), "{:?}", begin.elapsed());
    assert_eq!(poging, Poging::Afgeleverd);
    proef.fout("traag-lezen:100");
    let (_, poging) = proef.haastig(XML).await;
    assert!(opnieuw(poging).1, "all was sent, and no answer came in time");
}

#[tokio::test]
async fn a_slow_answer_is_not_waited_for_for_ever() {
    let proef = proef().await;
    proef.fout("traag-antwoorden:1");
    let (m, poging) = proef.haastig(XML).await;
    assert!(opnieuw(poging).1);
    daarna_eenmaal(&proef, &m, XML, true).await;
}

#[tokio::test]
async fn a_reset_in_the_request_stores_nothing() {
    let proef = proef().await;
    proef.fout("reset-verzoek:100000");
    let (m, poging) = proef.nieuw(&groot()).await;
    let (reden, onbekend) = opnieuw(poging);
    assert!(reden.contains("reset") || reden.contains("broke off"), "{reden}");
    assert!(!onbekend, "not everything was sent");
    assert_eq!(proef.antwoorden(1).await, ["reset"]);
    daarna_eenmaal(&proef, &m, XML, false).await;
}

#[tokio::test]
async fn stored_without_an_answer_is_a_repeat_the_next_time() {
    for fout in ["opslaan-reset", "opslaan-hangen", "reset-antwoord"] {
        let proef = proef().await;
        proef.fout(fout);
        let (m, poging) = proef.haastig(XML).await;
        assert!(opnieuw(poging).1, "{fout}: the outcome is unknown");
        assert_eq!(proef.sim.ledger()[0].fout.as_deref(), Some(fout));
        assert!(proef.sim.ledger()[0].opgeslagen);
        daarna_eenmaal(&proef, &m, XML, true).await;
    }
}

#[tokio::test]
async fn stored_without_an_answer_does_not_save_a_message_that_is_refused() {
    let proef = proef().await;
    proef.fout("opslaan-reset");
    let (_, poging) = proef.nieuw(b"geen xml").await;
    assert_eq!(poging, Poging::Definitief { status: 422, reden: "HTTP 422, BRS14".to_owned() });
}

/// Pushes until it works, as long as nobody listens.
async fn tot_iemand_luistert(proef: &Proef, m: &keten::vsp::Metadata) {
    for _ in 0..200 {
        match proef.push(m, XML).await {
            Poging::Afgeleverd => return,
            // Refused, or dropped when it came just before the end.
            poging => drop(opnieuw(poging)),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it never comes back");
}

#[tokio::test]
async fn down_for_a_while_and_back_on_the_same_port() {
    let proef = proef().await;
    let m = metadata();
    let begin = Instant::now();
    proef.sim.neer(Duration::from_secs(2));
    // On a slow machine it may be back before anybody looked.
    let mut nog_op = 0;
    while begin.elapsed() < Duration::from_secs(2) && TcpStream::connect(proef.sim.adres()).await.is_ok() {
        nog_op += 1;
        assert!(nog_op < 100, "it goes down");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tot_iemand_luistert(&proef, &m).await;
    assert!(begin.elapsed() >= Duration::from_secs(2), "it was down for as long as was asked");
    assert_eq!((proef.sim.aantal(), proef.sim.herhalingen()), (1, 0));
    // Bound to a request: that one is reset.
    proef.fout("neer:1");
    let (m, poging) = proef.nieuw(XML).await;
    assert!(opnieuw(poging).0.contains("reset"));
    tot_iemand_luistert(&proef, &m).await;
    assert_eq!((proef.sim.aantal(), proef.sim.herhalingen()), (2, 0));
}

#[tokio::test]
async fn a_fault_for_a_berichttype_leaves_others_alone() {
    let proef = proef().await;
    proef.fout("500@altijd@WMO301");
    assert_eq!(proef.nieuw(XML).await.1, Poging::Afgeleverd);
    let mut m = metadata();
    m.routeringgegevens.berichtstroom.berichttype = "WMO301".to_owned();
    assert_eq!(opnieuw(proef.push(&m, XML).await).0, "HTTP 500");
    proef.sim.wis_fouten();
    assert_eq!(proef.push(&m, XML).await, Poging::Afgeleverd);
}

/// A sender that keeps trying, against an endpoint that fails in every way: everything arrives once.
#[tokio::test]
async fn whatever_goes_wrong_each_message_arrives_once() {
    let proef = proef().await;
    for fout in
        ["500@procent=20,1", "opslaan-reset@elke=4", "reset-antwoord@elke=9", "503@elke=5", "reset-verzoek:10@elke=7"]
    {
        proef.fout(fout);
    }
    for _ in 0..20 {
        let m = metadata();
        let mut pogingen = 0;
        while proef.push(&m, XML).await != Poging::Afgeleverd {
            pogingen += 1;
            assert!(pogingen < 50, "it never arrives");
        }
    }
    assert_eq!(proef.sim.aantal(), 20);
    let ledger = proef.sim.ledger();
    assert!(ledger.len() > 20 && proef.sim.herhalingen() > 0, "the faults were met");
    assert_eq!(ledger.iter().filter(|regel| regel.opgeslagen).count(), 20);
}
