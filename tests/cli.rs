//! The command as a new user meets it, through the real binary: exit code, message, and nothing half-written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;

use std::fmt;
use std::fs;
use std::io::{BufRead, BufReader, PipeWriter, Read, Write, pipe};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bericht::{Domein, Soort};
use gedeeld::schijf::Schijf;
use gedeeld::{Afloop, PEILDATUM, Werkmap, demo, draai, inhoud, ketenpoort, uitkomst, verhaal, wortel};
use opslag::{SqliteOptions, SqliteStore};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Value, json};

/// Keys of `validate --json`, in order.
const VALIDATE: [&str; 9] =
    ["file", "valid", "standard", "release", "message", "findings", "truncated", "signals", "not_checked"];
/// Keys of `process --json`, in order.
const PROCESS: [&str; 13] = [
    "file",
    "standard",
    "release",
    "message",
    "identification",
    "sender",
    "receiver",
    "outcome",
    "level",
    "retour",
    "findings",
    "signals",
    "not_checked",
];
/// Keys of a finding, in order.
const BEVINDING: [&str; 8] = ["level", "rule", "retourcode", "class", "path", "line", "column", "message"];

/// `process` on the reference date of the demo messages.
fn process(args: &[&str]) -> Afloop {
    draai([&["process", "--today", PEILDATUM], args].concat())
}

/// The keys of a JSON object in the order in which they stand in the text.
struct Sleutels(Vec<String>);

impl<'de> Deserialize<'de> for Sleutels {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Lezer;
        impl<'de> Visitor<'de> for Lezer {
            type Value = Sleutels;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sleutels, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, IgnoredAny)) = map.next_entry()? {
                    keys.push(key);
                }
                Ok(Sleutels(keys))
            }
        }
        from.deserialize_map(Lezer)
    }
}

#[track_caller]
fn sleutels(tekst: &str) -> Vec<String> {
    serde_json::from_str::<Sleutels>(tekst).unwrap_or_else(|e| panic!("{e}: {tekst}")).0
}

// ---- paths ----------------------------------------------------------------------------------------------------------

#[test]
fn validate_does_the_rest_when_a_path_is_wrong() {
    let werk = Werkmap::nieuw();
    let goed = werk.demo("01-wmo-301");
    let weg = werk.pad("bestaat-niet.xml");
    let afloop = draai(["validate", "--json", &weg, &goed]).met_code(2).met_fout("cannot open").met_fout(&weg);
    assert_eq!(afloop.een_json()["file"], goed.as_str());
    let door_bestand = format!("{goed}/x.xml");
    draai(["validate", &goed, &door_bestand]).met_code(2).met_fout("cannot open");
}

#[test]
fn process_judges_nothing_when_a_path_is_wrong() {
    let werk = Werkmap::nieuw();
    let goed = werk.demo("01-wmo-301");
    let weg = werk.pad("bestaat-niet.xml");
    let (data, uit) = (werk.pad("data"), werk.pad("uit"));
    let afloop = process(&["--json", "--data", &data, "--out", &uit, &goed, &weg]).met_code(2).met_fout(&weg);
    assert_eq!(afloop.stdout, "");
    assert_eq!((werk.inhoud("data"), werk.inhoud("uit")), (vec![], vec![]));
}

#[test]
fn a_folder_means_its_xml_files_in_byte_order() {
    let werk = Werkmap::nieuw();
    for naam in ["b.xml", "a.xml", "B.xml", "a-1.xml", "é.xml", "10.xml", "9.xml"] {
        werk.schrijf(&format!("map/{naam}"), demo("01-wmo-301"));
    }
    for naam in ["c.XML", "d.txt", "xml", ".xml", "sub/e.xml", "map.xml/f.xml"] {
        werk.schrijf(&format!("map/{naam}"), "geen bericht");
    }
    let map = werk.pad("map");
    let verwacht = ["10.xml", "9.xml", "B.xml", "a-1.xml", "a.xml", "b.xml", "c.XML", "é.xml"];
    for args in [["validate", "--json", &map], ["process", "--json", &map]] {
        let afloop = draai(args);
        let files: Vec<String> = afloop.json().iter().map(|l| l["file"].as_str().unwrap().to_owned()).collect();
        assert_eq!(files, verwacht.map(|naam| format!("{map}/{naam}")), "{args:?}");
    }
}

/// A mistyped folder must not look like one in which all is well.
#[test]
fn a_folder_without_what_is_asked_for_is_a_mistake() {
    let werk = Werkmap::nieuw();
    let goed = werk.demo("01-wmo-301");
    let (leeg, data) = (werk.pad("leeg"), werk.pad("data"));
    werk.schrijf("leeg/bericht.txt", demo("01-wmo-301"));
    let geen_xml = format!("there is no *.xml in {leeg}");
    let afloop = draai(["validate", "--json", &leeg, &goed]).met_code(2).met_fout(&geen_xml);
    assert_eq!(afloop.een_json()["file"], goed.as_str(), "the rest is done");
    let afloop = process(&["--data", &data, &goed, &leeg]).met_code(2).met_fout(&geen_xml);
    assert_eq!((afloop.stdout.as_str(), werk.inhoud("data")), ("", vec![]), "nothing is judged");
    draai(["bench", "intake", "--declaratie", &leeg]).met_code(2).met_fout(&geen_xml);

    let geen_toml = format!("there is no *.toml in {leeg}");
    process(&["--data", &data, &goed]).met_code(0);
    let vast = ["--data", &data, "--periode", "2026", "--contract", &leeg];
    for call in [
        &["process", "--contracts", &leeg, &goed][..],
        &["process", "--contracts", &leeg, "--against", &leeg, &goed],
        &[&["watals"], &vast[..]].concat(),
        &[&["kpi"], &vast[..]].concat(),
        &[&["export", "productie"], &vast[..]].concat(),
        &["contract", "check", &leeg],
        &["contract", "tarief", &leeg],
        &["contract", "diff", &leeg, &leeg],
    ] {
        assert_eq!(draai(call).met_code(2).met_fout(&geen_toml).stdout, "", "{call:?}");
    }
}

#[test]
fn paths_are_told_as_they_were_given() {
    let werk = Werkmap::nieuw();
    werk.schrijf("in/brief.v2.xml", demo("01-wmo-301"));
    let mut command = ketenpoort();
    command.current_dir(werk.pad("")).args(["process", "--json", "--today", PEILDATUM]);
    let line = uitkomst(command.args(["--out", "./uit", "in/../in/brief.v2.xml"])).met_code(0).een_json();
    assert_eq!(line["file"], "in/../in/brief.v2.xml");
    assert_eq!(line["retour"], json!({"message": "302", "file": "./uit/brief.v2.302.xml"}));
    assert_eq!(werk.inhoud("uit"), ["brief.v2.302.xml"]);
}

#[test]
fn wrong_usage_ends_with_2() {
    let werk = Werkmap::nieuw();
    let goed = werk.demo("01-wmo-301");
    let calls: [&[&str]; 6] = [
        &[],
        &["valideer", &goed],
        &["validate"],
        &["validate", "--level", "3", &goed],
        &["process"],
        &["process", "--contracts", "/bestaat/niet", &goed],
    ];
    for args in calls {
        let afloop = draai(args).met_code(2);
        assert!(!afloop.stderr.is_empty() && afloop.stdout.is_empty(), "{args:?}: {afloop:?}");
    }
}

#[test]
fn a_day_is_asked_for_in_one_way() {
    let werk = Werkmap::nieuw();
    let goed = werk.demo("01-wmo-301");
    for (dag, zegt) in [
        ("1-1-2026", "write it as YYYY-MM-DD"),
        ("31-12-2026", "write it as YYYY-MM-DD"),
        ("2026-02-30", "write it as YYYY-MM-DD"),
        ("0000-01-01", "a year from 1900 to 2999"),
        ("20260-01-01", "write it as YYYY-MM-DD"),
    ] {
        for call in [
            &["process", "--today", dag, &goed][..],
            &["serve", "--today", dag],
            &["kpi", "--periode", "2026", "--today", dag],
            &["export", "cbs", "--periode", "2026", "--today", dag],
            &["codelijst", "--op", dag],
            &["contract", "tarief", &goed, "--datum", dag],
            &["contract", "indexeer", &goed, "--vanaf", dag],
            &["contract", "importeer", &goed, "--vanaf", "2026-01-01", "--tot", dag],
        ] {
            assert_eq!(draai(call).met_code(2).met_fout(zegt).stdout, "", "{call:?}");
        }
    }
}

// ---- what is no message ---------------------------------------------------------------------------------------------

/// Files that a new user may hand over, and a word that must be in the answer.
fn geen_berichten() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let goed = demo("01-wmo-301");
    let afgekapt = goed[..goed.len() * 2 / 3].to_owned();
    let utf16 = format!("\u{FEFF}{}", goed.replace("UTF-8", "UTF-16"));
    let release = "<Bericht xmlns='http://www.istandaarden.nl/iwmo/3_0/wmo305/schema'>\
        <Header><BerichtCode>418</BerichtCode></Header></Bericht>";
    let stuf = "<BG:di01 xmlns:BG='http://www.stufstandaarden.nl/koppelvlak/ggk0210'><BG:stuurgegevens/></BG:di01>";
    let ruimte = goed.replace("/iwmo/3_2/wmo301/", "/wmo301/");
    let met_doctype = goed.replacen("<Bericht", "<!DOCTYPE Bericht>\n<Bericht", 1);
    let lachen = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><Bericht>&b;</Bericht>";
    vec![
        ("leeg", Vec::new(), "leeg"),
        ("witruimte", b" \r\n\t".to_vec(), "leeg"),
        ("html", b"<!DOCTYPE html>\n<html><body>404</body></html>".to_vec(), "HTML"),
        ("xhtml", b"<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>".to_vec(), "HTML"),
        ("zip", b"PK\x03\x04\x14\x00\x00\x00".to_vec(), "ZIP"),
        ("utf16", utf16.encode_utf16().flat_map(u16::to_le_bytes).chain([0]).collect(), "UTF-16"),
        ("windows", b"<?xml version='1.0' encoding='windows-1252'?><a>\xE9</a>".to_vec(), "WINDOWS-1252"),
        ("stuf", stuf.as_bytes().to_vec(), "StUF-envelop"),
        ("ruimte", ruimte.into_bytes(), "iWmo 3.2 bericht 301"),
        ("binair", (0..=255).collect(), "geen XML"),
        ("tekst", b"beste gemeente,".to_vec(), "geen XML"),
        ("afgekapt", afgekapt.into_bytes(), "eindigt"),
        ("release", release.as_bytes().to_vec(), "iWmo 3.0"),
        ("doctype", met_doctype.into_bytes(), "DOCTYPE"),
        ("entiteiten", lachen.as_bytes().to_vec(), "DOCTYPE"),
        ("ander-xml", b"<a xmlns='urn:b'/>".to_vec(), "geen bericht"),
    ]
}

#[test]
fn validate_tells_what_is_no_message() {
    let werk = Werkmap::nieuw();
    for (naam, bytes, woord) in geen_berichten() {
        let pad = werk.schrijf(&format!("{naam}.xml"), bytes);
        let line = draai(["validate", "--json", &pad]).met_code(1).een_json();
        assert_eq!(line["valid"], false, "{naam}");
        let finding = &line["findings"][0];
        assert_eq!(finding["level"], 1, "{naam}");
        assert!(finding["rule"] == "XML" || finding["rule"] == "XSD", "{naam}: {line}");
        assert!(finding["message"].as_str().unwrap().contains(woord), "{naam}: {line}");
        let tekst = draai(["validate", &pad]).met_code(1);
        assert!(tekst.stdout.contains("ongeldig") && tekst.stdout.contains(woord), "{naam}: {}", tekst.stdout);
        assert_eq!(tekst.stderr, "", "{naam}");
    }
}

#[test]
fn process_makes_no_retour_for_what_is_no_message() {
    let werk = Werkmap::nieuw();
    let (data, uit) = (werk.pad("data"), werk.pad("uit"));
    for (naam, bytes, woord) in geen_berichten() {
        let pad = werk.schrijf(&format!("{naam}.xml"), bytes);
        for keer in 1..=2 {
            let line = process(&["--json", "--data", &data, "--out", &uit, &pad]).met_code(1).een_json();
            assert_eq!(line["outcome"], "unreadable", "{naam}, time {keer}");
            assert_eq!((&line["level"], &line["retour"]), (&json!(1), &Value::Null), "{naam}");
            assert!(line["findings"][0]["message"].as_str().unwrap().contains(woord), "{naam}: {line}");
        }
    }
    assert_eq!(werk.inhoud("uit"), [""; 0]);
    assert_eq!(werk.inhoud("data/blobs"), [""; 0]);
}

#[test]
fn a_truncated_message_is_told_where_it_ends() {
    let werk = Werkmap::nieuw();
    let goed = demo("05-wmo-323");
    let tot = goed.find("<ProductTarief>").unwrap();
    let pad = werk.schrijf("a.xml", &goed[..tot]);
    let line = draai(["validate", "--json", &pad]).met_code(1).een_json();
    assert_eq!((&line["standard"], &line["message"]), (&json!("iwmo"), &json!("323")), "the root was recognised");
    let laatste = line["findings"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(laatste["rule"], "XML");
    assert_eq!(laatste["line"], goed[..tot].lines().count());
}

#[test]
fn a_message_over_the_limit_is_refused_unread() {
    let werk = Werkmap::nieuw();
    let goed = demo("01-wmo-301");
    let config = werk.schrijf("klein.toml", format!("[intake]\nmax_bytes = {}\n", goed.len()));
    let past = werk.schrijf("past.xml", &goed);
    let groter = werk.schrijf("groter.xml", format!("{goed}\n"));
    draai(["--config", &config, "validate", "--level", "1", &past]).met_code(0);
    let line = draai(["validate", "--json", "--config", &config, &groter]).met_code(1).een_json();
    assert_eq!(line["findings"].as_array().unwrap().len(), 1);
    assert!(line["findings"][0]["message"].as_str().unwrap().contains("intake.max_bytes"), "{line}");
    let line = process(&["--json", "--config", &config, &groter]).met_code(1).een_json();
    assert_eq!(line["outcome"], "unreadable");
}

// ---- configuration --------------------------------------------------------------------------------------------------

#[test]
fn an_unknown_key_names_the_nearest() {
    let werk = Werkmap::nieuw();
    let goed = werk.demo("01-wmo-301");
    for (tekst, nearest) in [
        ("[intake]\nmax_byte = 2048\n", "intake.max_bytes"),
        ("[schemas]\nmaap = \"x\"\n", "schemas.map"),
        ("[opslag]\nsluetel = \"x\"\n", "opslag.sleutel"),
        ("[lijsten]\ngemeente = \"x\"\n", "lijsten.gemeenten"),
    ] {
        let config = werk.schrijf("gateway.toml", tekst);
        for command in [&["validate", &goed][..], &["process", &goed], &["check-config"]] {
            let afloop = draai([&["--config", &config], command].concat());
            let afloop = afloop.met_code(2).met_fout(nearest).met_fout("did you mean").met_fout(&config);
            assert_eq!(afloop.stdout, "", "{tekst}");
        }
    }
}

#[test]
fn check_config_tells_what_a_file_comes_to() {
    let werk = Werkmap::nieuw();
    let config = werk.schrijf("etc/g.toml", "[intake]\nmax_bytes = 4096\n[contracten]\nmap = \"contracten\"\n");
    draai(["check-config", &config]).met_code(2).met_fout("contract");
    fs::create_dir(werk.pad("etc/contracten")).unwrap();
    let tekst = draai(["check-config", &config]).met_code(0);
    for stuk in ["ok", "intake.max_bytes", "4096", "ijw-3.2", "iwmo-3.2", "etc/contracten"] {
        assert!(tekst.stdout.contains(stuk), "{stuk}: {}", tekst.stdout);
    }
    let line = draai(["check-config", "--json", &config]).met_code(0).een_json();
    assert_eq!(line["file"], config.as_str());
    let keys = line["keys"].as_array().unwrap();
    let max = keys.iter().find(|k| k["key"] == "intake.max_bytes").unwrap();
    assert_eq!((&max["value"], &max["default"]), (&json!("4096"), &json!("26214400")));
}

#[test]
fn check_config_refuses_what_cannot_work() {
    let werk = Werkmap::nieuw();
    fs::create_dir(werk.pad("leeg")).unwrap();
    for (tekst, stuk) in [
        ("[intake]\nmax_bytes = \"veel\"\n", "max_bytes"),
        ("[intake\n", "g.toml"),
        ("[schemas]\nmap = \"leeg\"\n", "leeg"),
        ("[schemas]\nmap = \"bestaat-niet\"\n", "bestaat-niet"),
        ("[lijsten]\ngemeenten = \"bestaat-niet.tsv\"\n", "bestaat-niet.tsv"),
    ] {
        let config = werk.schrijf("g.toml", tekst);
        let afloop = draai(["check-config", &config]).met_code(2).met_fout(stuk);
        assert_eq!(afloop.stdout, "", "{tekst}");
    }
    draai(["check-config", &werk.pad("weg.toml")]).met_code(2).met_fout("weg.toml");
}

#[test]
fn gateway_toml_in_the_working_folder_counts_and_ours_is_right() {
    let werk = Werkmap::nieuw();
    werk.schrijf("gateway.toml", "[intake]\nmax_bytes = 1025\n");
    let mut command = ketenpoort();
    let afloop = uitkomst(command.current_dir(werk.pad("")).arg("check-config")).met_code(0);
    assert!(afloop.stdout.contains("1025"), "{}", afloop.stdout);
    let ons = wortel().join("gateway.toml");
    assert!(ons.is_file(), "the repository has no gateway.toml");
    draai(["check-config", &ons.display().to_string()]).met_code(0);
}

// ---- the data folder ------------------------------------------------------------------------------------------------

#[test]
fn a_data_folder_in_use_is_not_touched() {
    let werk = Werkmap::nieuw();
    let (goed, data, uit) = (werk.demo("01-wmo-301"), werk.pad("data"), werk.pad("uit"));
    let store = SqliteStore::open(&data, &SqliteOptions::default()).unwrap();
    let afloop = process(&["--json", "--data", &data, "--out", &uit, &goed]);
    assert_eq!(afloop.met_code(2).met_fout("in use").met_fout(&data).stdout, "");
    assert_eq!(werk.inhoud("uit"), [""; 0]);
    drop(store);
    process(&["--data", &data, "--out", &uit, &goed]).met_code(0);
}

/// A mistyped path must not look like a store in which nothing is wrong.
#[test]
fn what_only_reads_or_manages_makes_no_store() {
    let werk = Werkmap::nieuw();
    let contract = wortel().join("fixtures/contracten/gv21.toml").display().to_string();
    fs::create_dir(werk.pad("leeg")).unwrap();
    werk.schrijf("afgekapt/ketenpoort.db", "");
    let lang = format!("lang/{}", "d".repeat(120));
    fs::create_dir_all(werk.pad(&lang)).unwrap();
    for map in ["leeg", "weg", "afgekapt", &lang] {
        let (data, voor) = (werk.pad(map), werk.inhoud(map));
        let kpi = ["kpi", "--periode", "2026"];
        let calls: [&[&str]; 11] = [
            &["uitgaand", "lijst"],
            &["uitgaand", "herhaal", "--alle"],
            &["uitgaand", "vervallen", "1", "--reden", "opnieuw ingediend"],
            &["vastgelopen", "lijst"],
            &["vastgelopen", "opnieuw", "--alle"],
            &["vastgelopen", "vervallen", "x", "--reden", "bytes kwijt"],
            &["waarom", "2f0c6a9e-58a5-4d4e-9f43-0a5d4c1b7e11"],
            &kpi,
            &["export", "cbs", "--periode", "2026"],
            &["export", "cbs", "--periode", "2026", "--met-bsn", "--reden", "levering"],
            &["watals", "--contract", &contract, "--periode", "2026"],
        ];
        for call in calls {
            let afloop = draai([call, &["--data", &data]].concat()).met_code(2).met_fout("there is no store in");
            let afloop = afloop.met_fout(&data).met_fout("--data or opslag.data");
            assert_eq!((afloop.stdout.as_str(), werk.inhoud(map)), ("", voor.clone()), "{call:?}");
            assert_eq!(Path::new(&data).exists(), map != "weg", "{call:?}");
        }
    }
    // A store is found under a path that is too long for the socket of a daemon as well.
    let (goed, data) = (werk.demo("01-wmo-301"), werk.pad(&lang));
    process(&["--data", &data, &goed]).met_code(0);
    assert_eq!(draai(["uitgaand", "lijst", "--data", &data]).met_code(0).stdout, "niets\n");
}

/// It is kept with the delivery for whoever asks later.
#[test]
fn a_reason_says_something_and_no_bsn() {
    for (wat, waarvoor) in [("uitgaand", "the delivery is taken off"), ("vastgelopen", "the message is closed")] {
        let vervallen = |reden: &str| draai([wat, "vervallen", "1", "--reden", reden]).met_code(2);
        for leeg in ["", "  "] {
            vervallen(leeg).met_fout(&format!("--reden is empty: say why {waarvoor}"));
        }
        for bsn in ["999900006", "999.900.006", "9999 00 006"] {
            let afloop = vervallen(&format!("van {bsn} dubbel")).met_fout("--reden holds a Bsn");
            assert!(!afloop.stderr.contains(bsn), "{}", afloop.stderr);
        }
    }
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let werk = Werkmap::nieuw();
    let (goed, data) = (werk.demo("01-wmo-301"), werk.pad("data"));
    process(&["--data", &data, &goed]).met_code(0);
    let sleutel = werk.pad("data/sleutel");
    assert_eq!(fs::metadata(&sleutel).unwrap().permissions().mode() & 0o777, 0o600);
    for mode in [0o640, 0o604, 0o620] {
        fs::set_permissions(&sleutel, fs::Permissions::from_mode(mode)).unwrap();
        let afloop = process(&["--data", &data, &goed]).met_code(2).met_fout(&sleutel).met_fout("0600");
        assert_eq!(afloop.stdout, "");
    }
    fs::set_permissions(&sleutel, fs::Permissions::from_mode(0o400)).unwrap();
    assert_eq!(process(&["--json", "--data", &data, &goed]).met_code(0).een_json()["outcome"], "duplicate");
}

#[test]
fn a_missing_or_foreign_key_is_refused_and_the_path_is_configurable() {
    let werk = Werkmap::nieuw();
    let (goed, data) = (werk.demo("01-wmo-301"), werk.pad("data"));
    let config = werk.schrijf("g.toml", "[opslag]\nsleutel = \"geheim/sleutel\"\n");
    process(&["--config", &config, "--data", &data, &goed]).met_code(0);
    assert_eq!(werk.inhoud("geheim"), ["sleutel"]);
    assert!(!werk.inhoud("data").contains(&"sleutel".to_owned()));
    process(&["--data", &data, &goed]).met_code(2).met_fout("missing");
    let vreemd = werk.schrijf("data/sleutel", "ab".repeat(32));
    fs::set_permissions(&vreemd, fs::Permissions::from_mode(0o600)).unwrap();
    process(&["--data", &data, &goed]).met_code(2).met_fout("does not belong");
    process(&["--config", &config, "--data", &data, &goed]).met_code(0);
}

#[test]
fn a_read_only_data_folder_is_told() {
    let werk = Werkmap::nieuw();
    let goed = werk.demo("01-wmo-301");
    let Some(schijf) = Schijf::nieuw(&werk, 4096) else { return };
    let (data, uit) = (schijf.op("data"), werk.pad("uit"));
    process(&["--data", &data, &goed]).met_code(0);
    if !schijf.alleen_lezen() {
        println!("skipped: the disk cannot be made read-only");
        return;
    }
    for map in [&data, &schijf.op("nieuw")] {
        let afloop = process(&["--data", map, "--out", &uit, &goed]).met_code(2).met_fout("data folder").met_fout(map);
        assert_eq!(afloop.stdout, "");
    }
    assert_eq!(werk.inhoud("uit"), [""; 0]);
    process(&["--out", &schijf.op("uit"), &goed]).met_code(2).met_fout(&schijf.op("uit"));
}

// ---- full disks -----------------------------------------------------------------------------------------------------

/// A declaration that is refused line by line, so that its retour is as large as itself.
fn grote_declaratie(werk: &Werkmap, prestaties: &str) -> String {
    let map = werk.pad("groot");
    draai(["genereer", "--prestaties", prestaties, "--clienten", "1000", "--out", &map]).met_code(0);
    werk.pad("groot/323.xml")
}

#[test]
fn a_full_disk_for_the_retours_leaves_nothing_and_the_retour_comes_later() {
    let werk = Werkmap::nieuw();
    let groot = grote_declaratie(&werk, "3000");
    let Some(schijf) = Schijf::nieuw(&werk, 1024) else { return };
    let (data, uit, later) = (werk.pad("data"), schijf.op("uit"), werk.pad("later"));
    process(&["--json", "--data", &data, "--out", &uit, &groot]).met_code(2).met_fout("cannot write").met_fout(&uit);
    assert_eq!(inhoud(Path::new(&uit)), [""; 0]);
    let line = process(&["--json", "--data", &data, "--out", &later, &groot]).met_code(0).een_json();
    assert_eq!(line["outcome"], "duplicate");
    draai(["validate", "--level", "1", &later]).met_code(0);
}

#[test]
fn a_full_disk_for_the_data_changes_nothing() {
    let werk = Werkmap::nieuw();
    let (groot, klein) = (grote_declaratie(&werk, "3000"), werk.demo("01-wmo-301"));
    let Some(schijf) = Schijf::nieuw(&werk, 1024) else { return };
    let (data, uit) = (schijf.op("data"), werk.pad("uit"));
    process(&["--data", &data, &klein]).met_code(0);
    let afloop = process(&["--json", "--data", &data, "--out", &uit, &groot]).met_code(2).met_fout("disk is full");
    assert_eq!((afloop.stdout.as_str(), werk.inhoud("uit")), ("", vec![]));
    assert_eq!(inhoud(Path::new(&schijf.op("data/blobs"))), [""; 0]);
    let line = process(&["--json", "--data", &data, &klein]).met_code(0).een_json();
    assert_eq!(line["outcome"], "duplicate", "what was there before is still there");
}

#[test]
fn a_disk_without_room_for_a_new_data_folder_is_told() {
    let werk = Werkmap::nieuw();
    let goed = werk.demo("01-wmo-301");
    let Some(schijf) = Schijf::nieuw(&werk, 64) else { return };
    schijf.vul(64);
    let afloop = process(&["--json", "--data", &schijf.op("data"), &goed]).met_code(2).met_fout("disk is full");
    assert_eq!(afloop.stdout, "");
}

#[test]
fn a_full_standard_output_is_an_error() {
    let werk = Werkmap::nieuw();
    let goed = werk.demo("01-wmo-301");
    for args in [&["validate", &goed][..], &["process", &goed], &["regels"]] {
        let Ok(vol) = fs::OpenOptions::new().write(true).open("/dev/full") else {
            println!("skipped: no /dev/full");
            return;
        };
        let output = ketenpoort().args(args).stdout(vol).output().unwrap();
        let fout = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {fout}");
        assert!(fout.contains("standard output"), "{args:?}: {fout}");
    }
}

// ---- retours --------------------------------------------------------------------------------------------------------

#[test]
fn equal_stems_are_refused_before_anything_is_judged() {
    let werk = Werkmap::nieuw();
    let een = werk.schrijf("a/x.xml", demo("01-wmo-301"));
    let twee = werk.schrijf("b/x.xml", demo("02-jeugd-301"));
    let drie = werk.schrijf("b/x.txt", demo("02-jeugd-301"));
    let (data, uit) = (werk.pad("data"), werk.pad("uit"));
    for ander in [&twee, &drie, &een] {
        let afloop = process(&["--data", &data, "--out", &uit, &een, ander]).met_code(2).met_fout(&een).met_fout(ander);
        assert_eq!((afloop.stdout.as_str(), werk.inhoud("data"), werk.inhoud("uit")), ("", vec![], vec![]));
    }
    // The same call means the same with and without a folder for the retours.
    process(&[&een, &twee]).met_code(2);
}

#[test]
fn a_retour_is_overwritten_whole_and_no_other_file_appears() {
    let werk = Werkmap::nieuw();
    let (goed, uit) = (werk.demo("01-wmo-301"), werk.pad("uit"));
    let zonder_extensie = werk.schrijf("bericht", demo("02-jeugd-301"));
    werk.schrijf("uit/01-wmo-301.302.xml", "x".repeat(100_000));
    werk.schrijf("uit/blijft.txt", "van een ander");
    process(&["--out", &uit, &goed, &zonder_extensie]).met_code(0);
    assert_eq!(werk.inhoud("uit"), ["01-wmo-301.302.xml", "bericht.302.xml", "blijft.txt"]);
    assert_eq!(werk.bytes("uit/blijft.txt"), b"van een ander");
    draai(["validate", "--level", "1", &werk.pad("uit/01-wmo-301.302.xml")]).met_code(0);
}

#[test]
fn a_retour_that_cannot_be_written_is_an_error() {
    let werk = Werkmap::nieuw();
    let goed = werk.demo("01-wmo-301");
    let bestand = werk.schrijf("uit", "een bestand, geen map");
    process(&["--out", &bestand, &goed]).met_code(2).met_fout(&bestand);
    fs::create_dir_all(werk.pad("map/01-wmo-301.302.xml")).unwrap();
    process(&["--out", &werk.pad("map"), &goed]).met_code(2).met_fout("01-wmo-301.302.xml");
    assert_eq!(werk.inhoud("map"), [""; 0], "no temporary file is left");
}

#[test]
fn a_name_that_is_too_long_for_a_retour_is_told_before_anything_is_judged() {
    let werk = Werkmap::nieuw();
    let (goed, data, uit) = (werk.demo("01-wmo-301"), werk.pad("data"), werk.pad("uit"));
    let lang = werk.schrijf(&format!("{}.xml", "n".repeat(251)), demo("02-jeugd-301"));
    let afloop = process(&["--data", &data, "--out", &uit, &goed, &lang]).met_code(2);
    let afloop = afloop.met_fout("cannot name the retour of").met_fout(&lang);
    assert_eq!((afloop.stdout.as_str(), werk.inhoud("uit")), ("", vec![]));
    let lines = process(&["--json", "--data", &data, &goed, &lang]).met_code(0).json();
    assert!(lines.iter().all(|line| line["outcome"] == "accepted"), "nothing was judged before: {lines:?}");
}

#[test]
fn the_story_has_its_outcomes() {
    let werk = Werkmap::nieuw();
    let paden: Vec<String> = verhaal().iter().map(|naam| werk.demo(naam)).collect();
    let uit = werk.pad("uit");
    let mut args = vec!["--json", "--out", &uit];
    args.extend(paden.iter().map(String::as_str));
    let lines = process(&args).met_code(1).json();
    for (naam, line) in verhaal().iter().zip(&lines) {
        let verwacht = match naam.as_str() {
            "07-jeugd-323-fout" => json!(["partly", 3]),
            "08-wmo-323-fout" => json!(["rejected", 2]),
            "11-jeugd-307-fout" => json!(["rejected", 3]),
            "12-wmo-323-dubbel" => json!(["duplicate", null]),
            _ => json!(["accepted", null]),
        };
        assert_eq!(json!([line["outcome"], line["level"]]), verwacht, "{naam}: {line}");
        let gevonden = line["findings"].as_array().unwrap().is_empty();
        assert_eq!(gevonden, verwacht[1].is_null(), "{naam}");
    }
    assert_eq!(werk.inhoud("uit").len(), paden.len());
    assert_eq!(werk.bytes("uit/05-wmo-323.325.xml"), werk.bytes("uit/12-wmo-323-dubbel.325.xml"));
    draai(["validate", &uit]).met_code(0);
}

#[test]
fn sender_and_receiver_are_the_real_ones() {
    let werk = Werkmap::nieuw();
    let (goed, uit) = (werk.demo("03-wmo-305"), werk.pad("uit"));
    let heen = process(&["--json", "--out", &uit, &goed]).een_json();
    assert_eq!((&heen["sender"], &heen["receiver"]), (&json!("99990001"), &json!("0363")));
    let line = process(&["--json", &werk.pad("uit/03-wmo-305.306.xml")]).met_code(0).een_json();
    assert_eq!((&line["sender"], &line["receiver"]), (&json!("0363"), &json!("99990001")), "of the retour");
    assert_eq!((&line["outcome"], &line["retour"]), (&json!("accepted"), &Value::Null));
    assert_eq!(line["signals"].as_array().unwrap().len(), 1, "its heenbericht is not known: {line}");
}

// ---- JSON -----------------------------------------------------------------------------------------------------------

#[test]
fn validate_json_has_these_keys_in_this_order() {
    let werk = Werkmap::nieuw();
    let goed = werk.demo("05-wmo-323");
    let fout = werk.schrijf("fout.xml", demo("05-wmo-323").replace("<Eenheid>04</Eenheid>", "<Eenheid>99</Eenheid>"));
    let leeg = werk.schrijf("leeg.xml", "");
    let afloop = draai(["validate", "--json", &goed, &fout, &leeg]).met_code(1);
    for line in afloop.stdout.lines() {
        assert_eq!(sleutels(line), VALIDATE, "{line}");
    }
    let lines = afloop.json();
    assert_eq!(
        lines[0],
        json!({"file": goed, "valid": true, "standard": "iwmo", "release": "3.2", "message": "323", "findings": [],
            "truncated": false, "signals": lines[0]["signals"], "not_checked": lines[0]["not_checked"]})
    );
    let finding = &lines[1]["findings"][0];
    assert_eq!(sleutels(&los(&afloop, 1)), BEVINDING);
    assert_eq!((&finding["level"], &finding["rule"], &finding["retourcode"]), (&json!(1), &json!("XSD"), &Value::Null));
    assert_eq!(
        (&finding["class"], &finding["line"], &finding["column"]),
        (&json!("Prestatie"), &json!(45), &json!(13))
    );
    assert_eq!(finding["path"], "/Bericht/Declaratie/Clienten/Client[1]/Prestaties/Prestatie[1]/Eenheid");
    let message = finding["message"].as_str().unwrap();
    assert!(message.contains("99") && message.contains("04"), "found and expected: {message}");
    assert!(["standard", "release", "message"].iter().all(|key| lines[2][key].is_null()), "{}", lines[2]);
    assert_eq!(lines[2]["findings"][0]["class"], Value::Null);
}

/// The text of the first finding on a line of output.
fn los(afloop: &Afloop, line: usize) -> String {
    let tekst = afloop.stdout.lines().nth(line).expect("that line");
    let begin = tekst.find("\"findings\":[").expect("findings") + "\"findings\":[".len();
    let einde = tekst[begin..].find('}').expect("a finding");
    tekst[begin..=begin + einde].to_owned()
}

#[test]
fn process_json_has_these_keys_in_this_order() {
    let werk = Werkmap::nieuw();
    let (goed, fout) = (werk.demo("01-wmo-301"), werk.demo("08-wmo-323-fout"));
    let leeg = werk.schrijf("leeg.xml", "");
    let afloop = process(&["--json", &goed, &fout, &leeg]).met_code(1);
    for line in afloop.stdout.lines() {
        assert_eq!(sleutels(line), PROCESS, "{line}");
    }
    let lines = afloop.json();
    let (een, twee, drie) = (&lines[0], &lines[1], &lines[2]);
    assert_eq!(een["retour"], json!({"message": "302", "file": null}), "without --out");
    assert_eq!((&een["identification"], &een["level"]), (&json!("W301-1"), &Value::Null));
    assert_eq!((&een["sender"], &een["receiver"]), (&json!("0363"), &json!("99990001")));
    assert_eq!(sleutels(&los(&afloop, 1)), BEVINDING);
    assert_eq!(
        (&twee["outcome"], &twee["level"], &twee["retour"]["message"]),
        (&json!("rejected"), &json!(2), &json!("325"))
    );
    assert_eq!((&twee["findings"][0]["rule"], &twee["findings"][0]["retourcode"]), (&json!("TR358"), &json!("0001")));
    for key in ["standard", "release", "message", "identification", "sender", "receiver", "retour"] {
        assert!(drie.get(key).is_some_and(Value::is_null), "{key}: {drie}");
    }
    assert_eq!((&drie["signals"], &drie["not_checked"]), (&json!([]), &json!([])));
}

#[test]
fn not_checked_lists_what_is_not_built() {
    let werk = Werkmap::nieuw();
    for (naam, domein, soort) in [
        ("01-wmo-301", Domein::Iwmo, Soort::S301),
        ("02-jeugd-301", Domein::Ijw, Soort::S301),
        ("05-wmo-323", Domein::Iwmo, Soort::S323),
    ] {
        let pad = werk.demo(naam);
        let verwacht = |niveau| regels::niet_getoetst(domein, soort, niveau);
        assert_eq!(draai(["validate", "--json", &pad]).met_code(0).een_json()["not_checked"], json!(verwacht(2)));
        let niveau_1 = draai(["validate", "--json", "--level", "1", &pad]).met_code(0);
        assert_eq!(niveau_1.een_json()["not_checked"], json!([]), "level 1 was asked and level 1 is whole");
        assert_eq!(process(&["--json", &pad]).een_json()["not_checked"], json!(verwacht(4)), "{naam}");
        let tekst = draai(["validate", &pad]).met_code(0).stdout;
        let zegt = tekst.lines().filter(|line| line.contains("nog niet getoetst")).count();
        assert_eq!(zegt, usize::from(!verwacht(2).is_empty()), "in one line: {tekst}");
    }
}

#[test]
fn more_findings_than_are_kept_is_said() {
    let werk = Werkmap::nieuw();
    let goed = demo("05-wmo-323");
    let met =
        |aantal: usize| goed.replacen("<Declaratie>", &format!("<Declaratie>{}", "<onbekend/>".repeat(aantal)), 1);
    let (weinig, veel) = (werk.schrijf("a.xml", met(900)), werk.schrijf("b.xml", met(1500)));
    let lines = draai(["validate", "--json", &weinig, &veel]).met_code(1).json();
    assert_eq!((lines[0]["truncated"].clone(), lines[0]["findings"].as_array().unwrap().len()), (json!(false), 900));
    assert_eq!((lines[1]["truncated"].clone(), lines[1]["findings"].as_array().unwrap().len()), (json!(true), 1000));
    let tekst = draai(["validate", &veel]).met_code(1).stdout;
    assert!(tekst.contains("er zijn meer bevindingen"), "{}", &tekst[tekst.len() - 300..]);
}

// ---- again ----------------------------------------------------------------------------------------------------------

#[test]
fn the_same_bytes_again_are_a_duplicate_with_the_same_retour() {
    let werk = Werkmap::nieuw();
    let data = werk.pad("data");
    for naam in ["01-wmo-301", "05-wmo-323", "08-wmo-323-fout"] {
        let pad = werk.demo(naam);
        let eerste = process(&["--json", "--data", &data, "--out", &werk.pad("een"), &pad]).een_json();
        let retour = format!("{naam}.{}.xml", eerste["retour"]["message"].as_str().unwrap());
        let anders = werk.schrijf("anders/naam.xml", demo(naam));
        // Another day, another name: the first retour comes back, byte for byte.
        let args = ["process", "--json", "--today", "2026-07-01", "--data", &data, "--out", &werk.pad("twee"), &anders];
        let tweede = draai(args).met_code(0).een_json();
        assert_eq!(tweede["outcome"], "duplicate", "{naam}");
        let bestand = tweede["retour"]["file"].as_str().unwrap();
        assert_eq!(fs::read(bestand).unwrap(), werk.bytes(&format!("een/{retour}")), "{naam}");
        assert!(bestand.contains("twee/naam.3"), "{bestand}");
    }
}

#[test]
fn without_data_the_same_call_gives_the_same_bytes() {
    let werk = Werkmap::nieuw();
    let paden: Vec<String> = verhaal().iter().map(|naam| werk.demo(naam)).collect();
    let uit = werk.pad("uit");
    let mut args = vec!["--json", "--out", &uit];
    args.extend(paden.iter().map(String::as_str));
    let eerste = process(&args);
    let bytes = |naam: &String| werk.bytes(&format!("uit/{naam}"));
    let retours: Vec<Vec<u8>> = werk.inhoud("uit").iter().map(bytes).collect();
    let tweede = process(&args);
    assert_eq!((eerste.stdout, eerste.code), (tweede.stdout, tweede.code));
    assert_eq!(retours, werk.inhoud("uit").iter().map(bytes).collect::<Vec<_>>());
}

#[test]
fn the_same_identificatie_with_other_bytes_gets_9056() {
    let werk = Werkmap::nieuw();
    let (goed, data) = (werk.demo("01-wmo-301"), werk.pad("data"));
    let ander = werk.schrijf("ander.xml", format!("{}\n", demo("01-wmo-301")));
    process(&["--data", &data, &goed]).met_code(0);
    for outcome in ["rejected", "duplicate"] {
        let line = process(&["--json", "--data", &data, &ander]).een_json();
        assert_eq!(line["outcome"], outcome);
        let finding = &line["findings"][0];
        assert_eq!((&finding["rule"], &finding["retourcode"]), (&json!("TR056"), &json!("9056")), "{line}");
        assert_eq!((&finding["class"], &line["level"]), (&json!("Header"), &json!(3)));
    }
}

#[test]
fn what_fails_on_level_1_uses_nothing_up() {
    let werk = Werkmap::nieuw();
    let (goed, data) = (werk.demo("01-wmo-301"), werk.pad("data"));
    let fout = werk.schrijf("fout.xml", demo("01-wmo-301").replace("<Geslacht>2<", "<Geslacht>7<"));
    for _ in 0..2 {
        let line = process(&["--json", "--data", &data, &fout]).met_code(1).een_json();
        assert_eq!((&line["outcome"], &line["retour"], &line["level"]), (&json!("rejected"), &Value::Null, &json!(1)));
    }
    assert_eq!(process(&["--json", "--data", &data, &goed]).met_code(0).een_json()["outcome"], "accepted");
}

// ---- power cut ------------------------------------------------------------------------------------------------------

#[test]
fn killed_at_any_moment_the_retour_is_the_same_afterwards() {
    let werk = Werkmap::nieuw();
    let groot = grote_declaratie(&werk, "3000");
    let begin = Instant::now();
    process(&["--data", &werk.pad("data"), "--out", &werk.pad("uit"), &groot]).met_code(1);
    let duur = begin.elapsed();
    let (verwacht, blobs) = (werk.bytes("uit/323.325.xml"), werk.inhoud("data/blobs").len());
    for ronde in 0..10 {
        let (data, uit) = (format!("data-{ronde}"), format!("uit-{ronde}"));
        let wacht = duur.mul_f64((f64::from(ronde) + toeval()) / 10.0);
        dood_na(&[&werk.pad(&data), &werk.pad(&uit), &groot], wacht);
        if werk.inhoud(&uit).contains(&"323.325.xml".to_owned()) {
            assert_eq!(werk.bytes(&format!("{uit}/323.325.xml")), verwacht, "whole or not there ({wacht:?})");
        }
        let afloop = process(&["--json", "--data", &werk.pad(&data), "--out", &werk.pad(&uit), &groot]);
        let outcome = afloop.een_json()["outcome"].as_str().unwrap().to_owned();
        println!("killed after {wacht:?}, then {outcome}");
        assert!(outcome == "partly" || outcome == "duplicate", "{outcome}");
        assert_eq!(werk.bytes(&format!("{uit}/323.325.xml")), verwacht);
        assert_eq!(werk.inhoud(&format!("{data}/blobs")).len(), blobs, "no leftovers of the first attempt");
    }
}

/// Starts `process` and kills it, without a chance to clean up, after a while.
fn dood_na([data, uit, pad]: &[&str; 3], wacht: Duration) {
    let mut command = ketenpoort();
    command.args(["process", "--today", PEILDATUM, "--data", data, "--out", uit, pad]);
    let mut kind = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(wacht);
    kind.kill().unwrap();
    kind.wait().unwrap();
}

/// A number from 0 to 1 that differs per run; the printed delays tell which moments were tried.
fn toeval() -> f64 {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
    f64::from(nanos % 1000) / 1000.0
}

// ---- regels, help, demo ---------------------------------------------------------------------------------------------

#[test]
fn regels_lists_and_explains() {
    let lijst = draai(["regels"]).met_code(0).stdout;
    for regel in regels::REGELS {
        assert!(lijst.lines().any(|line| line.starts_with(regel.id)), "{} is not listed", regel.id);
    }
    let uitleg = draai(["regels", "tr321"]).met_code(0).stdout;
    let regel = regels::REGELS.iter().find(|r| r.id == "TR321").unwrap();
    assert!(uitleg.contains("TR321") && uitleg.contains(regel.uitleg) && uitleg.contains("9321"), "{uitleg}");
    let lines = draai(["regels", "--bericht", "307", "--json"]).met_code(0).json();
    assert!(!lines.is_empty() && lines.iter().all(|l| l["messages"].as_array().unwrap().contains(&json!("307"))));
    let afloop = draai(["regels", "TR999"]).met_code(2).met_fout("unknown rule TR999");
    assert_eq!(afloop.stdout, "");
    draai(["regels", "--bericht", "999"]).met_code(2).met_fout("999");
    for elders in [&["--bericht", "301"][..], &["--niveau", "2"]] {
        let afloop = draai([&["regels", "tr321"], elders].concat()).met_code(2);
        assert!(afloop.met_fout("rule TR321 is one of level 3 for 323;").stdout.is_empty(), "{elders:?}");
    }
}

#[test]
fn every_command_shows_an_example() {
    let help = draai(["--help"]).met_code(0).stdout;
    let (_, lijst) = help.split_once("Commands:").expect("a list of commands");
    let (lijst, _) = lijst.split_once("Options:").expect("the end of it");
    let is_command = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    let commands: Vec<&str> = lijst.lines().filter(is_command).filter_map(|l| l.split_whitespace().next()).collect();
    for naam in ["validate", "process", "regels", "check-config", "demo"] {
        assert!(commands.contains(&naam), "{naam}: {commands:?}");
    }
    for naam in commands.into_iter().filter(|naam| *naam != "help") {
        let help = draai([naam, "--help"]).met_code(0).stdout;
        let (_, voorbeeld) = help.split_once("Example").unwrap_or_else(|| panic!("{naam} has no example:\n{help}"));
        assert!(voorbeeld.contains(&format!("ketenpoort {naam}")), "{naam}:\n{help}");
    }
}

#[test]
fn the_demo_tells_a_story_and_leaves_nothing() {
    let werk = Werkmap::nieuw();
    for map in ["tmp", "hier"] {
        fs::create_dir(werk.pad(map)).unwrap();
    }
    let mut command = ketenpoort();
    let afloop = uitkomst(command.current_dir(werk.pad("hier")).env("TMPDIR", werk.pad("tmp")).arg("demo")).met_code(0);
    for map in ["tmp", "hier"] {
        assert_eq!(fs::read_dir(werk.pad(map)).unwrap().count(), 0, "{map}: {:?}", werk.inhoud(map));
    }
    for stuk in ["301", "305", "307", "323", "iWmo", "iJw", "aanvaard", "deels toegekend", "afgekeurd", "dubbel"] {
        assert!(afloop.stdout.contains(stuk), "{stuk}:\n{}", afloop.stdout);
    }
    let regel = regels::REGELS.iter().find(|r| r.id == "TR358").unwrap();
    assert!(afloop.stdout.contains(regel.uitleg), "a refusal is explained:\n{}", afloop.stdout);
    // Under gv21: 0,97 is refused against 0,96, and two things are told without a refusal.
    for stuk in [
        "0611 9346",
        "tarief € 0,97 wijkt af van het afgesproken € 0,96",
        "declaration_deadline: ingediend op 15-06-2026, 1628 dagen nadat het recht op betaling volgens het contract verviel (GV21-403; gaat om € 479,25)",
        "het verschil is € 0,75 (uurtarief: € 479,25, afgeronde minuut: € 480,00); 9346 is niet gegeven (GV21-130; gaat om € 0,75)",
    ] {
        assert!(afloop.stdout.contains(stuk), "{stuk}:\n{}", afloop.stdout);
    }
    assert_eq!(zonder_seinen(&afloop.stderr), "");
}

/// Without what the daemon of the demo says where the system gives no events of folders.
fn zonder_seinen(stderr: &str) -> String {
    stderr.split_inclusive('\n').filter(|regel| !regel.contains("no events;")).collect()
}

/// Signals come at any moment: at once, while it starts, and in the story.
#[test]
fn a_demo_that_is_stopped_clears_up() {
    for (sein, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        for in_het_verhaal in [false, true] {
            let werk = Werkmap::nieuw();
            let tmp = werk.pad("tmp");
            fs::create_dir(&tmp).unwrap();
            let mut command = ketenpoort();
            command.env("TMPDIR", &tmp).arg("demo").stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut kind = command.spawn().unwrap();
            let mut stdout = BufReader::new(kind.stdout.take().unwrap());
            if in_het_verhaal {
                stdout.read_line(&mut String::new()).unwrap();
            } else {
                tot("its folder", || fs::read_dir(&tmp).unwrap().next().is_some());
            }
            stuur(&kind, sein);
            let output = kind.wait_with_output().unwrap();
            let fout = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(code), "{sein} {in_het_verhaal}: {fout}");
            assert!(fout.contains("stopped by signal") && fout.lines().count() == 1, "{sein}: {fout}");
            assert_eq!(fs::read_dir(&tmp).unwrap().count(), 0, "{sein} {in_het_verhaal}: {:?}", werk.inhoud("tmp"));
        }
    }
}

/// Sends a signal by its name.
fn stuur(kind: &Child, sein: &str) {
    let kill = Command::new("kill").args([&format!("-{sein}"), &kind.id().to_string()]).status();
    assert!(kill.unwrap().success());
}

/// Waits for something that must come.
#[track_caller]
fn tot(wat: &str, mut klaar: impl FnMut() -> bool) {
    let einde = Instant::now() + Duration::from_secs(60);
    while !klaar() {
        assert!(Instant::now() < einde, "{wat} does not come");
        std::thread::sleep(Duration::from_millis(5));
    }
}

// ---- nobody reads ---------------------------------------------------------------------------------------------------

/// The end of a pipe of which nobody has the other one.
fn zonder_lezer() -> PipeWriter {
    let (lezer, schrijver) = pipe().unwrap();
    drop(lezer);
    schrijver
}

#[test]
fn a_closed_output_stops_the_printing_and_not_the_work() {
    let werk = Werkmap::nieuw();
    let (goed, fout) = (werk.demo("01-wmo-301"), werk.demo("08-wmo-323-fout"));
    let ongeldig = werk.schrijf("ongeldig.xml", "geen bericht");
    let contract = werk.schrijf("fout.toml", "[contract]\n");
    let (data, uit, nieuw) = (werk.pad("data"), werk.pad("uit"), werk.pad("nieuw"));
    let calls: [(&[&str], i32); 15] = [
        (&["process", "--today", PEILDATUM, "--data", &data, "--out", &uit, &goed, &fout], 1),
        (&["process", "--json", "--today", PEILDATUM, &goed, &fout], 1),
        (&["process", "--today", PEILDATUM, &goed], 0),
        (&["validate", &goed, &ongeldig], 1),
        (&["validate", "--json", "--level", "1", &goed, &ongeldig], 1),
        (
            &[
                "genereer",
                "--bericht",
                "301",
                "--bericht",
                "305",
                "--clienten",
                "2",
                "--prestaties",
                "2",
                "--out",
                &nieuw,
            ],
            0,
        ),
        (&["contract", "check", &contract], 1),
        (&["release", "diff", "ijw-2.3", "ijw-3.2"], 1),
        (&["codelijst", "WJ756", "99"], 1),
        (&["regels"], 0),
        (&["codelijst", "--json"], 0),
        (&["token", "nieuw"], 0),
        (&["kpi", "--data", &data, "--periode", "2026"], 0),
        (&["export", "cbs", "--data", &data, "--periode", "2026"], 0),
        (&["--help"], 0),
    ];
    for (args, code) in calls {
        let output = ketenpoort().args(args).stdout(zonder_lezer()).output().unwrap();
        let melding = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {melding}");
        assert!(!melding.contains("output") && !melding.contains("panicked"), "{args:?}: {melding}");
    }
    assert_eq!(werk.inhoud("uit"), ["01-wmo-301.302.xml", "08-wmo-323-fout.325.xml"], "all were judged");
    assert_eq!(werk.inhoud("nieuw").len(), 4, "both kinds were made");
    assert_eq!(process(&["--json", "--data", &data, &fout]).een_json()["outcome"], "duplicate");
}

#[test]
fn a_daemon_serves_when_nobody_reads_what_it_prints() {
    let werk = Werkmap::nieuw();
    let adres = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let config = werk.schrijf("g.toml", format!("[http]\nadres = \"{adres}\"\n"));
    let vol = fs::OpenOptions::new().write(true).open("/dev/full");
    let stderr = vol.map_or_else(|_| Stdio::null(), Stdio::from);
    let mut command = ketenpoort();
    let mut kind = command.args(["--config", &config, "serve"]).stdout(zonder_lezer()).stderr(stderr).spawn().unwrap();
    let mut leeft = false;
    tot("an answer", || {
        leeft = TcpStream::connect(adres).is_ok_and(|mut verbinding| {
            let mut antwoord = String::new();
            let vraag = format!("GET /healthz HTTP/1.1\r\nHost: {adres}\r\nConnection: close\r\n\r\n");
            verbinding.write_all(vraag.as_bytes()).and_then(|()| verbinding.read_to_string(&mut antwoord)).is_ok()
                && antwoord.starts_with("HTTP/1.1 200")
        });
        leeft || kind.try_wait().unwrap().is_some()
    });
    assert!(leeft, "it ended: {:?}", kind.try_wait());
    stuur(&kind, "TERM");
    assert_eq!(kind.wait().unwrap().code(), Some(0));
}

/// There is no place left to say it, and the status still tells.
#[test]
fn what_cannot_be_said_on_standard_error_is_left_unsaid() {
    let werk = Werkmap::nieuw();
    let weg = werk.pad("weg");
    let tabel = werk.schrijf("t.csv", "code,cat,per,tarief\n40A04,40,dit is geen eenheid,1.00\n");
    let contract = wortel().join("fixtures/contracten/zst15.toml").display().to_string();
    let calls: [(&[&str], i32); 7] = [
        (&["validate", &weg], 2),
        (&["process", &weg], 2),
        (&["regels", "TR999"], 2),
        (&["codelijst", "WJ756", "99"], 1),
        (&["contract", "importeer", &tabel, "--vanaf", "2026-01-01"], 1),
        (&["contract", "indexeer", &contract, "--vanaf", "2026-01-01", "--index-nieuw", "2", "--index-oud", "1"], 1),
        (&["--onbekend"], 2),
    ];
    for (args, code) in calls {
        assert!(!draai(args).met_code(code).stderr.is_empty(), "{args:?}");
        let Ok(vol) = fs::OpenOptions::new().write(true).open("/dev/full") else {
            println!("skipped: no /dev/full");
            return;
        };
        let status = ketenpoort().args(args).stdout(Stdio::null()).stderr(vol).status().unwrap();
        assert_eq!(status.code(), Some(code), "{args:?}");
    }
}

#[test]
fn a_closed_output_is_no_panic() {
    let werk = Werkmap::nieuw();
    // More output than fits in a pipe, so that the command certainly meets the closed end.
    let onbekend = "<onbekend/>".repeat(1500);
    let tekst = demo("05-wmo-323").replacen("<Declaratie>", &format!("<Declaratie>{onbekend}"), 1);
    let veel: Vec<String> = (0..4).map(|n| werk.schrijf(&format!("{n}.xml"), &tekst)).collect();
    let met = |args: &[&str]| args.iter().map(|a| (*a).to_owned()).chain(veel.clone()).collect::<Vec<_>>();
    for args in [met(&["validate"]), met(&["validate", "--json"]), met(&["process"]), vec!["demo".to_owned()]] {
        let mut kind = ketenpoort().args(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut eerste = String::new();
        // As `| head -1` does: one line, then the reader is gone.
        BufReader::new(kind.stdout.take().unwrap()).read_line(&mut eerste).unwrap();
        let output = kind.wait_with_output().unwrap();
        let fout = zonder_seinen(&String::from_utf8_lossy(&output.stderr));
        assert!(!eerste.is_empty() && fout.is_empty(), "{args:?}: {fout}");
        let verwacht = i32::from(args[0] != "demo");
        assert_eq!(output.status.code(), Some(verwacht), "{args:?}");
    }
}
