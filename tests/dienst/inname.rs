//! `POST /v1/berichten`: what is taken in, what is refused, and what the sender gets to read.

use std::time::Duration;

use crate::proef::*;

/// A message that can be judged in an empty dossier.
fn verzoek(identificatie: &str) -> Vec<u8> {
    Bericht::nieuw("ijw-315", identificatie).zet("ReferentieAanbieder", identificatie).bytes()
}

#[test]
fn a_message_is_taken_in_judged_and_answered_once() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let bericht = verzoek("A1");

    let eerste = daemon.bied_aan(AANBIEDER, bericht.clone()).stuur().met(202);
    let bewijs = eerste.json();
    let ontvangst = bewijs["ontvangst"].as_str().unwrap();
    let status = format!("/v1/berichten/{ontvangst}");
    assert_eq!((eerste.veld("location"), &bewijs["nieuw"]), (Some(status.as_str()), &true.into()));
    assert_eq!(bewijs["status"], status);

    let oordeel = daemon.beoordeeld(AANBIEDER, ontvangst);
    assert_eq!((&oordeel["stand"], &oordeel["uitkomst"]), (&"verwerkt".into(), &"accepted".into()), "{oordeel}");
    assert_eq!((&oordeel["deur"], &oordeel["richting"]), (&"http".into(), &"in".into()));
    assert_eq!((&oordeel["standaard"], &oordeel["bericht"]), (&"ijw".into(), &"315".into()));
    assert_eq!((&oordeel["afzender"], &oordeel["ontvanger"]), (&AANBIEDER.into(), &GEMEENTE.into()));
    assert_eq!((&oordeel["grootte"], &oordeel["retour"]), (&bericht.len().into(), &"316".into()));
    assert_eq!(daemon.bytes(AANBIEDER, ontvangst, "inhoud"), bericht);

    // The same bytes, at once and after the verdict, over and over.
    for _ in 0..3 {
        let weer = daemon.bied_aan(AANBIEDER, bericht.clone()).stuur().met(202).json();
        assert_eq!((&weer["ontvangst"], &weer["nieuw"]), (&ontvangst.into(), &false.into()));
    }
    let tweede = daemon.lever(AANBIEDER, verzoek("A2"));
    let retouren = [ontvangst, &tweede].map(|ontvangst| {
        daemon.bezorgd(AANBIEDER, ontvangst, "afgeleverd");
        daemon.bytes(AANBIEDER, ontvangst, "retour")
    });
    overkant.precies(&retouren);
    assert_eq!(daemon.postvak(GEMEENTE).len(), 2);
    // Of the second the client has a verzoek that is still open.
    for uitkomst in ["accepted", "rejected"] {
        assert_eq!(
            daemon.meting(&format!("ketenpoort_beoordeeld_total{{bericht=\"315\",uitkomst=\"{uitkomst}\"}}")),
            1
        );
    }
    assert_eq!(daemon.meting("ketenpoort_aangeboden_total{deur=\"http\",uitkomst=\"herhaling\"}"), 3);
}

#[test]
fn the_same_bytes_at_the_same_moment_get_one_receipt() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let bericht = verzoek("T1");
    let ontvangsten: Vec<String> = std::thread::scope(|scope| {
        let draden: Vec<_> = (0..8).map(|_| scope.spawn(|| daemon.lever(AANBIEDER, bericht.clone()))).collect();
        draden.into_iter().map(|draad| draad.join().unwrap()).collect()
    });
    assert!(ontvangsten.iter().all(|o| *o == ontvangsten[0]), "{ontvangsten:?}");
    daemon.beoordeeld(AANBIEDER, &ontvangsten[0]);
    assert_eq!(daemon.postvak(GEMEENTE).len(), 1);
}

#[test]
fn another_message_under_a_known_identificatie_is_answered_with_9056_through_every_door() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let eerste = daemon.oordeel(AANBIEDER, verzoek("D1"));
    assert_eq!(eerste["uitkomst"], "accepted", "{eerste}");

    let ander = |voorletters: &str| Bericht::nieuw("ijw-315", "D1").zet("Voorletters", voorletters).bytes();
    let tweede = daemon.oordeel(AANBIEDER, ander("Q"));
    assert_eq!(tweede["uitkomst"], "rejected");
    assert_ne!(tweede["ontvangst"], eerste["ontvangst"]);
    let codes: Vec<_> = tweede["bevindingen"].as_array().unwrap().iter().map(|b| b["retourcode"].clone()).collect();
    assert!(codes.contains(&"9056".into()), "{tweede}");

    let schakelpunt = installatie.schakelpunt();
    let (_, poging) =
        overkant.push(daemon.push_url(), &schakelpunt, &simulator::verstuur::Zending::default(), &ander("Z"));
    assert_eq!(poging, keten::push::Poging::Afgeleverd);
    let retouren = overkant.wacht(3);
    let codes: Vec<bool> =
        retouren.iter().map(|r| Bericht::lees(&r.payload).alle("RetourCode").contains(&"9056")).collect();
    assert_eq!(codes.iter().filter(|met| **met).count(), 2, "{codes:?}");
    // The sender of the first two sees the third as well: it came in its name.
    assert_eq!(daemon.postvak(GEMEENTE).len(), 3);
}

#[test]
fn what_does_not_fit_the_schema_is_refused_with_findings_and_leaves_nothing() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let fout = Bericht::nieuw("ijw-315", "X1").zet("Client/Geslacht", "7").bytes();
    let probleem = daemon.bied_aan(AANBIEDER, fout.clone()).stuur().probleem(422, "niveau-1");
    let bevinding = &probleem["bevindingen"][0];
    assert_eq!((&bevinding["level"], &bevinding["rule"]), (&1.into(), &"XSD".into()), "{probleem}");
    assert!(bevinding["line"].as_u64().is_some_and(|regel| regel > 10), "{probleem}");
    assert_eq!(bevinding["path"], "/Bericht/Client/Geslacht", "{probleem}");

    // The attempt is on record, for the sender by its number, and never reached the addressee.
    let nummer = probleem["ontvangst"].as_str().unwrap();
    let status = daemon.status(AANBIEDER, nummer);
    assert_eq!((&status["stand"], &status["bevindingen"]), (&"geweigerd".into(), &probleem["bevindingen"]));
    assert_eq!((&status["retour"], &status["leveringen"]), (&serde_json::Value::Null, &serde_json::json!([])));
    for ander in [GEMEENTE, ANDERE_AANBIEDER, ANDERE_GEMEENTE] {
        daemon.get(ander, &format!("/v1/berichten/{nummer}")).probleem(404, "niet-gevonden");
    }
    for wat in ["inhoud", "retour"] {
        daemon.get(AANBIEDER, &format!("/v1/berichten/{nummer}/{wat}")).probleem(404, "niet-gevonden");
    }
    assert!(daemon.postvak(GEMEENTE).is_empty());
    // Another attempt with the same bytes is another record: nothing was taken in.
    let weer = daemon.bied_aan(AANBIEDER, fout.clone()).stuur().probleem(422, "niveau-1");
    assert_ne!(weer["ontvangst"], probleem["ontvangst"]);
    // Its Identificatie is free.
    assert_eq!(daemon.oordeel(AANBIEDER, verzoek("X1"))["uitkomst"], "accepted");
}

#[test]
fn what_is_not_xml_is_refused_as_such() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let heel = verzoek("H1");
    let half = &heel[..900];
    for bytes in [&b"geen xml"[..], b"", b"{\"bericht\": 1}", b"\xff\xfe<\0", b"<html/>", half] {
        let probleem = daemon.bied_aan(AANBIEDER, bytes).stuur().probleem(400, "geen-xml");
        let nummer = probleem["ontvangst"].as_str().unwrap();
        assert_eq!(daemon.status(AANBIEDER, nummer)["stand"], "geweigerd");
        daemon.get(ANDERE_AANBIEDER, &format!("/v1/berichten/{nummer}")).probleem(404, "niet-gevonden");
    }
    // XML of another kind is XML.
    daemon.bied_aan(AANBIEDER, "<a/>").stuur().probleem(422, "niveau-1");
    assert_eq!(daemon.meting("ketenpoort_aangeboden_total{deur=\"http\",uitkomst=\"geen-xml\"}"), 6);
}

#[test]
fn nobody_comes_in_without_a_token() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let bericht = verzoek("T1");
    let kaal = || daemon.verzoek("POST", "/v1/berichten").inhoud(bericht.clone());
    let hash = dienst::token::TokenHash::van(&token(AANBIEDER)).to_string();
    let verzoeken = [
        kaal(),
        kaal().als("onbekend"),
        kaal().veld("Authorization", "Bearer"),
        kaal().veld("Authorization", "Bearer "),
        kaal().veld("Authorization", &format!("Basic {}", token(AANBIEDER))),
        // Whoever reads the configuration has no token.
        kaal().veld("Authorization", &format!("Bearer {hash}")),
        daemon.verzoek("POST", "/v1/controle").inhoud(bericht.clone()),
        daemon.verzoek("GET", "/v1/postvak"),
        daemon.verzoek("POST", "/v1/postvak/1/bevestig"),
        daemon.verzoek("GET", "/v1/berichten/x"),
    ];
    for verzoek in verzoeken {
        let antwoord = verzoek.stuur();
        assert_eq!(antwoord.veld("www-authenticate"), Some("Bearer realm=\"ketenpoort\""));
        let probleem = antwoord.probleem(401, "onbekend-token");
        assert!(probleem["detail"].as_str().unwrap().contains("ketenpoort token nieuw"));
    }
    daemon
        .verzoek("POST", "/v1/berichten")
        .veld("authorization", &format!("bearer {}", token(AANBIEDER)))
        .inhoud(bericht)
        .stuur()
        .met(202);
}

#[test]
fn a_message_is_taken_from_the_party_that_sends_it_only() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    for niet in [ANDERE_AANBIEDER, GEMEENTE, REGIO] {
        daemon.bied_aan(niet, verzoek("P1")).stuur().probleem(403, "andere-afzender");
    }
    // Also when the schema has objections: whoever may not send it learns nothing of the message.
    let fout = Bericht::nieuw("ijw-315", "P1").zet("Client/Geslacht", "7").bytes();
    let probleem = daemon.bied_aan(ANDERE_AANBIEDER, fout).stuur().probleem(403, "andere-afzender");
    assert!(probleem.get("bevindingen").is_none() && probleem.get("ontvangst").is_none(), "{probleem}");

    // The header of a 302 is that of the 301, so that its sender stands there as Ontvanger.
    let toewijzing = Bericht::nieuw("ijw-301", "P2");
    daemon.lever(REGIO, toewijzing.bytes());
    let retour = toewijzing.retour();
    assert_eq!((retour.waarde("Afzender"), retour.waarde("Ontvanger")), (GEMEENTE, AANBIEDER));
    for niet in [GEMEENTE, ANDERE_AANBIEDER] {
        daemon.bied_aan(niet, retour.bytes()).stuur().probleem(403, "andere-afzender");
    }
    let ontvangen = daemon.oordeel(AANBIEDER, retour.bytes());
    assert_eq!((&ontvangen["afzender"], &ontvangen["richting"]), (&AANBIEDER.into(), &"in".into()), "{ontvangen}");
    assert_eq!(ontvangen["retour"], serde_json::Value::Null);

    // A 325 is no copy of the header of its 323: the gemeente stands there as Afzender.
    let antwoord = Bericht::nieuw("ijw-325", "P3").tussen(VERRE_GEMEENTE, EIGEN_AANBIEDER);
    daemon.bied_aan(EIGEN_AANBIEDER, antwoord.bytes()).stuur().probleem(403, "andere-afzender");
    daemon.bied_aan(VERRE_GEMEENTE, antwoord.bytes()).stuur().met(202);
    overkant.precies(&[toewijzing.bytes()]);
}

#[test]
fn messages_between_parties_elsewhere_are_none_of_ours() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let elders = Bericht::nieuw("ijw-315", "E1").tussen(AANBIEDER, VERRE_GEMEENTE).bytes();
    daemon.bied_aan(AANBIEDER, elders).stuur().probleem(403, "niet-voor-deze-poort");
    // A gemeente that nobody has heard of.
    let onbekend = Bericht::nieuw("ijw-315", "E1").tussen(AANBIEDER, "0599").bytes();
    daemon.bied_aan(AANBIEDER, onbekend).stuur().probleem(403, "niet-voor-deze-poort");
}

#[test]
fn too_large_a_message_is_refused_with_the_advice_to_split_it() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let groot = [b"<a>".as_slice(), &vec![b' '; 27_000_000]].concat();
    let vooraf = daemon.bied_aan(AANBIEDER, groot.clone());
    let onderweg = daemon.bied_aan(AANBIEDER, groot.clone()).in_stukken();
    let controle = daemon.verzoek("POST", "/v1/controle").als(AANBIEDER).inhoud(groot);
    for verzoek in [vooraf, onderweg, controle] {
        let probleem = verzoek.stuur().probleem(413, "te-groot");
        let detail = probleem["detail"].as_str().unwrap();
        assert!(detail.contains("Splits") && detail.contains("26214400"), "{detail}");
        assert!(probleem["detail_en"].as_str().unwrap().contains("Split"), "{probleem}");
    }
    // The limit is a setting.
    let klein = Installatie::zonder_endpoint().en("[intake]\nmax_bytes = 1024");
    let daemon = klein.start();
    daemon.bied_aan(AANBIEDER, verzoek("G1")).stuur().probleem(413, "te-groot");
}

#[test]
fn an_idempotency_key_belongs_to_one_message_of_one_party() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let met = |sleutel: &str, bytes: Vec<u8>| daemon.bied_aan(AANBIEDER, bytes).veld("Idempotency-Key", sleutel);
    let eerste = met("k1", verzoek("K1")).stuur().met(202).json();
    let weer = met("k1", verzoek("K1")).stuur().met(202).json();
    assert_eq!((&weer["ontvangst"], &weer["nieuw"]), (&eerste["ontvangst"], &false.into()));
    met("k1", verzoek("K2")).stuur().probleem(409, "sleutel-gebruikt");
    // Nothing of the second message was kept, so it is new under its own key; and a key that came with known bytes is
    // taken as well.
    let tweede = met("k2", verzoek("K2")).stuur().met(202).json();
    assert_eq!(tweede["nieuw"], true);
    let bekend = met("k3", verzoek("K1")).stuur().met(202).json();
    assert_eq!((&bekend["ontvangst"], &bekend["nieuw"]), (&eerste["ontvangst"], &false.into()));
    met("k3", verzoek("K3")).stuur().probleem(409, "sleutel-gebruikt");
    // Keys of another party are other keys.
    let ander = Bericht::nieuw("ijw-315", "K1").tussen(ANDERE_AANBIEDER, GEMEENTE).bytes();
    daemon.bied_aan(ANDERE_AANBIEDER, ander).veld("Idempotency-Key", "k1").stuur().met(202);
    for onbruikbaar in ["", &"k".repeat(256)] {
        met(onbruikbaar, verzoek("K4")).stuur().probleem(400, "ongeldige-kop");
    }
}

#[test]
fn only_xml_is_taken() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let als = |soort: &str| {
        let bericht = verzoek("C1");
        daemon.verzoek("POST", "/v1/berichten").als(AANBIEDER).veld("Content-Type", soort).inhoud(bericht).stuur()
    };
    for soort in ["application/json", "multipart/form-data; boundary=x", "text/plain", "xml"] {
        als(soort).probleem(415, "ander-type");
    }
    for soort in ["application/xml", "text/xml; charset=utf-8", "Application/XML;charset=UTF-8"] {
        als(soort).met(202);
    }
    daemon.verzoek("POST", "/v1/berichten").als(AANBIEDER).inhoud(verzoek("C1")).stuur().met(202);
}

#[test]
fn unknown_paths_and_methods_are_problems_too() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    for pad in ["/", "/v1", "/v1/bericht", "/v2/berichten", "/v1/berichten/x/y"] {
        daemon.get(AANBIEDER, pad).probleem(404, "onbekend-pad");
    }
    for (methode, pad) in [("GET", "/v1/berichten"), ("PUT", "/v1/berichten/x"), ("DELETE", "/v1/postvak/1")] {
        daemon.verzoek(methode, pad).als(GEMEENTE).stuur().probleem(405, "andere-methode");
    }
    daemon.verzoek("POST", "/healthz").stuur().probleem(405, "andere-methode");
}

#[test]
fn a_slow_upload_comes_through_and_a_broken_one_leaves_nothing() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let bericht = verzoek("S1");
    for bytes in [0, 100, bericht.len() - 1] {
        daemon.bied_aan(AANBIEDER, bericht.clone()).breek_af(bytes);
    }
    // It breaks off after the last byte: taken in or not, but never half.
    daemon.bied_aan(AANBIEDER, verzoek("S2")).breek_af(bericht.len());
    let traag = daemon.bied_aan(AANBIEDER, bericht.clone()).traag(bericht.len() / 5, Duration::from_millis(60)).stuur();
    assert_eq!(traag.met(202).json()["nieuw"], true);
    let in_stukken = daemon.bied_aan(AANBIEDER, bericht).in_stukken().traag(500, Duration::from_millis(5)).stuur();
    assert_eq!(in_stukken.met(202).json()["nieuw"], false);
    assert_eq!(daemon.meting("ketenpoort_aangeboden_total{deur=\"http\",uitkomst=\"geen-xml\"}"), 0);
}

/// A generated message of release 2.3, between the parties of these tests.
fn van_2_3(daemon: &Daemon, soort: &str, map: &std::path::Path, partijen: [(&str, &str); 2]) -> Vec<u8> {
    let uit = map.display().to_string();
    let vraag =
        ["genereer", "--bericht", soort, "--release", "2.3", "--clienten", "1", "--prestaties", "1", "--out", &uit];
    daemon.opdracht(&vraag).met_code(0);
    let naam = format!("{soort}-00001.xml");
    let mut tekst = std::fs::read_to_string(map.join(naam)).unwrap();
    for (element, code) in partijen {
        let (voor, rest) = tekst.split_once(&format!("<{element}>")).unwrap();
        let (_, na) = rest.split_once("</").unwrap();
        tekst = format!("{voor}<{element}>{code}</{na}");
    }
    tekst.into_bytes()
}

#[test]
fn a_message_of_release_2_3_gets_a_retour_of_that_release() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let bericht =
        van_2_3(&daemon, "305", &installatie.pad("start"), [("Afzender", AANBIEDER), ("Ontvanger", GEMEENTE)]);
    let ontvangst = daemon.lever(AANBIEDER, bericht);
    let oordeel = daemon.beoordeeld(AANBIEDER, &ontvangst);
    assert_eq!((&oordeel["bericht"], &oordeel["retour"]), (&"305".into(), &"306".into()), "{oordeel}");
    let retour = String::from_utf8(daemon.bytes(AANBIEDER, &ontvangst, "retour")).unwrap();
    assert!(
        retour.contains("/2_3/jw306/schema") && retour.contains("<BerichtSubversie>3</BerichtSubversie>"),
        "{retour}"
    );
    // The sender of a 303 is its Aanbieder. It gets a 304, and who received it reads the same.
    let factuur = [("Gemeente", GEMEENTE), ("Aanbieder", AANBIEDER)];
    let bericht = van_2_3(&daemon, "303", &installatie.pad("factuur"), factuur);
    daemon.bied_aan(GEMEENTE, bericht.clone()).stuur().probleem(403, "andere-afzender");
    let ontvangst = daemon.lever(AANBIEDER, bericht);
    let oordeel = daemon.beoordeeld(AANBIEDER, &ontvangst);
    assert_eq!((&oordeel["bericht"], &oordeel["retour"]), (&"303".into(), &"304".into()), "{oordeel}");
    let retour = String::from_utf8(daemon.bytes(AANBIEDER, &ontvangst, "retour")).unwrap();
    assert!(retour.contains("/2_3/jw304/schema") && retour.contains(&format!("<Aanbieder>{AANBIEDER}<")), "{retour}");
    assert_eq!(daemon.bytes(GEMEENTE, &ontvangst, "retour"), retour.as_bytes());
}

/// A 303 beforehand, taken in, and asked about on the command line beside the daemon.
#[test]
fn why_a_303_is_granted_in_part() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let verhaal = crate::gedeeld::wortel().join("fixtures/scenarios/22-303-declaratie-deels-geweigerd");
    let lees = |naam: &str| std::fs::read(verhaal.join(naam)).unwrap();
    daemon.lever(GEMEENTE, lees("01-ijw301.xml"));
    let factuur = lees("02-ijw303.xml");
    let vooraf = daemon.verzoek("POST", "/v1/controle").als(AANBIEDER).inhoud(factuur.clone()).stuur().met(200).json();
    assert_eq!(vooraf["uitkomst"], "partly", "{vooraf}");
    let ontvangst = daemon.lever(AANBIEDER, factuur);
    assert_eq!(daemon.beoordeeld(AANBIEDER, &ontvangst)["uitkomst"], "partly");
    let waarom = |prestatie: &str| daemon.opdracht(&["waarom", &ontvangst, prestatie]).met_code(0).stdout;
    assert!(waarom("1").contains("toegekend"), "{}", waarom("1"));
    let geweigerd = waarom("2");
    assert!(geweigerd.contains("F303-54") && geweigerd.contains("9321"), "{geweigerd}");
    assert!(!geweigerd.contains("F303-50"), "only of this line: {geweigerd}");
}

#[test]
fn every_refusal_is_counted_and_logged_with_its_receipt_and_without_the_token() {
    let installatie = Installatie::zonder_endpoint().en("[intake]\nmax_bytes = 5000");
    let daemon = installatie.start();
    let geteld = |deur: &str, reden: &str| {
        daemon.meting(&format!("ketenpoort_aangeboden_total{{deur=\"{deur}\",uitkomst=\"{reden}\"}}"))
    };
    let gelogd = |deur: &str, reden: &str| {
        let (deur, reden) = (format!("deur=\"{deur}\""), format!("reden=\"{reden}\""));
        let log = daemon.log();
        let regels = log.lines().filter(|r| r.contains("INFO refused at the door"));
        regels.filter(|r| r.contains(&deur) && r.contains(&reden)).map(str::to_owned).collect::<Vec<_>>()
    };
    let bericht = Bericht::nieuw("ijw-315", "V1");
    let met_token = |pad: &str, token: &str, bytes: Vec<u8>| {
        daemon.verzoek("POST", pad).veld("Authorization", &format!("Bearer {token}")).inhoud(bytes).stuur()
    };
    for (pad, deur) in [("/v1/berichten", "http"), ("/v1/controle", "controle")] {
        met_token(pad, "kp_geheim_van_niemand", bericht.bytes()).probleem(401, "onbekend-token");
        met_token(pad, &token(AANBIEDER), vec![b'x'; 5001]).probleem(413, "te-groot");
        let in_stukken = daemon.verzoek("POST", pad).als(AANBIEDER).inhoud(vec![b'x'; 5001]).in_stukken().stuur();
        in_stukken.probleem(413, "te-groot");
        met_token(pad, &token(ANDERE_AANBIEDER), bericht.bytes()).probleem(403, "andere-afzender");
        let fout = bericht.clone().zet("Client/Geslacht", "7").bytes();
        let fout = met_token(pad, &token(AANBIEDER), fout).probleem(422, "niveau-1");
        for (reden, aantal) in [("onbekend-token", 1), ("te-groot", 2), ("andere-afzender", 1), ("niveau-1", 1)] {
            assert_eq!((geteld(deur, reden), gelogd(deur, reden).len() as u64), (aantal, aantal), "{deur} {reden}");
        }
        let ontvangst = fout["ontvangst"].as_str().unwrap();
        assert!(gelogd(deur, "niveau-1")[0].contains(ontvangst), "{:?}", gelogd(deur, "niveau-1"));
    }
    let kijk = daemon.verzoek("GET", "/v1/postvak").veld("Authorization", "Bearer kp_geheim_van_niemand").stuur();
    kijk.probleem(401, "onbekend-token");
    assert_eq!((geteld("inzage", "onbekend-token"), gelogd("inzage", "onbekend-token").len()), (1, 1));
    assert!(!daemon.log().contains("kp_"), "{}", daemon.log());
}
