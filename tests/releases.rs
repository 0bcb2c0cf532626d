//! Releases, code lists, encodings and generated messages, through the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;

use std::fs;

use gedeeld::{PEILDATUM, Werkmap, draai};
use serde_json::{Value, json};

fn xsd(release: &str) -> String {
    format!("{}/../../xsd/{release}", env!("CARGO_MANIFEST_DIR"))
}

/// A copy of a release folder that may be spoilt.
fn kopie(werk: &Werkmap, release: &str) -> String {
    for entry in fs::read_dir(xsd(release)).unwrap() {
        let pad = entry.unwrap().path();
        let naam = pad.file_name().unwrap().to_str().unwrap().to_owned();
        werk.schrijf(&format!("{release}/{naam}"), fs::read(&pad).unwrap());
    }
    werk.pad(release)
}

fn vervang(map: &str, bestand: &str, van: &str, naar: &str) {
    let pad = format!("{map}/{bestand}");
    let tekst = fs::read_to_string(&pad).unwrap();
    assert!(tekst.contains(van), "{van} in {bestand}");
    fs::write(pad, tekst.replacen(van, naar, 1)).unwrap();
}

// ---- release --------------------------------------------------------------------------------------------------------

#[test]
fn every_release_of_ours_can_be_loaded() {
    for release in ["ijw-2.3", "ijw-3.2", "iwmo-2.3", "iwmo-3.2"] {
        let verslag = draai(["release", "check", "--json", &xsd(release)]).met_code(0).een_json();
        let (standaard, versie) = release.split_once('-').unwrap();
        assert_eq!((&verslag["loadable"], &verslag["problems"]), (&json!(true), &json!([])));
        assert_eq!((&verslag["standard"], &verslag["release"]), (&json!(standaard), &json!(versie)));
    }
    let tekst = draai(["release", "check", &xsd("iwmo-2.3")]).met_code(0).stdout;
    assert!(tekst.contains("301 302 303 304") && tekst.contains("2019-04-01"), "{tekst}");
}

#[test]
fn all_that_is_not_understood_is_named_with_file_and_line() {
    let werk = Werkmap::nieuw();
    let map = kopie(&werk, "ijw-3.2");
    vervang(&map, "JW305.xsd", "<xs:sequence>", "<xs:choice>");
    vervang(&map, "JW305.xsd", "</xs:sequence>", "</xs:choice>");
    vervang(&map, "JW307.xsd", "type=\"jw307:Client\"", "type=\"jw307:Klant\"");
    vervang(&map, "basisschema.xsd", "<xs:maxLength value=\"2\"/>", "<xs:totalDigits value=\"2\"/>");
    let verslag = draai(["release", "check", "--json", &map]).met_code(1).een_json();
    let problemen = verslag["problems"].as_array().unwrap();
    for (bestand, woord) in [("JW305.xsd", "xs:choice"), ("JW307.xsd", "Klant"), ("basisschema.xsd", "xs:totalDigits")]
    {
        let probleem =
            problemen.iter().find(|p| p["file"] == bestand).unwrap_or_else(|| panic!("{bestand}: {verslag}"));
        assert!(probleem["problem"].as_str().unwrap().contains(woord), "{probleem}");
        let regel = usize::try_from(probleem["line"].as_u64().unwrap()).unwrap();
        let tekst = fs::read_to_string(format!("{map}/{bestand}")).unwrap();
        assert!(tekst.lines().nth(regel - 1).unwrap().contains(woord.trim_start_matches("xs:")), "{probleem}");
    }
}

#[test]
fn a_manifest_must_agree_with_its_schemas() {
    let gevallen = [
        ("release = \"2.3\"", "release = \"3.0\"", "the schemas are those of"),
        ("standaard = \"iwmo\"", "standaard = \"iwmo\"\nkleur = \"rood\"", "unknown field"),
        ("geldig_tot = \"2020-03-29\"", "geldig_tot = \"29-3-2020\"", "not a date"),
        ("geldig_tot = \"2020-03-29\"", "geldig_tot = \"2018-03-29\"", "before geldig_van"),
        ("codes = [\"414\"]", "codes = [\"999\"]", "does not allow BerichtCode 999"),
        ("schema = \"WMO301.xsd\"", "schema = \"WMO999.xsd\"", "not in the folder"),
        ("retour = \"302\"", "retour = \"399\"", "has no schema"),
        ("nummer = \"303\"", "nummer = \"333\"", "has no schema"),
        ("LDT_Eenheid", "LDT_Eenhied", "no type with an enumeration"),
    ];
    for (van, naar, reden) in gevallen {
        let werk = Werkmap::nieuw();
        let map = kopie(&werk, "iwmo-2.3");
        vervang(&map, "release.toml", van, naar);
        let verslag = draai(["release", "check", "--json", &map]).met_code(1).een_json();
        let problemen = verslag["problems"].as_array().unwrap();
        let past = |p: &&Value| p["file"] == "release.toml" && p["problem"].as_str().unwrap().contains(reden);
        assert!(problemen.iter().any(|p| past(&p)), "{naar}: {verslag}");
    }
}

#[test]
fn the_version_on_a_retour_is_that_of_the_manifest() {
    let werk = Werkmap::nieuw();
    let map = kopie(&werk, "iwmo-3.2");
    vervang(&map, "release.toml", "xsd_versie = \"1.0.0\"", "xsd_versie = \"1.2.3\"");
    let config = werk.schrijf("gateway.toml", format!("[schemas]\nmap = {:?}\n", werk.pad("")));
    let bericht = format!("{}/../../fixtures/demo/01-wmo-301.xml", env!("CARGO_MANIFEST_DIR"));
    let uit = werk.pad("uit");
    draai(["process", "--config", &config, "--today", PEILDATUM, "--out", &uit, &bericht]).met_code(0);
    let retour = String::from_utf8(werk.bytes("uit/01-wmo-301.302.xml")).unwrap();
    let (_, eigen) = retour.split_once("XsdVersieRetour>").unwrap();
    assert!(eigen.contains(">1.2.3<"), "{retour}");
}

#[test]
fn the_difference_between_releases_is_told() {
    draai(["release", "diff", "ijw-3.2", &xsd("ijw-3.2")]).met_code(0);
    let tekst = draai(["release", "diff", "ijw-2.3", "ijw-3.2"]).met_code(1).stdout;
    for deel in [
        "LDT_Eenheid: codes removed 21 81",
        "LDT_RedenWijziging: codes added 12 13 14",
        "+ /Bericht/Header/XsdVersie (1..1)",
        "- /Bericht/Client/Beschikking (1..1)",
        "Product: occurs 1..1, now 0..1",
        "303\n  - message is gone",
        "323\n  + new message",
    ] {
        assert!(tekst.contains(deel), "{deel} is not in {tekst}");
    }
    let werk = Werkmap::nieuw();
    let map = kopie(&werk, "ijw-3.2");
    vervang(&map, "basisschema.xsd", "<xs:maxLength value=\"200\"/>", "<xs:maxLength value=\"100\"/>");
    let lijnen = draai(["release", "diff", "--json", "ijw-3.2", &map]).met_code(1).json();
    let verwacht = json!({"message": null, "path": "LDT_Naam", "kind": "facet", "before": "maxLength 200", "after": "maxLength 100"});
    assert_eq!(lijnen, [verwacht]);
    draai(["release", "diff", "ijw-3.2", "ijw-9.9"]).met_code(2);
}

#[test]
fn header_values_choose_between_releases_that_share_a_namespace() {
    let werk = Werkmap::nieuw();
    let map = kopie(&werk, "iwmo-3.2");
    // A patch of the release: the same namespaces, another BerichtSubversie.
    let patch = werk.pad("iwmo-3.9");
    fs::create_dir_all(&patch).unwrap();
    for entry in fs::read_dir(&map).unwrap() {
        let pad = entry.unwrap().path();
        let naam = pad.file_name().unwrap().to_str().unwrap().to_owned();
        let tekst = fs::read_to_string(&pad).unwrap();
        let tekst =
            tekst.replace("<iwmo:release>3.2<", "<iwmo:release>3.9<").replace("release = \"3.2\"", "release = \"3.9\"");
        fs::write(format!("{patch}/{naam}"), tekst.replace("<xs:pattern value=\"2\"/>", "<xs:pattern value=\"9\"/>"))
            .unwrap();
    }
    let config = werk.schrijf("gateway.toml", format!("[schemas]\nmap = {:?}\n", werk.pad("")));
    let oud = fs::read_to_string(format!("{}/../../fixtures/demo/01-wmo-301.xml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let nieuw = oud.replace("BerichtSubversie>2<", "BerichtSubversie>9<");
    for (naam, tekst, release) in [("oud.xml", oud, "3.2"), ("nieuw.xml", nieuw, "3.9")] {
        let pad = werk.schrijf(naam, tekst);
        let line = draai(["validate", "--json", "--level", "1", "--config", &config, &pad]).met_code(0).een_json();
        assert_eq!(line["release"], release, "{naam}");
    }
}

// ---- code lists -----------------------------------------------------------------------------------------------------

#[test]
fn code_lists_are_shown_and_dated() {
    assert!(draai(["codelijst"]).met_code(0).stdout.contains("WJ756"));
    let tekst = draai(["codelijst", "wj756"]).met_code(0).stdout;
    assert!(tekst.contains("04     uur") && tekst.contains("21     week, tot en met 2020-03-29"), "{tekst}");
    let nu = draai(["codelijst", "WJ756", "--op", "2026-01-01", "--json"]).met_code(0).json();
    assert!(nu.iter().all(|line| line["code"] != "21") && nu.len() == 7);
    let een = draai(["codelijst", "--json", "WJ001", "9321"]).met_code(0).een_json();
    assert_eq!((&een["list"], &een["code"]), (&json!("WJ001"), &json!("9321")));
    for (args, waarom) in [
        (&["WJ756", "99"][..], "WJ756 has no code 99\n"),
        (&["wj756", "21", "--op", "2026-01-01", "--json"], "WJ756 has no code 21 in use on 2026-01-01\n"),
    ] {
        let afloop = draai([&["codelijst"], args].concat()).met_code(1).met_fout(waarom);
        assert_eq!((afloop.stdout.as_str(), afloop.stderr.lines().count()), ("", 1), "{args:?}");
    }
    let codes = |args: &[&str]| -> u64 {
        let lijsten = draai([&["codelijst", "--json"], args].concat()).met_code(0).json();
        assert!(lijsten.len() > 10 && lijsten.iter().all(|lijst| lijst["list"].is_string()), "{lijsten:?}");
        lijsten.iter().find(|lijst| lijst["list"] == "WJ756").and_then(|lijst| lijst["codes"].as_u64()).unwrap()
    };
    assert_eq!(
        (codes(&[]), codes(&["--op", "2026-01-01"])),
        (draai(["codelijst", "WJ756"]).stdout.lines().count() as u64, 7)
    );
    let op = draai(["codelijst", "--op", "2026-01-01"]).met_code(0).stdout;
    assert!(op.lines().any(|regel| regel.split_whitespace().eq(["WJ756", "7", "codes"])), "{op}");
    assert!(draai(["codelijst", "WJ765"]).met_code(2).stderr.contains("did you mean WJ75"));
}

#[test]
fn findings_explain_the_codes_that_are_allowed() {
    let werk = Werkmap::nieuw();
    let demo =
        fs::read_to_string(format!("{}/../../fixtures/demo/05-wmo-323.xml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let fout = demo.replacen("Eenheid>", "Eenheid>x", 1);
    let line = draai(["validate", "--json", &werk.schrijf("f.xml", fout)]).met_code(1).een_json();
    assert!(line["findings"][0]["message"].as_str().unwrap().contains("04 (uur)"), "{line}");
}

// ---- release 2.3 ----------------------------------------------------------------------------------------------------

/// Messages that only fit their schema, made by the program itself.
fn maak(werk: &Werkmap, standaard: &str, release: &str, bericht: &str) -> String {
    let map = werk.pad(&format!("{standaard}-{release}-{bericht}"));
    let args = ["--clienten", "2", "--prestaties", "2", "--seed", "11", "--out", &map];
    let vast = ["genereer", "--standaard", standaard, "--release", release, "--bericht", bericht];
    draai(vast.iter().chain(&args)).met_code(0);
    map
}

#[test]
fn every_message_of_every_release_is_validated_and_processed() {
    let werk = Werkmap::nieuw();
    let oud = ["301", "302", "303", "304", "305", "306", "307", "308", "315", "316"];
    let nieuw = ["302", "306", "308", "315", "316", "317", "318", "319", "320", "325"];
    for (release, berichten) in [("2.3", oud), ("3.2", nieuw)] {
        for (bericht, standaard) in berichten.iter().zip(["ijw", "iwmo"].iter().cycle()) {
            let map = maak(&werk, standaard, release, bericht);
            for line in draai(["validate", "--json", "--level", "1", &map]).met_code(0).json() {
                assert_eq!((&line["release"], &line["message"]), (&json!(release), &json!(bericht)), "{line}");
            }
            let uit = werk.pad("uit");
            let afloop = draai(["process", "--json", "--today", "2019-06-01", "--out", &uit, &map]);
            for line in afloop.json() {
                let retour = ["301", "303", "305", "307", "315", "317", "319"].contains(bericht);
                assert_eq!(line["retour"].is_object(), retour, "{line}");
                let uitkomst = line["outcome"].as_str().unwrap();
                assert!(["accepted", "rejected"].contains(&uitkomst) && line["level"] != 1, "{line}");
                if let Some(pad) = line["retour"]["file"].as_str() {
                    let antwoord = draai(["validate", "--json", "--level", "1", pad]).met_code(0).een_json();
                    assert_eq!((&antwoord["release"], &antwoord["valid"]), (&json!(release), &json!(true)));
                    fs::remove_file(pad).unwrap();
                }
            }
        }
    }
}

// ---- encodings ------------------------------------------------------------------------------------------------------

#[test]
fn encodings_are_read_and_told_as_a_signal() {
    let werk = Werkmap::nieuw();
    let demo =
        fs::read_to_string(format!("{}/../../fixtures/demo/01-wmo-301.xml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let crlf = demo.replace("\r\n", "\n").replace('\n', "\r\n");
    let utf16: Vec<u8> =
        format!("\u{FEFF}{}", crlf.replace("UTF-8", "UTF-16")).encode_utf16().flat_map(u16::to_be_bytes).collect();
    let latin: Vec<u8> =
        crlf.replace("UTF-8", "ISO-8859-1").chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let gevallen: [(&str, Vec<u8>, usize); 5] = [
        ("goed.xml", crlf.clone().into_bytes(), 0),
        ("lf.xml", crlf.replace("\r\n", "\n").into_bytes(), 1),
        ("bom.xml", format!("\u{FEFF}{crlf}").into_bytes(), 1),
        ("utf16.xml", utf16, 1),
        ("latin.xml", latin, 1),
    ];
    for (naam, bytes, aantal) in gevallen {
        let pad = werk.schrijf(naam, bytes);
        for niveau in ["1", "2"] {
            let line = draai(["validate", "--json", "--level", niveau, &pad]).met_code(0).een_json();
            let signalen = line["signals"].as_array().unwrap();
            assert_eq!(signalen.len(), aantal, "{naam}, level {niveau}: {line}");
            assert!(signalen.iter().all(|s| s["kind"] == "OP192"));
        }
        let line = draai(["process", "--json", "--today", PEILDATUM, &pad]).met_code(0).een_json();
        assert_eq!(line["outcome"], "accepted", "{naam}");
        let op192 = line["signals"].as_array().unwrap().iter().filter(|s| s["kind"] == "OP192").count();
        assert_eq!(op192, aantal, "{naam}: {line}");
    }
}

// ---- genereer -------------------------------------------------------------------------------------------------------

#[test]
fn a_dataset_is_granted_and_repeatable() {
    for (standaard, seed) in [("ijw", "0"), ("iwmo", "5")] {
        let werk = Werkmap::nieuw();
        let maak = |map: &str| {
            let pad = werk.pad(map);
            let args = ["genereer", "--standaard", standaard, "--seed", seed, "--clienten", "4", "--prestaties", "9"];
            let berichten =
                ["--bericht", "301", "--bericht", "305", "--bericht", "307", "--bericht", "323", "--out", &pad];
            draai(args.iter().chain(&berichten)).met_code(0);
        };
        maak("a");
        maak("b");
        let namen = werk.inhoud("a");
        assert_eq!(namen.len(), 13);
        assert!(namen.iter().all(|naam| werk.bytes(&format!("a/{naam}")) == werk.bytes(&format!("b/{naam}"))));
        draai(["validate", &werk.pad("a")]).met_code(0);
        // Stops come last: by name they would stand before the declaratie.
        let volgorde = ["301", "305", "323", "307"];
        let mut paden = Vec::new();
        for soort in volgorde {
            paden.extend(namen.iter().filter(|n| n.starts_with(soort)).map(|n| werk.pad(&format!("a/{n}"))));
        }
        let vast = ["process", "--json", "--today", "2026-06-15"].map(str::to_owned);
        for line in draai(vast.iter().chain(&paden)).met_code(0).json() {
            assert_eq!(line["outcome"], "accepted", "{line}");
        }
    }
}
