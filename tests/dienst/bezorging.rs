//! Delivery to an endpoint that fails: everything arrives once, with the same bytes in every attempt, or an operator
//! gets to see why not.

use serde_json::Value;
use simulator::{BijHerhaling, Opties};

use crate::proef::*;

fn bericht(identificatie: &str) -> Vec<u8> {
    Bericht::nieuw("ijw-315", identificatie).bytes()
}

/// Hands in so many messages under one fault after another and demands that their retouren arrive.
fn doorsta(overkant: &Overkant, fouten: &[&str]) {
    let installatie = Installatie::met(overkant);
    let daemon = installatie.start();
    let mut ontvangsten = Vec::new();
    for (nummer, fout) in fouten.iter().enumerate() {
        overkant.fout(fout);
        for volgnummer in 0..2 {
            ontvangsten.push(daemon.lever(AANBIEDER, bericht(&format!("F{nummer}-{volgnummer}"))));
        }
        for ontvangst in &ontvangsten {
            daemon.bezorgd(AANBIEDER, ontvangst, "afgeleverd");
        }
        overkant.sim.wis_fouten();
    }
    let retouren: Vec<_> = ontvangsten.iter().map(|o| daemon.bytes(AANBIEDER, o, "retour")).collect();
    overkant.precies(&retouren);
    let gezien: Vec<String> = overkant.sim.ledger().into_iter().filter_map(|regel| regel.fout).collect();
    for fout in fouten {
        let soort = fout.split('@').next().unwrap();
        assert!(gezien.iter().any(|g| g == soort), "{soort} never struck: {gezien:?}");
    }
}

#[test]
fn an_endpoint_that_refuses_for_a_while_gets_everything_once() {
    doorsta(
        &Overkant::nieuw(),
        &["500@volgende=3", "503:1@volgende=1", "429:1@volgende=2", "408@volgende=1", "neer:2"],
    );
}

#[test]
fn an_endpoint_that_is_slow_or_breaks_off_gets_everything_once() {
    let fouten = [
        "reset-verzoek:300@volgende=2",
        "opslaan-reset@volgende=2",
        "reset-antwoord@volgende=1",
        "traag-lezen:3000@volgende=1",
        "traag-antwoorden:200@volgende=1",
    ];
    doorsta(&Overkant::nieuw(), &fouten);
}

#[test]
fn an_endpoint_that_calls_a_repeat_known_has_it() {
    let overkant = Overkant::met(Opties { bij_herhaling: BijHerhaling::Brs114, ..Opties::default() });
    doorsta(&overkant, &["opslaan-reset@volgende=2"]);
    assert!(overkant.sim.ledger().iter().any(|regel| regel.antwoord == "422 BRS114"), "a repeat was refused");
}

#[test]
fn an_endpoint_that_says_nothing_is_tried_again() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let tekst = installatie.tekst().replace("antwoord_seconden = 30", "antwoord_seconden = 1");
    let daemon = Daemon::start(&installatie.schrijf(&tekst));
    overkant.fout("opslaan-hangen@volgende=1");
    let ontvangst = daemon.lever(AANBIEDER, bericht("H1"));
    let status = daemon.bezorgd(AANBIEDER, &ontvangst, "afgeleverd");
    // On a slow machine an answer may take longer than this limit as well.
    assert!(status["leveringen"][0]["pogingen"].as_u64().unwrap() >= 2, "{status}");
    overkant.precies(&[daemon.bytes(AANBIEDER, &ontvangst, "retour")]);
}

/// The one delivery of a message that the endpoint refuses for good.
#[track_caller]
fn geparkeerd(daemon: &Daemon, overkant: &Overkant, identificatie: &str) -> (String, u64) {
    overkant.fout("422:BRS13@volgende=1");
    let ontvangst = daemon.lever(AANBIEDER, bericht(identificatie));
    let status = daemon.bezorgd(AANBIEDER, &ontvangst, "geparkeerd");
    let levering = &status["leveringen"][0];
    assert_eq!((&levering["reden"], &levering["pogingen"]), (&"HTTP 422, BRS13".into(), &1.into()), "{status}");
    (ontvangst, levering["nummer"].as_u64().unwrap())
}

#[test]
fn what_is_refused_for_good_is_parked_and_handled_from_the_command_line() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let (eerste, een) = geparkeerd(&daemon, &overkant, "G1");
    let (tweede, twee) = geparkeerd(&daemon, &overkant, "G2");
    let (derde, drie) = geparkeerd(&daemon, &overkant, "G3");
    assert_eq!(daemon.meting("ketenpoort_uitgaand_geparkeerd"), 3);

    // Beside the running daemon.
    let lijst = daemon.opdracht(&["uitgaand", "lijst", "--json"]).met_code(0).json();
    let nummers: Vec<_> = lijst.iter().map(|regel| regel["nummer"].as_u64().unwrap()).collect();
    assert_eq!(nummers, [een, twee, drie]);
    assert!(lijst.iter().all(|regel| regel["stand"] == "geparkeerd" && regel["wat"] == "retour"), "{lijst:?}");
    let tekst = daemon.opdracht(&["uitgaand", "lijst"]).met_code(0).stdout;
    assert!(tekst.contains("HTTP 422, BRS13"), "{tekst}");
    // Each is tied to its message.
    for (regel, ontvangst) in lijst.iter().zip([&eerste, &tweede, &derde]) {
        assert_eq!((&regel["ontvangst"], &regel["bericht"]), (&ontvangst.as_str().into(), &"316".into()), "{regel}");
        assert_eq!((&regel["van"], &regel["naar"]), (&GEMEENTE.into(), &AANBIEDER.into()), "{regel}");
        assert!(tekst.lines().any(|r| r.contains(ontvangst) && r.contains("316") && r.contains(AANBIEDER)), "{tekst}");
    }
    daemon.opdracht(&["uitgaand", "herhaal", &een.to_string()]).met_code(0);
    daemon.bezorgd(AANBIEDER, &eerste, "afgeleverd");
    let nummer = twee.to_string();
    daemon.opdracht(&["uitgaand", "vervallen", &nummer, "--reden", "buiten de poort om gestuurd"]).met_code(0);
    assert_eq!(daemon.opdracht(&["vastgelopen", "lijst"]).met_code(0).stdout.trim(), "niets");
    assert_eq!(daemon.opdracht(&["vastgelopen", "lijst", "--json"]).met_code(0).stdout, "");
    assert!(daemon.opdracht(&["vastgelopen", "opnieuw", "x"]).met_code(1).stdout.contains("x: niet vastgelopen"));
    let status = daemon.status(AANBIEDER, &tweede);
    assert_eq!(status["leveringen"][0]["stand"], "vervallen", "{status}");
    assert_eq!(status["leveringen"][0]["reden"], "buiten de poort om gestuurd", "{status}");
    // What ended stays as it is, and a number that nobody knows is told.
    for nummer in [een, twee, 4711] {
        let afloop = daemon.opdracht(&["uitgaand", "herhaal", &nummer.to_string()]).met_code(1);
        assert!(afloop.stdout.contains("onbekend, al afgelopen of nu onderweg"), "{}", afloop.stdout);
    }

    // Without a daemon.
    assert_eq!(daemon.stop(), Some(0));
    let zonder = |args: &[&str]| proces::opdracht(&installatie.configuratie(), args);
    let alle = zonder(&["uitgaand", "lijst", "--alle", "--json"]).met_code(0).json();
    let standen: Vec<&Value> = alle.iter().map(|regel| &regel["stand"]).collect();
    assert_eq!(standen, ["geparkeerd", "vervallen", "afgeleverd"], "the latest first");
    // A page, and what comes after it.
    let pagina = zonder(&["uitgaand", "lijst", "--alle", "--max", "2", "--json"]).met_code(0);
    assert!(pagina.stderr.contains(&format!("--na {twee}")), "{}", pagina.stderr);
    assert_eq!(pagina.json(), alle[..2]);
    let rest = zonder(&["uitgaand", "lijst", "--alle", "--na", &twee.to_string(), "--json"]).met_code(0);
    assert!(!rest.stderr.contains("--na"), "{}", rest.stderr);
    assert_eq!(rest.json(), alle[2..]);
    zonder(&["uitgaand", "herhaal", "--alle"]).met_code(0);
    assert_eq!(zonder(&["uitgaand", "lijst", "--json"]).met_code(0).json().len(), 0);
    assert_eq!(zonder(&["uitgaand", "lijst", "--open", "--json"]).met_code(0).json().len(), 1);
    zonder(&["uitgaand", "vervallen", &een.to_string(), "--reden", "x"]).met_code(1);
    let daemon = installatie.start();
    daemon.bezorgd(AANBIEDER, &derde, "afgeleverd");
    overkant.precies(&[eerste, derde].map(|ontvangst| daemon.bytes(AANBIEDER, &ontvangst, "retour")));
}
