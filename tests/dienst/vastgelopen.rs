//! A message that cannot be judged through a fault of ours: everyone who looks sees that, and an operator can end it.

use std::path::Path;

use crate::levensloop::langdurig;
use crate::proef::*;

/// Moves all payload files from one folder to another.
pub fn verplaats(van: &Path, naar: &Path) {
    std::fs::create_dir_all(naar).unwrap();
    for entry in std::fs::read_dir(van).unwrap() {
        let entry = entry.unwrap();
        std::fs::rename(entry.path(), naar.join(entry.file_name())).unwrap();
    }
}

#[test]
fn a_message_whose_bytes_are_gone_is_seen_and_can_be_closed_and_handed_in_again() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let bytes = langdurig(2);
    // The one before it takes a while, so that this one still waits when the process ends.
    daemon.lever(AANBIEDER, langdurig(1));
    let bied_aan = |daemon: &Daemon| {
        let verzoek = daemon.bied_aan(AANBIEDER, bytes.clone()).veld("Idempotency-Key", "sleutel-2");
        verzoek.stuur().met(202).json()
    };
    let ontvangst = bied_aan(&daemon)["ontvangst"].as_str().unwrap().to_owned();
    drop(daemon);
    let (blobs, weg) = (installatie.data().join("blobs"), installatie.pad("weg"));
    verplaats(&blobs, &weg);
    let daemon = installatie.start();

    let status = daemon.beoordeeld(AANBIEDER, &ontvangst);
    assert_eq!(status["stand"], "vastgelopen", "{status}");
    assert!(status["toelichting"].as_str().unwrap().contains("beheerder"), "{status}");
    tot("it is counted", || (daemon.meting("ketenpoort_vastgelopen") >= 1).then_some(()));
    let pad = format!("/v1/berichten/{ontvangst}");
    for wat in ["retour", "inhoud"] {
        daemon.get(AANBIEDER, &format!("{pad}/{wat}")).probleem(404, "vastgelopen");
    }
    let waarom = daemon.get(AANBIEDER, &format!("{pad}/waarom")).met(200).json();
    assert!(waarom["regels"][0].as_str().unwrap().contains("beheerder"), "{waarom}");
    let afloop = daemon.opdracht(&["waarom", &ontvangst]).met_code(2);
    assert!(afloop.stderr.contains("set aside") && afloop.stderr.contains("lacks"), "{}", afloop.stderr);
    let lijst = daemon.opdracht(&["vastgelopen", "lijst", "--json"]).met_code(0).json();
    let rij = lijst.iter().find(|rij| rij["ontvangst"] == ontvangst.as_str()).expect("it is in the list");
    assert_eq!(rij["bericht"], "323", "{rij}");
    assert!(rij["ontvangen"].as_str().unwrap().starts_with("20"), "{rij}");
    assert!(rij["reden"].as_str().unwrap().contains("lacks"), "{rij}");
    // A repetition is no new message.
    assert_eq!(bied_aan(&daemon)["nieuw"], false);

    // The next start tells of it. What can be read, can be had.
    assert_eq!(daemon.stop(), Some(0));
    let daemon = installatie.start();
    let log = daemon.log();
    assert!(log.lines().any(|r| r.contains("WARN") && r.contains("messages are set aside")), "{log}");
    assert!(daemon.meting("ketenpoort_vastgelopen") >= 1);
    verplaats(&weg, &blobs);
    assert_eq!(daemon.bytes(AANBIEDER, &ontvangst, "inhoud"), bytes);
    verplaats(&blobs, &weg);

    let vervallen = |wie: &str| daemon.opdracht(&["vastgelopen", "vervallen", wie, "--reden", "bytes kwijt"]);
    assert!(vervallen("x").met_code(1).stdout.contains("x: niet vastgelopen"));
    let eerst = daemon.meting("ketenpoort_vastgelopen");
    vervallen(&ontvangst).met_code(0);
    let gemeld = |regel: &&str| regel.contains("changed by an operator") && regel.contains(&ontvangst);
    let regel = tot("the act in the log", || daemon.log().lines().find(gemeld).map(str::to_owned));
    assert!(regel.contains("vastgelopen vervallen") && regel.contains("uid="), "{regel}");
    assert!(!daemon.log().contains("bytes kwijt"), "a reason is free text");
    assert_eq!(daemon.meting("ketenpoort_vastgelopen"), eerst - 1);
    vervallen(&ontvangst).met_code(1);
    let status = daemon.status(AANBIEDER, &ontvangst);
    assert_eq!(status["stand"], "vervallen", "{status}");
    assert!(status["toelichting"].as_str().unwrap().contains("bytes kwijt"), "{status}");
    daemon.get(AANBIEDER, &format!("{pad}/retour")).probleem(404, "vervallen");
    daemon.get(GEMEENTE, &pad).probleem(404, "niet-gevonden");

    // Its keys are free, so the same is a new message, and gets its verdict.
    let nieuw = bied_aan(&daemon);
    assert_eq!(nieuw["nieuw"], true, "{nieuw}");
    let tweede = nieuw["ontvangst"].as_str().unwrap();
    assert_ne!(tweede, ontvangst);
    assert_eq!(daemon.beoordeeld(AANBIEDER, tweede)["stand"], "verwerkt");
}
