//! `POST /v1/controle`: the verdict beforehand, of which nothing stays but that it was asked.

use serde_json::Value;

use crate::proef::*;

#[track_caller]
fn controleer(daemon: &Daemon, partij: &str, bytes: Vec<u8>) -> http::Antwoord {
    daemon.verzoek("POST", "/v1/controle").als(partij).inhoud(bytes).stuur()
}

#[test]
fn a_check_says_what_would_become_of_a_message_and_changes_nothing() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let (toewijzing, start) = (Bericht::nieuw("ijw-301", "C1").bytes(), Bericht::nieuw("ijw-305", "C2").bytes());

    // Without a toewijzing the start would be refused; a toewijzing that is only checked changes nothing about that.
    for _ in 0..2 {
        let vooraf = controleer(&daemon, GEMEENTE, toewijzing.clone()).met(200).json();
        assert_eq!((&vooraf["richting"], &vooraf["uitkomst"]), (&"uit".into(), &"accepted".into()), "{vooraf}");
        let vooraf = controleer(&daemon, AANBIEDER, start.clone()).met(200).json();
        assert_eq!((&vooraf["richting"], &vooraf["uitkomst"]), (&"in".into(), &"rejected".into()), "{vooraf}");
        assert_eq!((&vooraf["niveau"], &vooraf["bevindingen"][0]["rule"]), (&3.into(), &"TR019".into()), "{vooraf}");
        let nummer = vooraf["ontvangst"].as_str().unwrap();
        let status = daemon.status(AANBIEDER, nummer);
        assert_eq!((&status["stand"], &status["deur"]), (&"gecontroleerd".into(), &"controle".into()), "{status}");
        daemon.get(AANBIEDER, &format!("/v1/berichten/{nummer}/inhoud")).probleem(404, "niet-gevonden");
    }
    assert!(daemon.postvak(GEMEENTE).is_empty());

    // The real messages are judged as if nobody had asked: no 9056, no repeat.
    let verzonden = daemon.bied_aan(GEMEENTE, toewijzing.clone()).stuur().met(202).json();
    assert_eq!(verzonden["nieuw"], true);
    assert_eq!(controleer(&daemon, AANBIEDER, start.clone()).met(200).json()["uitkomst"], "accepted");
    let oordeel = daemon.oordeel(AANBIEDER, start);
    assert_eq!(
        (&oordeel["uitkomst"], &oordeel["bevindingen"]),
        (&"accepted".into(), &Value::Array(vec![])),
        "{oordeel}"
    );
    let retour = daemon.bytes(AANBIEDER, oordeel["ontvangst"].as_str().unwrap(), "retour");
    overkant.precies(&[toewijzing, retour]);
}

#[test]
fn a_check_asks_for_the_same_rights_as_handing_in() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let bericht = Bericht::nieuw("ijw-315", "R1");
    controleer(&daemon, ANDERE_AANBIEDER, bericht.bytes()).probleem(403, "andere-afzender");
    let elders = bericht.clone().tussen(AANBIEDER, VERRE_GEMEENTE);
    controleer(&daemon, AANBIEDER, elders.bytes()).probleem(403, "niet-voor-deze-poort");
    let fout = controleer(&daemon, AANBIEDER, bericht.zet("Client/Geslacht", "7").bytes()).probleem(422, "niveau-1");
    assert_eq!(fout["bevindingen"][0]["rule"], "XSD");
    controleer(&daemon, AANBIEDER, b"geen xml".to_vec()).probleem(400, "geen-xml");
}

#[test]
fn a_retour_of_a_local_party_is_refused_as_at_intake() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let intern = Bericht::nieuw("ijw-301", "E1").tussen(GEMEENTE, EIGEN_AANBIEDER).retour();
    let elders = Bericht::nieuw("ijw-315", "E2").retour();
    for (afzender, retour) in [(EIGEN_AANBIEDER, intern), (GEMEENTE, elders)] {
        daemon.bied_aan(afzender, retour.bytes()).stuur().probleem(422, "eigen-retour");
        controleer(&daemon, afzender, retour.bytes()).probleem(422, "eigen-retour");
    }
    assert!(!daemon.log().contains("ERROR"), "{}", daemon.log());
}

#[test]
fn checks_are_counted_per_holder_of_a_token() {
    let installatie = Installatie::zonder_endpoint().en("[controle]\nper_minuut = 1");
    let daemon = installatie.start();
    let bericht = |afzender| Bericht::nieuw("ijw-315", "Q1").tussen(afzender, GEMEENTE).bytes();
    controleer(&daemon, AANBIEDER, bericht(AANBIEDER)).met(200);
    let vol = controleer(&daemon, AANBIEDER, bericht(AANBIEDER));
    let wacht: u64 = vol.veld("retry-after").expect("Retry-After").parse().expect("seconds");
    assert!((1..=61).contains(&wacht), "{wacht}");
    vol.probleem(429, "te-vaak");
    controleer(&daemon, ANDERE_AANBIEDER, bericht(ANDERE_AANBIEDER)).met(200);
    // Handing in is something else.
    daemon.lever(AANBIEDER, bericht(AANBIEDER));
}
