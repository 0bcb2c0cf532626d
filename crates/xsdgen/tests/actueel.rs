//! The committed schemas are what the tables say, and the command line reports it when they are not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code, reason = "not every test uses every helper")]

mod hulp;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use hulp::{TijdelijkeMap, xsd_map};

fn xsdgen(argumenten: &[&str], map: Option<&Path>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xsdgen")).args(argumenten).args(map).output().expect("xsdgen starts")
}

fn uitvoer(uitvoer: &Output) -> String {
    String::from_utf8_lossy(&uitvoer.stdout).into_owned() + &String::from_utf8_lossy(&uitvoer.stderr)
}

#[test]
fn vastgelegde_schemas_zijn_actueel() {
    let bestanden = xsdgen::genereer(&xsd_map()).unwrap();
    let afwijkingen = xsdgen::vergelijk(&xsd_map(), &bestanden).unwrap();
    assert!(afwijkingen.is_empty(), "run: cargo run -p xsdgen; {afwijkingen:?}");
}

#[test]
fn elke_standaard_heeft_alle_berichten() {
    let nieuw = [301, 302, 305, 306, 307, 308, 315, 316, 317, 318, 319, 320, 323, 325];
    let oud = [301, 302, 303, 304, 305, 306, 307, 308, 315, 316];
    let gevonden: Vec<_> = xsdgen::genereer(&xsd_map()).unwrap().into_iter().map(|b| b.pad).collect();
    let mut verwacht = Vec::new();
    let releases: [(&str, &str, &[u16]); 4] =
        [("ijw-2.3", "JW", &oud), ("iwmo-2.3", "WMO", &oud), ("ijw-3.2", "JW", &nieuw), ("iwmo-3.2", "WMO", &nieuw)];
    for (map, prefix, berichten) in releases {
        verwacht.push(Path::new(map).join("release.toml"));
        verwacht.push(Path::new(map).join("basisschema.xsd"));
        verwacht.extend(berichten.iter().map(|nummer| Path::new(map).join(format!("{prefix}{nummer}.xsd"))));
    }
    assert_eq!(gevonden, verwacht);
}

#[test]
fn check_noemt_elk_bestand_dat_afwijkt() {
    let map = TijdelijkeMap::met_feiten("check");
    let geschreven = xsdgen(&[], Some(&map.0));
    assert_eq!(geschreven.status.code(), Some(0));
    assert!(uitvoer(&geschreven).contains("56 of 56 files written"));
    assert_eq!(xsdgen(&["--check"], Some(&map.0)).status.code(), Some(0));

    fs::write(map.0.join("ijw-3.2/JW301.xsd"), "changed").unwrap();
    fs::write(map.0.join("ijw-2.3/release.toml"), "changed").unwrap();
    fs::remove_file(map.0.join("iwmo-3.2/WMO325.xsd")).unwrap();
    fs::write(map.0.join("iwmo-3.2/WMO999.xsd"), "new").unwrap();
    let check = xsdgen(&["--check"], Some(&map.0));
    assert_eq!(check.status.code(), Some(1));
    let tekst = uitvoer(&check);
    assert_eq!(tekst.lines().count(), 5, "{tekst}");
    let verwacht = [
        ("stale: ", "JW301.xsd"),
        ("stale: ", "release.toml"),
        ("missing: ", "WMO325.xsd"),
        ("not in the tables: ", "WMO999.xsd"),
    ];
    for (soort, naam) in verwacht {
        assert!(tekst.lines().any(|regel| regel.starts_with(soort) && regel.ends_with(naam)), "{tekst}");
    }

    let hersteld = xsdgen(&[], Some(&map.0));
    assert!(uitvoer(&hersteld).contains("3 of 56 files written"));
    assert!(map.0.join("iwmo-3.2/WMO999.xsd").exists(), "nothing is deleted");
}

#[test]
fn kapotte_tabel_laat_de_schemas_staan() {
    let map = TijdelijkeMap::met_feiten("kapot");
    xsdgen(&[], Some(&map.0));
    let schema = map.0.join("ijw-3.2/JW301.xsd");
    let voor = fs::read(&schema).unwrap();
    let tabel = map.0.join("feiten/3.2/klassen.tsv");
    let tekst = fs::read_to_string(&tabel).unwrap();
    fs::write(&tabel, tekst.replace("301\tRoot\tClient\tClient", "301\tRoot\tClient\tKlant")).unwrap();
    let uit = xsdgen(&[], Some(&map.0));
    assert_eq!(uit.status.code(), Some(2));
    assert!(uitvoer(&uit).contains("klassen.tsv:"), "{}", uitvoer(&uit));
    assert_eq!(fs::read(&schema).unwrap(), voor);
}

#[test]
fn argumenten() {
    let hulp = xsdgen(&["--help"], None);
    assert_eq!(hulp.status.code(), Some(0));
    assert!(uitvoer(&hulp).contains("Example:"));
    let onbekend = xsdgen(&["--chekc"], None);
    assert_eq!(onbekend.status.code(), Some(2));
    assert!(uitvoer(&onbekend).contains("unknown option --chekc"));
    assert_eq!(xsdgen(&["een", "twee"], None).status.code(), Some(2));
    let leeg = TijdelijkeMap::nieuw("leeg");
    let zonder = xsdgen(&["--check"], Some(&leeg.0));
    assert_eq!(zonder.status.code(), Some(2));
    assert!(uitvoer(&zonder).contains("feiten"));
}
