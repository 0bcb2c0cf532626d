//! Who sees what of a message: sender and addressee, and nobody else.

use crate::proef::*;

#[test]
fn a_message_is_seen_by_its_two_parties_only() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let bericht = Bericht::nieuw("ijw-315", "I1").bytes();
    let ontvangst = daemon.lever(AANBIEDER, bericht.clone());
    daemon.beoordeeld(AANBIEDER, &ontvangst);
    let pad = |nummer: &str, wat: &str| format!("/v1/berichten/{nummer}{wat}");
    for wie in [AANBIEDER, GEMEENTE, REGIO] {
        assert_eq!(daemon.status(wie, &ontvangst)["uitkomst"], "accepted");
        assert_eq!(daemon.bytes(wie, &ontvangst, "inhoud"), bericht);
        let retour = daemon.get(wie, &pad(&ontvangst, "/retour")).met(200);
        assert_eq!(retour.veld("content-type"), Some("application/xml"));
        assert!(retour.tekst().contains("jw316"));
    }
    // Another's number reads like one that does not exist, and like something that is no number at all.
    for wie in [ANDERE_AANBIEDER, ANDERE_GEMEENTE, EIGEN_AANBIEDER, VERRE_GEMEENTE] {
        for wat in ["", "/inhoud", "/retour"] {
            let van_ander = daemon.get(wie, &pad(&ontvangst, wat));
            let onbekend = daemon.get(wie, &pad("00000000-0000-4000-8000-000000000000", wat));
            let onzin = daemon.get(wie, &pad("%00..%2f", wat));
            let onleesbaar = daemon.get(wie, &pad("%ff", wat));
            let zonder_tijd = |mut antwoord: http::Antwoord| {
                antwoord.kop.retain(|(naam, _)| naam != "date");
                antwoord
            };
            let van_ander = zonder_tijd(van_ander);
            assert_eq!(van_ander, zonder_tijd(onbekend));
            assert_eq!(van_ander, zonder_tijd(onzin));
            assert_eq!(van_ander, zonder_tijd(onleesbaar));
            van_ander.probleem(404, "niet-gevonden");
        }
    }
}

#[test]
fn what_is_refused_to_be_sent_or_only_checked_is_not_shown_to_the_addressee() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    // The addressee is the other local party.
    let fout = Bericht::nieuw("ijw-301", "N1").zet("ToegewezenProduct/Einddatum", "2025-12-31");
    let geweigerd = daemon.bied_aan(GEMEENTE, fout.bytes()).stuur().probleem(422, "niveau-2");
    let controle = daemon.verzoek("POST", "/v1/controle").als(AANBIEDER);
    let gecontroleerd = controle.inhoud(Bericht::nieuw("ijw-315", "N2").bytes()).stuur().met(200).json();
    for (nummer, afzender, ontvanger) in [(geweigerd, GEMEENTE, AANBIEDER), (gecontroleerd, AANBIEDER, GEMEENTE)] {
        let nummer = nummer["ontvangst"].as_str().unwrap().to_owned();
        daemon.status(afzender, &nummer);
        daemon.get(ontvanger, &format!("/v1/berichten/{nummer}")).probleem(404, "niet-gevonden");
    }
}
