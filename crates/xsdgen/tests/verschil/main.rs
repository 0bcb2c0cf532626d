//! Compares the generated schemas with the published ones, where those are at hand, and checks
//! that each generated schema is complete in itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "not every test uses every helper")]

#[path = "../hulp/mod.rs"]
mod hulp;
mod paden;
mod schema;
mod xml;

use std::fs;
use std::path::{Path, PathBuf};

use schema::{Beperking, Schema};

fn is_schema(bestand: &xsdgen::Bestand) -> bool {
    bestand.pad.extension().is_some_and(|soort| soort == "xsd")
}

fn eigen() -> Vec<(PathBuf, Schema)> {
    let bestanden = xsdgen::genereer(&hulp::xsd_map()).unwrap();
    bestanden.into_iter().filter(is_schema).map(|bestand| (bestand.pad, schema::lees(&bestand.inhoud))).collect()
}

/// The published schema, or the derived one when a message has none.
fn gepubliceerd(standaard: &Path, pad: &Path) -> Schema {
    let officieel = standaard.join("xsd-officieel").join(pad);
    let afgeleid = standaard.join("xsd-afgeleid").join(pad);
    let pad = if officieel.exists() { officieel } else { afgeleid };
    let tekst = fs::read_to_string(&pad).unwrap_or_else(|fout| panic!("{}: {fout}", pad.display()));
    schema::lees(&tekst)
}

/// Our schemas of 3.2 carry version 1.0.0 throughout; the published iJw ones are of a concept.
fn zelfde_versie(schema: &mut Schema) {
    for (naam, waarde) in &mut schema.appinfo {
        if naam.ends_with("Versie") {
            "1.0.0".clone_into(waarde);
        }
    }
}

#[test]
fn gelijk_aan_de_gepubliceerde_schemas() {
    let standaard = hulp::wortel().join("../shared/standaard");
    if !standaard.is_dir() {
        println!("skipped: ../shared/standaard is absent, so there is nothing to compare with");
        return;
    }
    for (pad, ons) in eigen() {
        let mut hun = gepubliceerd(&standaard, &pad);
        zelfde_versie(&mut hun);
        assert_eq!(ons, hun, "{}", pad.display());
    }
}

/// Standard and release of a folder such as `ijw-2.3`.
fn map_van(pad: &Path) -> (&str, &str) {
    pad.parent().and_then(Path::to_str).and_then(|map| map.split_once('-')).expect("a folder such as ijw-2.3")
}

fn feitentabel(naam: &str) -> Option<Vec<(paden::Rij, paden::Rij)>> {
    let pad = hulp::wortel().join("../shared/standaard").join(naam);
    if !pad.is_file() {
        println!("skipped: ../shared/standaard/{naam} is absent, so there is nothing to compare with");
        return None;
    }
    Some(paden::tabel(&fs::read_to_string(pad).unwrap()))
}

#[test]
fn elk_pad_gelijk_aan_de_feitentabel() {
    let Some(tabel) = feitentabel("berichten.tsv") else { return };
    let schemas = eigen();
    let mut vergeleken = 0;
    for (pad, bericht) in schemas.iter().filter(|(pad, _)| !pad.ends_with("basisschema.xsd")) {
        let (standaard, release) = map_van(pad);
        let naam = pad.file_stem().unwrap().to_str().unwrap();
        let hun: Vec<&paden::Rij> = (tabel.iter())
            .filter(|(sleutel, _)| {
                sleutel["standard"] == standaard && sleutel["release"] == release && sleutel["message"] == naam
            })
            .map(|(_, rij)| rij)
            .collect();
        // The derived retours of iWmo 3.2 are compared with the derived schemas instead.
        if hun.is_empty() && standaard == "iwmo" && release == "3.2" {
            continue;
        }
        let basis = &schemas.iter().find(|(ander, _)| *ander == pad.with_file_name("basisschema.xsd")).unwrap().1;
        let ons = paden::Paden { bericht, basis }.rijen();
        assert_eq!(ons.len(), hun.len(), "{}", pad.display());
        for (ons, hun) in ons.iter().zip(hun) {
            assert_eq!(ons, hun, "{}", pad.display());
        }
        vergeleken += ons.len();
    }
    println!("{vergeleken} paths compared");
    assert!(vergeleken > 2000, "hardly anything was compared: {vergeleken} paths");
}

#[test]
fn elk_basistype_gelijk_aan_de_feitentabel() {
    let Some(tabel) = feitentabel("basistypen.tsv") else { return };
    for (pad, basis) in eigen().iter().filter(|(pad, _)| pad.ends_with("basisschema.xsd")) {
        let (standaard, release) = map_van(pad);
        let mut hun: Vec<&paden::Rij> = (tabel.iter())
            .filter(|(sleutel, _)| sleutel["standard"] == standaard && sleutel["release"] == release)
            .map(|(_, rij)| rij)
            .collect();
        hun.sort_by_key(|rij| rij["type"].clone());
        let ons = paden::typen(basis);
        assert!(!ons.is_empty() && ons.len() == hun.len(), "{}", pad.display());
        for (ons, hun) in ons.iter().zip(hun) {
            assert_eq!(ons, hun, "{}", pad.display());
        }
    }
}

#[test]
fn elk_type_bestaat() {
    let schemas = eigen();
    for (pad, schema) in &schemas {
        let basispad = pad.with_file_name("basisschema.xsd");
        let basis = &schemas.iter().find(|(pad, _)| *pad == basispad).unwrap().1;
        let bestaat = |naam: &str| {
            let (ruimte, lokaal) = naam.strip_prefix('{').and_then(|naam| naam.split_once('}')).unwrap();
            [schema, basis]
                .iter()
                .any(|s| s.doel == ruimte && (s.complex.contains_key(lokaal) || s.simpel.contains_key(lokaal)))
        };
        let namen = schema.complex.values().flatten().chain(&schema.wortels).map(|onderdeel| {
            let basis = |beperking: &Beperking| beperking.basis.clone();
            onderdeel.soort.clone().or_else(|| onderdeel.beperking.as_ref().map(basis)).unwrap()
        });
        for naam in namen {
            assert!(bestaat(&naam), "{naam} in {}", pad.display());
        }
    }
}

#[test]
fn alleen_versie_1_0_0_en_geen_documentatie() {
    for bestand in xsdgen::genereer(&hulp::xsd_map()).unwrap().into_iter().filter(is_schema) {
        assert!(!bestand.inhoud.contains("documentation") && !bestand.inhoud.contains('\r'));
        let schema = schema::lees(&bestand.inhoud);
        let mut versies = schema.appinfo.iter().filter(|(naam, _)| naam.ends_with("Versie"));
        assert!(versies.all(|(_, waarde)| waarde == "1.0.0"), "{}", bestand.pad.display());
    }
}
