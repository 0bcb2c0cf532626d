//! The five contracts that are written out: they load, they say what their documents say, and every fact of a document is
//! accounted for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use bericht::{Domein, Dossier, Eenheid, datum};
use contract::{Contracten, Ernst, Gebrek, Prijsafspraak, Samenvatting, controleer_pad, lees_map};

fn map() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/contracten")
}

fn contracten() -> Contracten {
    lees_map(&map()).unwrap()
}

fn dossier(domein: Domein, gemeente: &str) -> Dossier {
    Dossier { domein, gemeente: gemeente.into(), aanbieder: "99990001".into() }
}

#[test]
fn all_five_are_free_of_faults_and_name_what_they_leave_open() {
    let gelezen = controleer_pad(&map(), None).unwrap();
    let ids: Vec<&str> = gelezen.iter().map(|g| g.bestand.kop.id.as_str()).collect();
    assert_eq!(ids, ["dal26", "dp18", "gv21", "gv25", "zst15"]);
    for g in &gelezen {
        let klachten: Vec<_> = g.bevindingen.iter().filter(|b| b.ernst != Ernst::Open).collect();
        assert!(klachten.is_empty(), "{}: {klachten:?}", g.pad);
        assert!(g.bevindingen.iter().all(|b| b.feit.is_some()), "{}: an open item without a fact", g.pad);
        assert!(!g.bestand.open.is_empty() && !g.bestand.leeswijzen.is_empty(), "{}", g.pad);
    }
}

#[test]
fn what_each_comes_to() {
    let figures: BTreeMap<String, (bool, usize, usize, usize)> = controleer_pad(&map(), None)
        .unwrap()
        .iter()
        .map(|g| (g, Samenvatting::van(&g.bestand)))
        .map(|(g, s)| (g.bestand.kop.id.clone(), (s.in_force, s.products, s.tariffs, s.tariffs_off)))
        .collect();
    // In force, products, tariffs, tariffs switched off.
    assert_eq!(figures["gv21"], (true, 28, 28, 11));
    assert_eq!(figures["gv25"], (false, 1, 0, 0));
    assert_eq!(figures["dal26"], (false, 6, 0, 0));
    assert_eq!(figures["dp18"], (false, 31, 31, 10));
    assert_eq!(figures["zst15"], (true, 3, 3, 3));
}

#[test]
fn the_contradictions_of_gv21_are_open_items_and_not_faults() {
    let gelezen = controleer_pad(&map().join("gv21.toml"), None).unwrap();
    let over = |doel: &str| {
        let raak = |b: &&contract::Bevinding| b.doel.as_deref() == Some(doel);
        gelezen[0].bevindingen.iter().find(raak).map(|b| (b.ernst, b.gebrek, b.feit.clone().unwrap()))
    };
    assert_eq!(over("tariff:03A03"), Some((Ernst::Open, Gebrek::Afronding, "GV21-111".into())));
    assert_eq!(over("unit:45B16"), Some((Ernst::Open, Gebrek::Eenheid, "GV21-102".into())));
    assert_eq!(over("tariffs.gap"), Some((Ernst::Open, Gebrek::Gat, "GV21-601".into())));
    // Without the open item the same is a fault.
    let tekst = fs::read_to_string(map().join("gv21.toml")).unwrap().replace("\"tariff:03A03\"", "");
    let zonder = contract::controleer_tekst("gv21", &tekst);
    let fout: Vec<_> = zonder.bevindingen.iter().filter(|b| b.ernst == Ernst::Fout).collect();
    assert_eq!(fout.len(), 1, "{fout:?}");
    assert_eq!((fout[0].gebrek, fout[0].doel.as_deref()), (Gebrek::Afronding, Some("tariff:03A03")));
    assert!(contract::lees_tekst("gv21", &tekst).is_err());
}

#[test]
fn what_rules_get_is_certain() {
    let contracten = contracten();
    let dag = datum("2021-05-01").unwrap();
    let prijs = |domein, gemeente: &str, code: &str, dag| {
        let dossier = dossier(domein, gemeente);
        match contracten.prijs(&dossier, code, 1, dag) {
            Prijsafspraak::Geen => "geen".to_owned(),
            Prijsafspraak::Open(blokkade) => format!("open {}", blokkade.feit.as_deref().unwrap_or("?")),
            Prijsafspraak::Tarieven(t) => {
                let toon = |t: &contract::Prijs| format!("{} {} {:?}", t.per.code(), t.cent, t.minuutcent);
                t.iter().map(toon).collect::<Vec<_>>().join("; ")
            }
        }
    };
    assert_eq!(prijs(Domein::Iwmo, "0402", "02A03", dag), "04 5751 Some(96)");
    assert_eq!(prijs(Domein::Ijw, "0402", "40A04", dag), "04 5591 Some(93)");
    assert_eq!(prijs(Domein::Ijw, "0402", "41B03", dag), "04 630 Some(11)");
    assert_eq!(prijs(Domein::Ijw, "0402", "43A40", dag), "14 14617 None");
    assert_eq!(prijs(Domein::Iwmo, "0402", "03A03", dag), "open GV21-111");
    assert_eq!(prijs(Domein::Ijw, "0402", "45B17", dag), "open GV21-102");
    assert_eq!(prijs(Domein::Iwmo, "0402", "08A05", dag), "open GV21-121");
    // Eemnes buys no Jeugdwet; the year after has no tariffs; another gemeente has no contract; nor has another law.
    assert_eq!(prijs(Domein::Ijw, "0317", "40A04", dag), "geen");
    assert_eq!(prijs(Domein::Iwmo, "0317", "02A03", dag), "04 5751 Some(96)");
    assert_eq!(prijs(Domein::Iwmo, "0402", "02A03", datum("2022-01-01").unwrap()), "geen");
    assert_eq!(prijs(Domein::Iwmo, "0363", "02A03", dag), "geen");
    assert_eq!(prijs(Domein::Ijw, "0402", "02A03", dag), "geen");
    let eenheden = contracten.eenheden(&dossier(Domein::Iwmo, "0402"), "07A11", dag);
    // The price is per hour; declared is in minutes.
    assert_eq!(eenheden, [Eenheid::Minuut]);
}

#[test]
fn a_contract_without_a_gemeente_or_a_term_holds_for_nobody() {
    let contracten = contracten();
    for (gemeente, dag) in
        [("0301", "2018-05-01"), ("0262", "2018-05-01"), ("0148", "2026-05-01"), ("0402", "2026-02-01")]
    {
        let dossier = dossier(Domein::Iwmo, gemeente);
        let geldend: Vec<&str> = contracten.geldend(&dossier, datum(dag).unwrap()).map(|c| c.id.as_str()).collect();
        assert!(geldend.iter().all(|id| *id == "gv21"), "{gemeente}: {geldend:?}");
    }
}

/// The document of a contract, when it is there.
fn document(naam: &str) -> Option<String> {
    let pad = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/contracten").join(naam);
    let tekst = fs::read_to_string(pad).ok();
    if tekst.is_none() {
        println!("skipped: ../shared/contracten/{naam} is not there");
    }
    tekst
}

const DOCUMENTEN: [(&str, &str); 5] = [
    ("gv21", "gooi-en-vechtstreek-2021.md"),
    ("gv25", "gooi-en-vechtstreek-2025.md"),
    ("dal26", "dalfsen-2026.md"),
    ("dp18", "deltaplein-2018.md"),
    ("zst15", "zeist-2015.md"),
];

#[test]
fn every_fact_of_a_document_is_accounted_for_and_no_other_is_named() {
    for (id, naam) in DOCUMENTEN {
        let Some(tekst) = document(naam) else { continue };
        let is_feit = |cel: &&str| cel.starts_with(&id.to_uppercase()) && cel.len() == id.len() + 4;
        let feiten: BTreeSet<&str> =
            tekst.lines().filter_map(|l| l.strip_prefix("| ")?.split(" |").next()).filter(is_feit).collect();
        let bestand = fs::read_to_string(map().join(format!("{id}.toml"))).unwrap();
        let genoemd = contract::controleer_tekst(id, &bestand).bestand.feiten();
        let genoemd: BTreeSet<&str> = genoemd.iter().map(String::as_str).collect();
        assert!(feiten.len() > 30, "{naam}: {} facts", feiten.len());
        let vergeten: Vec<_> = feiten.difference(&genoemd).collect();
        let verzonnen: Vec<_> = genoemd.difference(&feiten).collect();
        assert!(
            vergeten.is_empty() && verzonnen.is_empty(),
            "{id}: not named {vergeten:?}, not in the document {verzonnen:?}"
        );
    }
}

#[test]
fn every_tariff_is_the_one_in_the_document() {
    for (id, naam) in DOCUMENTEN {
        let Some(tekst) = document(naam) else { continue };
        let bestand = fs::read_to_string(map().join(format!("{id}.toml"))).unwrap();
        for rij in &contract::controleer_tekst(id, &bestand).bestand.tarieven {
            let feit = &rij.feiten[0];
            let begin = format!("| {feit} |");
            let regel = tekst.lines().find(|l| l.starts_with(&begin)).unwrap_or_else(|| panic!("{feit}"));
            let bedrag = format!("{:.2}", rij.bedrag.unwrap()).replace('.', ",");
            // Whole amounts are printed as 180,-.
            let kort = bedrag.replace(",00", ",-");
            assert!(regel.contains(&bedrag) || regel.contains(&kort), "{feit}: {bedrag} is not in {regel}");
            if let Some(code) = &rij.code {
                assert!(regel.contains(&format!("| {code} |")), "{feit}: {code} is not in {regel}");
            }
            if let Some(gedrukt) = rij.gedrukt {
                let gedrukt = format!("{gedrukt:.2} per minuut").replace('.', ",");
                assert!(regel.contains(&gedrukt), "{feit}: {gedrukt} is not in {regel}");
            }
        }
    }
}
