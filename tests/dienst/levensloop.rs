//! Starting, stopping, reading the configuration again, and everything that can be wrong at the start.

use std::fs::Permissions;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use keten::tls::Identiteit;
use simulator::pki::Geldigheid;

use crate::gedeeld::Afloop;
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
        // Logged after the last line that it prints.
        let starts = |log: &String| log.matches("serving").count() == ronde + 2;
        let log = tot("the start is logged", || Some(daemon.log()).filter(starts));
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
    let antwoord = daemon.bied_aan(AANBIEDER, bericht("T1")).onderweg(|| {
        daemon.sein("INT");
        tot("it stops", || daemon.log().contains("stopping:").then_some(()));
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
fn a_configuration_that_is_gone_or_empty_is_refused() {
    let installatie = Installatie::zonder_endpoint();
    let pad = installatie.configuratie();
    let daemon = Daemon::start_in_map(&pad);
    let herlees = |melding: &str| {
        let (melding, eerder) = (melding.to_owned(), daemon.log().matches(melding).count());
        daemon.sein("HUP");
        tot(&melding, || (daemon.log().matches(&melding).count() > eerder).then_some(()));
        daemon.log().lines().last().unwrap_or_default().to_owned()
    };
    let weg = installatie.pad("weg.toml");
    std::fs::rename(&pad, &weg).unwrap();
    let regel = herlees("the new configuration is refused, the running one stays");
    assert!(regel.contains("cannot read the configuration") && regel.contains("gateway.toml"), "{regel}");
    daemon.bied_aan(AANBIEDER, bericht("V1")).stuur().met(202);

    let alleen = |lijst| partij(lijst, GEMEENTE, &[GEMEENTE]);
    for (tekst, lijst) in
        [(String::new(), "[[lokaal]]"), (alleen("partner"), "[[lokaal]]"), (alleen("lokaal"), "[[partner]]")]
    {
        installatie.schrijf(&tekst);
        let regel = herlees("the new configuration is refused, the running one stays");
        assert!(regel.contains(&format!("there is no {lijst} any more")), "{regel}");
        daemon.bied_aan(AANBIEDER, bericht("V1")).stuur().met(202);
    }
    std::fs::rename(&weg, &pad).unwrap();
    herlees("configuration read again");
}

#[test]
fn what_needs_a_restart_is_measured_against_what_runs() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    let herlees = |tekst: &str| {
        let eerder = daemon.log().matches("configuration read again").count();
        installatie.schrijf(tekst);
        daemon.sein("HUP");
        tot("a reading", || (daemon.log().matches("configuration read again").count() > eerder).then_some(()));
        daemon.log().lines().last().unwrap_or_default().to_owned()
    };
    let elders = installatie.tekst().replacen("127.0.0.1:0", "127.0.0.1:9", 1);
    // The old address runs, however often the new one is read.
    for _ in 0..2 {
        let regel = herlees(&elders);
        assert!(regel.contains("these need a restart") && regel.contains("http.adres"), "{regel}");
    }
    let regel = herlees(&installatie.tekst());
    assert!(!regel.contains("restart"), "{regel}");
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
    overkant::certificaat_geweigerd("of before", &push("C2"));
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
    let start = |tekst: String| proces::start_kort(&installatie.schrijf(&tekst));
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
    mislukt(start(format!("{tekst}tokne = []\n")), &["unknown key partner.tokne; did you mean partner.tokens?"]);

    let open = start(tekst.replace(http, "[http]\nadres = \"0.0.0.0:0\""));
    mislukt(open, &["http.adres 0.0.0.0:0", "configure http.certificaat and http.sleutel, or listen on 127.0.0.1"]);

    let nergens = proces::start_kort(&installatie.pad("nergens.toml"));
    mislukt(nergens, &["cannot read the configuration", "nergens.toml"]);

    // Nothing of all this made a data folder that a start cannot use.
    let daemon = installatie.start();
    let tweede = proces::start_kort(&installatie.configuratie());
    mislukt(tweede, &["is in use by another process; stop that one or name another folder"]);
    assert_eq!(daemon.verzoek("GET", "/readyz").stuur().met(200).tekst(), "ready\n");
}

/// Each cannot start or would silently do nothing; `check-config` says so as `serve` does, and leaves nothing behind.
#[test]
fn check_config_refuses_what_serve_would_refuse() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let oud = installatie.client("Oud", Geldigheid::Verlopen).identiteit.expect("a certificate");
    let bestand = installatie.pad("geen-map");
    std::fs::write(&bestand, "").unwrap();
    let (open, tekst) = (installatie.pad("open.key"), installatie.tekst());
    std::fs::write(&open, "0a".repeat(32)).unwrap();
    std::fs::set_permissions(&open, Permissions::from_mode(0o644)).unwrap();
    let pki = installatie.ca().parent().unwrap().to_owned();
    let server = |naam: &str| pki.join(naam).display().to_string();
    let map = format!("{tekst}map = true\n");
    let mappen = |pad: &std::path::Path| format!("[mappen]\nmap = {pad:?}\n");
    let zonder_url: String = tekst.split_inclusive('\n').filter(|regel| !regel.starts_with("url = ")).collect();
    let opslag = |sleutel: &str, pad: &std::path::Path| format!("[opslag]\n{sleutel} = {pad:?}\n{tekst}");
    let lang = installatie.pad(&"d".repeat(100));
    for (tekst, stuk) in [
        (tekst.replace("server.pem", "weg.pem"), "weg.pem does not exist"),
        (
            tekst
                .replace(&server("server.pem"), &oud.certificaat.display().to_string())
                .replace(&server("server.key"), &oud.sleutel.display().to_string()),
            "client-Oud.pem expired on ",
        ),
        (tekst.replace("server.key", "ca.key"), "does not belong to the certificate"),
        (tekst.replace("url = \"https:", "url = \"http:"), "endpoint.url cannot be used"),
        (zonder_url, "does nothing without endpoint.url"),
        (map.clone(), "there is no mappen.map"),
        (format!("{}{tekst}", mappen(&bestand)), "geen-map"),
        (format!("{}{map}", mappen(&bestand)), "geen-map"),
        (format!("{}{map}", mappen(&bestand.join("dieper"))), "geen-map"),
        (opslag("data", &bestand), "geen-map"),
        (opslag("sleutel", &open), "open.key"),
        (opslag("data", &lang), "give the data folder a shorter path, or name a symbolic link to it"),
    ] {
        let pad = installatie.schrijf(&tekst);
        let voor = bestanden(pad.parent().unwrap());
        let keuring = proces::opdracht(&pad, &["check-config"]);
        assert_eq!(bestanden(pad.parent().unwrap()), voor, "{stuk}: something was made");
        let start = proces::start_kort(&pad);
        // Only what the system itself says at the end may differ.
        let zonder_systeem = |fout: &str| fout.replace("File exists (os error 17)", "not a directory");
        assert_eq!(zonder_systeem(&keuring.stderr), zonder_systeem(&start.stderr), "{stuk}");
        mislukt(start, &[stuk]);
        mislukt(keuring, &[stuk]);
    }
    std::fs::remove_dir_all(installatie.data()).unwrap();
    let goed = installatie.schrijf(&format!("{}{map}", mappen(&installatie.pad("nieuw/mappen"))));
    let afloop = proces::opdracht(&goed, &["check-config", "--json"]).met_code(0);
    let getoond = afloop.een_json()["certificates"].clone();
    let sleutels: Vec<&str> = getoond.as_array().unwrap().iter().filter_map(|c| c["key"].as_str()).collect();
    assert_eq!(sleutels, ["push.certificaat", "endpoint.certificaat"]);
    assert!(!installatie.pad("nieuw").exists() && !installatie.data().exists(), "nothing is made");
    // Also when there is a store: beside the daemon that has it, and after it.
    let daemon = Daemon::start(&goed);
    daemon.opdracht(&["check-config"]).met_code(0);
    daemon.stop();
    proces::opdracht(&goed, &["check-config"]).met_code(0);
    std::fs::remove_file(installatie.data().join("sleutel")).unwrap();
    mislukt(proces::opdracht(&goed, &["check-config"]), &["sleutel"]);
}

#[test]
fn a_certificate_that_ends_soon_is_told_in_time() {
    let installatie = Installatie::zonder_endpoint();
    let bijna = installatie.client("Bijna", Geldigheid::LooptAf).identiteit.expect("a certificate");
    let pki = installatie.ca().parent().unwrap().to_owned();
    let tekst = installatie.tekst();
    let met_bijna = tekst
        .replace(&pki.join("server.pem").display().to_string(), &bijna.certificaat.display().to_string())
        .replace(&pki.join("server.key").display().to_string(), &bijna.sleutel.display().to_string());
    let daemon = installatie.start();
    let dagen = || daemon.meting("ketenpoort_certificaat_dagen{certificaat=\"push.certificaat\"}");
    tot("the first look", || (dagen() > 360).then_some(()));
    assert!(!daemon.log().contains("ends soon"), "{}", daemon.log());
    let pad = installatie.schrijf(&met_bijna);
    let keuring = proces::opdracht(&pad, &["check-config"]).met_code(0);
    assert!(keuring.stdout.contains("push.certificaat is valid until") && keuring.stdout.contains("ask for a new one"));
    daemon.sein("HUP");
    tot("a warning", || daemon.log().contains("a certificate ends soon").then_some(()));
    let regel = daemon.log().lines().last().unwrap().to_owned();
    assert!(regel.contains("push.certificaat") && regel.contains("client-Bijna.pem"), "{regel}");
    assert!((8..=9).contains(&dagen()), "{}", dagen());
    daemon.stop();
    let daemon = Daemon::start(&pad);
    tot("a warning at the start", || (daemon.log().matches("a certificate ends soon").count() == 2).then_some(()));
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
