//! Starting, stopping, reading the configuration again, and everything that can be wrong at the start.

use std::net::TcpListener;

use keten::tls::Identiteit;
use simulator::pki::Geldigheid;

use crate::gedeeld::{Afloop, uitkomst};
use crate::proef::*;

fn bericht(identificatie: &str) -> Vec<u8> {
    Bericht::nieuw("ijw-315", identificatie).bytes()
}

/// A declaratie that takes a while, every Prestatie on a toewijzing of its own: all other messages of its dossier wait.
pub fn langdurig(nummer: usize) -> Vec<u8> {
    let basis = Bericht::nieuw("ijw-323", &format!("L{nummer}")).zet("DeclaratieNummer", &format!("L{nummer}"));
    let basis = String::from_utf8(basis.zet("TotaalBedrag", "150000000").bytes()).unwrap();
    let (voor, rest) = basis.split_once("<Prestatie>").unwrap();
    let (prestatie, na) = rest.split_once("</Prestatie>").unwrap();
    let eigen =
        |n| prestatie.replace(">1-1<", &format!(">{nummer}-{n}<")).replace(">7001<", &format!(">{}<", 10_000 + n));
    let prestaties: Vec<String> = (0..3000).map(|n| format!("<Prestatie>{}</Prestatie>", eigen(n))).collect();
    format!("{voor}{}{na}", prestaties.concat()).into_bytes()
}

#[test]
fn what_waits_at_a_stop_is_judged_and_delivered_after_the_start() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let mut daemon = installatie.start();
    let (mut ontvangsten, mut gewacht) = (Vec::new(), false);
    // Without anything that waits the test would prove nothing, and a fast machine may need more than one round.
    for ronde in 0..8 {
        ontvangsten.push(daemon.lever(AANBIEDER, langdurig(ronde)));
        ontvangsten.extend((0..6).map(|nummer| daemon.lever(AANBIEDER, bericht(&format!("W{ronde}-{nummer}")))));
        assert_eq!(daemon.stop(), Some(0), "SIGTERM is a normal end");
        daemon = installatie.start();
        let log = daemon.log();
        gewacht = log.lines().rfind(|regel| regel.contains("serving")).is_some_and(|r| !r.contains("wachtend=0"));
        if gewacht {
            break;
        }
    }
    assert!(gewacht, "nothing ever waited");
    let retouren: Vec<_> = ontvangsten
        .iter()
        .map(|ontvangst| {
            let status = daemon.bezorgd(AANBIEDER, ontvangst, "afgeleverd");
            assert_eq!(status["stand"], "verwerkt", "{status}");
            daemon.bytes(AANBIEDER, ontvangst, "retour")
        })
        .collect();
    overkant.precies(&retouren);
    assert_eq!(daemon.postvak(GEMEENTE).len(), ontvangsten.len().min(50));
    // Another life has nothing left to do.
    assert_eq!(daemon.stop(), Some(0));
    let daemon = installatie.start();
    let weer = daemon.bied_aan(AANBIEDER, bericht("W0-3")).stuur().met(202).json();
    assert_eq!((&weer["ontvangst"], &weer["nieuw"]), (&ontvangsten[4].as_str().into(), &false.into()));
    assert_eq!(daemon.meting("ketenpoort_uitgaand_open"), 0);
    overkant.precies(&retouren);
}

#[test]
fn a_request_that_is_under_way_is_answered_before_the_end() {
    let installatie = Installatie::zonder_endpoint();
    let mut daemon = installatie.start();
    let antwoord = std::thread::scope(|scope| {
        let traag = daemon.bied_aan(AANBIEDER, bericht("T1")).traag(200, std::time::Duration::from_millis(60));
        let draad = scope.spawn(move || traag.stuur());
        std::thread::sleep(std::time::Duration::from_millis(150));
        daemon.sein("INT");
        draad.join().unwrap()
    });
    let ontvangst = antwoord.met(202).json()["ontvangst"].as_str().unwrap().to_owned();
    assert_eq!(daemon.einde(), Some(0));
    let daemon = installatie.start();
    assert_eq!(daemon.beoordeeld(AANBIEDER, &ontvangst)["uitkomst"], "accepted");
}

#[test]
fn a_new_configuration_takes_effect_and_a_broken_one_is_refused() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let (nieuw, bericht) = ("99990044", Bericht::nieuw("ijw-315", "N1").tussen("99990044", GEMEENTE).bytes());
    daemon.bied_aan(nieuw, bericht.clone()).stuur().probleem(401, "onbekend-token");
    let herlees = |tekst: &str, melding: &str| {
        let eerder = daemon.log().matches(melding).count();
        installatie.schrijf(tekst);
        daemon.sein("HUP");
        tot(melding, || (daemon.log().matches(melding).count() > eerder).then_some(()));
    };

    let met_nieuw = format!("{}{}", installatie.tekst(), partij("partner", nieuw, &[nieuw]));
    herlees(&met_nieuw, "configuration read again");
    daemon.bied_aan(nieuw, bericht.clone()).stuur().met(202);

    for kapot in
        ["[intake]\nmax_byte = 5000\n", "[[lokaal]]\ncode = \"0363\"\n", "x = ", "[contracten]\nmap = \"weg\"\n"]
    {
        let tekst = if kapot == "[[lokaal]]\ncode = \"0363\"\n" {
            format!("{}{kapot}", installatie.tekst())
        } else {
            format!("{kapot}{}", installatie.tekst())
        };
        herlees(&tekst, "the new configuration is refused, the running one stays");
        assert_eq!(daemon.bied_aan(nieuw, bericht.clone()).stuur().met(202).json()["nieuw"], false, "{kapot}");
    }
    assert!(daemon.log().contains("did you mean intake.max_bytes?"), "{}", daemon.log());

    // A party that is gone has no say any more; what needs a restart is told.
    let zonder = format!("{}[log]\nvorm = \"json\"\n", installatie.tekst());
    herlees(&zonder, "these need a restart");
    assert!(daemon.log().lines().last().unwrap().contains("log"), "{}", daemon.log());
    daemon.bied_aan(nieuw, bericht).stuur().probleem(401, "onbekend-token");
}

#[test]
fn a_new_certificate_is_shown_after_a_sighup() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let zending = simulator::verstuur::Zending::default();
    let push =
        |nummer: &str| overkant.push(daemon.push_url(), &installatie.schakelpunt(), &zending, &bericht(nummer)).1;
    assert_eq!(push("C1"), keten::push::Poging::Afgeleverd);
    // An authority that others trust: from now on the hub of before is a stranger.
    let vreemd = simulator::pki::Pki::open(&installatie.pad("vreemd")).unwrap();
    let tekst =
        installatie.tekst().replace(&installatie.ca().display().to_string(), &vreemd.ca().display().to_string());
    installatie.schrijf(&tekst);
    daemon.sein("HUP");
    tot("the new configuration", || daemon.log().contains("configuration read again").then_some(()));
    assert!(matches!(push("C2"), keten::push::Poging::Opnieuw { .. }));
}

/// A start that fails: exit code 2 and one line that says what to do.
#[track_caller]
fn mislukt(afloop: Afloop, stukken: &[&str]) {
    let afloop = stukken.iter().fold(afloop.met_code(2), |afloop, stuk| afloop.met_fout(stuk));
    assert_eq!(afloop.stderr.lines().count(), 1, "{}", afloop.stderr);
    assert!(afloop.stderr.starts_with("ketenpoort: "), "{}", afloop.stderr);
    assert_eq!(afloop.stdout, "", "nothing is served");
}

#[test]
fn what_is_wrong_at_the_start_is_told_in_one_line() {
    let installatie = Installatie::zonder_endpoint();
    let start = |tekst: String| uitkomst(&mut proces::serve(&installatie.schrijf(&tekst)));
    let tekst = installatie.tekst();
    let http = "[http]\nadres = \"127.0.0.1:0\"";

    let bezet = TcpListener::bind("127.0.0.1:0").unwrap();
    let adres = bezet.local_addr().unwrap().to_string();
    let vol = start(tekst.replace(http, &format!("[http]\nadres = \"{adres}\"")));
    mislukt(vol, &[&adres, "is in use by another program; stop that one or choose another port"]);

    let weg = start(tekst.replace("server.pem", "weg.pem"));
    mislukt(weg, &["weg.pem does not exist; put the PEM file there or correct the path"]);

    let Identiteit { certificaat, sleutel } =
        installatie.client("Oud", Geldigheid::Verlopen).identiteit.expect("a certificate");
    let pki = installatie.pad("pki");
    let verlopen = tekst
        .replace(&pki.join("server.pem").display().to_string(), &certificaat.display().to_string())
        .replace(&pki.join("server.key").display().to_string(), &sleutel.display().to_string());
    mislukt(start(verlopen), &["client-Oud.pem expired on ", "ask for a new one and put it in its place"]);

    let ander = start(tekst.replace("server.key", "ca.key"));
    mislukt(ander, &["does not belong to the certificate", "name the two that were made together"]);

    mislukt(start(format!("x = \n{tekst}")), &["gateway.toml: line 1: "]);
    mislukt(start(tekst.replace("adres", "adress")), &["unknown key http.adress; did you mean http.adres?"]);
    mislukt(start(format!("{tekst}tokne = []\n")), &["unknown key partner.tokne; did you mean tokens?"]);

    let open = start(tekst.replace(http, "[http]\nadres = \"0.0.0.0:0\""));
    mislukt(open, &["http.adres 0.0.0.0:0", "configure http.certificaat and http.sleutel, or listen on 127.0.0.1"]);

    let nergens = uitkomst(&mut proces::serve(&installatie.pad("nergens.toml")));
    mislukt(nergens, &["cannot read the configuration", "nergens.toml"]);

    // Nothing of all this made a data folder that a start cannot use.
    let daemon = installatie.start();
    let tweede = uitkomst(&mut proces::serve(&installatie.configuratie()));
    mislukt(tweede, &["is in use by another process; stop that one or name another folder"]);
    assert_eq!(daemon.verzoek("GET", "/readyz").stuur().met(200).tekst(), "ready\n");
}

#[test]
fn whoever_watches_needs_no_token() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    assert_eq!(daemon.verzoek("GET", "/healthz").stuur().met(200).tekst(), "ok\n");
    assert_eq!(daemon.verzoek("GET", "/readyz").stuur().met(200).tekst(), "ready\n");
    daemon.oordeel(AANBIEDER, bericht("M1"));
    let metrics = daemon.verzoek("GET", "/metrics").stuur().met(200);
    assert!(metrics.veld("content-type").is_some_and(|soort| soort.starts_with("application/openmetrics-text")));
    assert!(metrics.tekst().ends_with("# EOF\n"), "{metrics}");
    for (naam, waarde) in [
        ("ketenpoort_aangeboden_total{deur=\"http\",uitkomst=\"aangenomen\"}", 1),
        ("ketenpoort_beoordeeld_total{bericht=\"315\",uitkomst=\"accepted\"}", 1),
        ("ketenpoort_wachttijd_seconden_count", 1),
        ("ketenpoort_wachtend", 0),
        ("ketenpoort_uitgaand_open", 1),
        ("ketenpoort_uitgaand_geparkeerd", 0),
        ("ketenpoort_postvak_onbevestigd", 1),
        ("ketenpoort_onderbroken", 0),
    ] {
        assert!(metrics.tekst().lines().any(|regel| regel == format!("{naam} {waarde}")), "{naam} in {metrics}");
    }
}

#[test]
fn the_start_says_where_things_are() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let regel =
        |begin: &str| daemon.regels.iter().find(|regel| regel.starts_with(begin)).unwrap_or_else(|| panic!("{begin}"));
    assert!(regel("berichten").contains("http://127.0.0.1:") && regel("postvak").ends_with("/v1/postvak"));
    assert!(regel("bezorging").ends_with(&overkant.url()));
    assert!(regel("gegevens").ends_with(&installatie.data().display().to_string()));
    assert_eq!(regel("partijen"), "partijen   0344 0363 99990033 lokaal, 3 elders");
    drop(daemon);
    // Without parties it runs and says what is missing.
    let leeg = installatie.schrijf("[http]\nadres = \"127.0.0.1:0\"\n");
    let daemon = Daemon::start(&leeg);
    assert!(daemon.regels.iter().any(|regel| regel.contains("geen [[lokaal]]")), "{:?}", daemon.regels);
    assert!(daemon.regels.iter().any(|regel| regel.contains("geen endpoint.url")), "{:?}", daemon.regels);
}
