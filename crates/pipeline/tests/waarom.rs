//! What a verdict tells about itself: traces of refused and granted lines, from stored messages only of the same dossier.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test may fail loudly

mod hulp;

use std::path::Path;

use bericht::datum;
use dossier::BerichtId;
use opslag::MemoryStore;
use pipeline::{Keten, Oordeel, Opdracht, Uitkomst, Verwerkt, verwerk, waarom};
use serde_json::{Value, json};

struct Poort {
    keten: Keten,
    store: MemoryStore,
    aantal: u128,
}

impl Poort {
    fn nieuw() -> Self {
        let keten = hulp::keten();
        Self { keten, store: MemoryStore::new(), aantal: 0 }
    }

    fn verwerk(&mut self, xml: &str, waarom: bool) -> Verwerkt {
        self.aantal += 1;
        let peildatum = datum("2026-06-15").unwrap();
        let opdracht = Opdracht { bytes: xml.as_bytes(), id: BerichtId(self.aantal), peildatum, waarom, gelezen: None };
        verwerk(&opdracht, &self.keten, &self.store, self.store.hasher()).unwrap()
    }

    fn oordeel(&mut self, xml: &str) -> Oordeel {
        self.verwerk(xml, true).oordeel
    }
}

fn demo(naam: &str) -> String {
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/demo");
    std::fs::read_to_string(map.join(format!("{naam}.xml"))).unwrap()
}

fn spoor(oordeel: &Oordeel, regel: &str) -> Value {
    let melding = oordeel.findings.iter().find(|m| m.rule == regel).unwrap_or_else(|| panic!("{regel} did not object"));
    serde_json::to_value(&melding.trace).unwrap()
}

/// The message of a second version: a later time and more hours.
fn latere_versie(toewijzing: &str) -> String {
    toewijzing
        .replace("<ijw:Identificatie>", "<ijw:Identificatie>V")
        .replace(">10:00:00<", ">11:30:00.5<")
        .replace("<ijw:Volume>180<", "<ijw:Volume>190<")
}

#[test]
fn a_refused_line_tells_what_was_compared_and_counted() {
    let mut poort = Poort::nieuw();
    for naam in ["02-jeugd-301", "04-jeugd-305", "06-jeugd-323"] {
        assert_eq!(poort.oordeel(&demo(naam)).outcome, Uitkomst::Accepted, "{naam}");
    }
    let oordeel = poort.oordeel(&demo("07-jeugd-323-fout"));
    assert_eq!(
        spoor(&oordeel, "TR321"),
        json!([
            {"step": "toewijzing", "number": "52001", "date": "2026-01-02", "time": "10:00:00", "versions": 1,
             "from": "2026-02-01", "to": "2026-12-31", "category": {"code": "45"}, "product": {"code": "45A04"},
             "volume": {"volume": {"amount": 180, "unit": "Minuut"}}, "per": "2", "budget": null, "deleted": false},
            {"step": "counted", "unit": "weeks", "number": 6, "from": "2026-03-01", "to": "2026-03-31"},
            {"step": "compared", "what": "GeleverdVolume", "found": {"volume": {"amount": 1200, "unit": "Minuut"}},
             "must": "at_most", "limit": {"volume": {"amount": 1080, "unit": "Minuut"}}},
        ])
    );
    let budget = spoor(&oordeel, "TR369");
    assert_eq!(budget[1], json!({"step": "earlier", "lines": 1, "sum": {"euro": "1800.00"}}));
    assert_eq!(budget[3]["found"], json!({"euro": "2700.00"}));
    // Which line of the message, and the rule with its code in words, once.
    assert_eq!(oordeel.findings.iter().map(|m| m.prestatie).collect::<Vec<_>>(), [Some(1), Some(2), Some(3), Some(4)]);
    let regel = oordeel.rules.iter().find(|r| r.rule == "TR321").unwrap();
    assert_eq!(regel.meaning.as_deref(), regels::betekenis("9321"));
    assert!(regel.explanation.starts_with("Het volume van een regel"), "{}", regel.explanation);
}

#[test]
fn the_version_that_counts_is_named_whatever_the_order_of_arrival() {
    let (eerste, tweede) = (demo("02-jeugd-301"), latere_versie(&demo("02-jeugd-301")));
    for volgorde in [[&eerste, &tweede], [&tweede, &eerste]] {
        let mut poort = Poort::nieuw();
        for bericht in volgorde {
            assert_eq!(poort.oordeel(bericht).outcome, Uitkomst::Accepted);
        }
        let versie = spoor(&poort.oordeel(&demo("07-jeugd-323-fout")), "TR321");
        assert_eq!((&versie[0]["versions"], &versie[0]["time"]), (&json!(2), &json!("11:30:00")));
        assert_eq!(versie[2]["limit"]["volume"]["amount"], 6 * 190);
    }
}

#[test]
fn a_trace_knows_nothing_of_another_dossier() {
    let mut poort = Poort::nieuw();
    // Another gemeente with the same numbers, a later version and an earlier declaratie.
    let elders = |xml: String| xml.replace(">0363<", ">0599<");
    assert_ne!(demo("02-jeugd-301"), elders(demo("02-jeugd-301")), "the demo is about gemeente 0363");
    for bericht in [demo("02-jeugd-301"), latere_versie(&demo("02-jeugd-301")), demo("06-jeugd-323")] {
        assert_eq!(poort.oordeel(&elders(bericht)).outcome, Uitkomst::Accepted);
    }
    assert_eq!(poort.oordeel(&demo("02-jeugd-301")).outcome, Uitkomst::Accepted);
    let oordeel = poort.oordeel(&demo("07-jeugd-323-fout"));
    let toegekend = oordeel.granted.iter().flat_map(|t| &t.checks).map(|c| &c.trace);
    let (mut versies, mut eerder) = (0, 0);
    for trace in oordeel.findings.iter().map(|m| &m.trace).chain(toegekend) {
        for stap in serde_json::to_value(trace).unwrap().as_array().unwrap() {
            match stap["step"].as_str().unwrap() {
                "toewijzing" => {
                    assert_eq!((&stap["versions"], &stap["time"]), (&json!(1), &json!("10:00:00")));
                    versies += 1;
                }
                "earlier" => {
                    assert_eq!(stap["lines"], 0, "{stap}");
                    eerder += 1;
                }
                _ => {}
            }
        }
    }
    assert!(versies > 0 && eerder > 0, "nothing was shown: {oordeel:?}");
}

#[test]
fn a_granted_line_tells_what_was_allowed_used_and_left() {
    let mut poort = Poort::nieuw();
    poort.oordeel(&demo("02-jeugd-301"));
    let oordeel = poort.oordeel(&demo("06-jeugd-323"));
    assert!(oordeel.findings.is_empty());
    let regels: Vec<Vec<&str>> =
        oordeel.granted.iter().map(|t| t.checks.iter().map(|c| c.rule.as_ref()).collect()).collect();
    assert_eq!(regels, [vec!["TR338", "TR346", "TR321", "TR322"], vec!["TR338", "TR346", "TR369"]]);
    let tekst = waarom(&oordeel, Some(2)).join("\n");
    for deel in ["prestatie 2", "toegekend", "budget € 2.500,00", "€ 1.800,00", "over na deze regel: € 700,00"] {
        assert!(tekst.contains(deel), "{deel}: {tekst}");
    }
    assert!(!tekst.contains("prestatie 1"), "{tekst}");
}

#[test]
fn the_explanation_changes_nothing_but_itself() {
    let (mut met, mut zonder) = (Poort::nieuw(), Poort::nieuw());
    for naam in ["02-jeugd-301", "06-jeugd-323", "07-jeugd-323-fout", "09-wmo-323-credit"] {
        let (een, ander) = (met.verwerk(&demo(naam), true), zonder.verwerk(&demo(naam), false));
        assert_eq!(een.retour, ander.retour);
        assert_eq!(een.oordeel.findings, ander.oordeel.findings, "{naam}");
        assert!(ander.oordeel.granted.is_empty(), "{naam}");
    }
}

#[test]
fn a_verdict_comes_back_from_the_store_with_its_why() {
    let mut poort = Poort::nieuw();
    poort.oordeel(&demo("02-jeugd-301"));
    let eerste = poort.oordeel(&demo("07-jeugd-323-fout"));
    let tweede = poort.oordeel(&demo("07-jeugd-323-fout"));
    assert_eq!(tweede, Oordeel { outcome: Uitkomst::Duplicate, ..eerste });
}

/// A verdict as it was stored before there were traces.
#[test]
fn an_older_verdict_stays_readable() {
    let oud = r#"{"outcome":"partly","level":3,"findings":[{"level":3,"rule":"TR321","retourcode":"9321","class":"Prestatie",
        "path":"/Bericht","line":90,"column":11,"message":"te veel"}],"signals":[]}"#;
    let oordeel: Oordeel = serde_json::from_str(oud).unwrap();
    assert_eq!(waarom(&oordeel, None), ["regel 90: /Bericht", "  TR321 [9321]", "    te veel"]);
    assert!(waarom(&oordeel, Some(7))[0].contains("prestatie 7"));
}
