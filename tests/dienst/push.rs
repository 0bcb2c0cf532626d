//! VSP Push V1 turned round: the hub hands in messages.

use keten::push::Poging;
use keten::tls::ClientTls;
use simulator::pki::{Geldigheid, Pki};
use simulator::verstuur::Zending;
use uuid::Uuid;

use crate::proef::overkant::{certificaat_geweigerd, nu};
use crate::proef::*;

#[test]
fn a_push_is_acknowledged_once_it_is_on_disk_and_judged_once() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let (url, hub) = (daemon.push_url().to_owned(), installatie.schakelpunt());
    let zending = Zending { traceer_id: Some(Uuid::new_v4()), ..Zending::default() };
    let bericht = Bericht::nieuw("ijw-315", "P1").bytes();
    for _ in 0..3 {
        assert_eq!(overkant.push(&url, &hub, &zending, &bericht).1, Poging::Afgeleverd);
    }
    // The same bytes under another traceerId are the same message too.
    assert_eq!(overkant.push(&url, &hub, &Zending::default(), &bericht).1, Poging::Afgeleverd);
    let ander = Bericht::nieuw("ijw-315", "P2").bytes();
    let geweigerd = overkant.push(&url, &hub, &zending, &ander).1;
    let Poging::Definitief { status: 422, reden } = geweigerd else { panic!("{geweigerd:?}") };
    assert!(reden.contains("BRS114"), "{reden}");

    let retour = overkant.wacht(1).remove(0);
    assert_eq!(retour.metadata.referentiegegevens.als_antwoord_op, zending.traceer_id, "the first one is answered");
    let postvak = daemon.postvak(GEMEENTE);
    assert_eq!((postvak.len(), &postvak[0]["deur"]), (1, &"push".into()), "{postvak:?}");
    let ontvangst = postvak[0]["ontvangst"].as_str().unwrap();
    assert_eq!(daemon.bytes(GEMEENTE, ontvangst, "inhoud"), bericht);
    // The aanbieder sees what came in its name, and handing it in by HTTP as well gives the same receipt.
    daemon.status(AANBIEDER, ontvangst);
    assert_eq!(daemon.lever(AANBIEDER, bericht), ontvangst);
    assert_eq!(overkant.sim.aantal(), 1);
    assert_eq!(daemon.meting("ketenpoort_aangeboden_total{deur=\"push\",uitkomst=\"aangenomen\"}"), 1);
    assert_eq!(daemon.meting("ketenpoort_aangeboden_total{deur=\"push\",uitkomst=\"herhaling\"}"), 3);
}

#[test]
fn what_was_acknowledged_survives_the_daemon() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::zonder_endpoint();
    let mut daemon = installatie.start();
    let bericht = Bericht::nieuw("ijw-315", "D1").bytes();
    let poging = overkant.push(daemon.push_url(), &installatie.schakelpunt(), &Zending::default(), &bericht).1;
    assert_eq!(poging, Poging::Afgeleverd);
    daemon.sein("KILL");
    daemon.einde();
    let daemon = installatie.start();
    let postvak = tot("the message in the mailbox", || Some(daemon.postvak(GEMEENTE)).filter(|p| !p.is_empty()));
    assert_eq!(daemon.bytes(GEMEENTE, postvak[0]["ontvangst"].as_str().unwrap(), "inhoud"), bericht);
}

#[test]
fn what_will_never_be_acceptable_is_refused_for_good() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let goed = Bericht::nieuw("ijw-315", "W1");
    let anders = |afzender: &str| Zending { afzender: Some(afzender.to_owned()), ..Zending::default() };
    let gevallen = [
        ("an element outside its list", Zending::default(), goed.clone().zet("Client/Geslacht", "7").bytes()),
        ("not XML", anders(AANBIEDER), b"geen xml".to_vec()),
        ("the metadata names another sender", anders(ANDERE_AANBIEDER), goed.bytes()),
        ("neither side is local", Zending::default(), goed.clone().tussen(AANBIEDER, VERRE_GEMEENTE).bytes()),
        // A local party hands in by its own token; what comes in its name from outside is not from it.
        ("the sender is local", Zending::default(), goed.clone().tussen(EIGEN_AANBIEDER, GEMEENTE).bytes()),
        ("a local party to one elsewhere", Zending::default(), Bericht::nieuw("ijw-301", "W2").bytes()),
    ];
    for (wat, zending, bytes) in gevallen {
        let poging = overkant.push(daemon.push_url(), &installatie.schakelpunt(), &zending, &bytes).1;
        assert!(matches!(poging, Poging::Definitief { status: 422, .. }), "{wat}: {poging:?}");
    }
    // The answer says what is wrong, per rule.
    let fout = goed.clone().zet("Client/Geslacht", "7").bytes();
    let hub = installatie.schakelpunt();
    let (status, probleem) = overkant.push_antwoord(daemon.push_url(), &hub, &Zending::default(), &fout);
    assert_eq!((status, &probleem["status"]), (422, &422.into()), "{probleem}");
    assert!(probleem["errors"]["XSD"][0].as_str().is_some_and(|regel| regel.starts_with("regel ")), "{probleem}");

    assert!(daemon.postvak(GEMEENTE).is_empty());
    assert_eq!(daemon.meting("ketenpoort_aangeboden_total{deur=\"push\",uitkomst=\"aangenomen\"}"), 0);
    let poging = overkant.push(daemon.push_url(), &installatie.schakelpunt(), &Zending::default(), &goed.bytes()).1;
    assert_eq!(poging, Poging::Afgeleverd, "its Identificatie is free");
}

#[test]
fn nobody_gets_in_without_a_certificate_of_the_right_authority() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let bericht = Bericht::nieuw("ijw-315", "N1").bytes();
    let vreemd = Pki::open(&installatie.pad("vreemd")).unwrap().client("Schakelpunt", Geldigheid::Nu).unwrap();
    let ca = installatie.ca();
    let verlopen = installatie.client("Verlopen", Geldigheid::Verlopen);
    let maand = 30 * 24 * 3600;
    let gevallen = [
        ("none", ClientTls { ca: ca.clone(), identiteit: None }, nu()),
        ("of another authority", ClientTls { ca, identiteit: Some(vreemd) }, nu()),
        ("expired", verlopen, nu() - maand),
    ];
    for (wat, tls, moment) in gevallen {
        let poging = overkant.push_op(daemon.push_url(), &tls, moment, &bericht);
        certificaat_geweigerd(wat, &poging);
    }
    assert!(!daemon.verzoek("GET", "/metrics").stuur().met(200).tekst().contains("deur=\"push\""));
    // The door itself is fine.
    let poging = overkant.push_op(daemon.push_url(), &installatie.schakelpunt(), nu(), &bericht);
    assert_eq!(poging, Poging::Afgeleverd);
}
