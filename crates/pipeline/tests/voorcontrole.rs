//! Pre-flight says before sending what the receiver says afterwards.
#![allow(clippy::unwrap_used, clippy::panic)] // a test may fail loudly

mod hulp;

use std::path::Path;
use std::sync::Arc;

use bericht::{Bericht, Datum, datum};
use dossier::{BerichtId, Kennis, Leesplan};
use opslag::{MemoryStore, Store};
use pipeline::{Keten, Oordeel, Opdracht, Uitkomst, lees, verwerk, voorcontrole};
use regels::Omgeving;
use regels::beoordeling::Zaak;

struct Poort {
    keten: Keten,
    store: MemoryStore,
    aantal: u128,
}

fn peildatum() -> Datum {
    datum("2026-06-15").unwrap()
}

impl Poort {
    fn nieuw() -> Self {
        let keten = hulp::keten();
        Self { keten, store: MemoryStore::new(), aantal: 0 }
    }

    fn verwerk(&mut self, xml: &str) -> Oordeel {
        self.aantal += 1;
        let id = BerichtId(self.aantal);
        let opdracht = Opdracht { bytes: xml.as_bytes(), id, peildatum: peildatum(), waarom: true, gelezen: None };
        let mut oordeel = verwerk(&opdracht, &self.keten, &self.store, self.store.hasher()).unwrap().oordeel;
        // About the bytes and the release, not about the message.
        oordeel.signals.retain(|signaal| !["OP192", "release"].contains(&signaal.kind.as_str()));
        oordeel
    }

    fn voorcontrole(&self, xml: &str) -> Oordeel {
        let omgezet = pipeline::Omgezet::default();
        let gelezen = lees(xml.as_bytes(), &omgezet, &self.keten);
        assert!(gelezen.is_geldig(), "{:?}", gelezen.findings);
        let tree = gelezen.tree.as_ref().unwrap();
        let bericht = Bericht::lees(tree, gelezen.domein.unwrap(), gelezen.soort.unwrap()).unwrap();
        let dossier = bericht.dossier();
        let omgeving = Omgeving {
            dossier: &dossier,
            peildatum: peildatum(),
            contracten: &self.keten.contracten,
            gemeenten: &self.keten.gemeenten,
            waarom: true,
        };
        let hasher = self.store.hasher();
        let plan = Arc::new(Leesplan::van(&bericht, "", hasher));
        let mut kennis = Kennis::van(Arc::clone(&plan), self.store.read(plan.read_set()).unwrap());
        if let Some(vervolg) = kennis.vervolg() {
            kennis.neem_vervolg_op(self.store.read(&vervolg).unwrap());
        }
        let zaak = Zaak { bericht: &bericht, id: BerichtId(u128::MAX), omgeving: &omgeving, hasher };
        voorcontrole(&zaak, &kennis, &self.keten.schemas)
    }
}

fn fixture(pad: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(pad)).unwrap()
}

/// Another message: its own Identificatie, and one change.
fn ander(xml: &str, identificatie: &str, van: &str, naar: &str) -> String {
    let (voor, rest) = xml.split_once("Identificatie>").unwrap();
    let (tussen, rest) = rest.split_once("Identificatie>").unwrap();
    let (_, na) = rest.split_once("</").unwrap();
    let nieuw = format!("{voor}Identificatie>{tussen}Identificatie>{identificatie}</{na}");
    assert!(van.is_empty() || nieuw.contains(van), "{van} is not there");
    nieuw.replace(van, naar)
}

fn regels(oordeel: &Oordeel) -> Vec<&str> {
    let mut regels: Vec<&str> = oordeel.findings.iter().map(|m| m.rule.as_ref()).collect();
    regels.dedup();
    regels
}

#[test]
fn it_says_what_the_receiver_says_and_changes_nothing() {
    let mut poort = Poort::nieuw();
    for naam in [
        "01-wmo-301",
        "02-jeugd-301",
        "03-wmo-305",
        "04-jeugd-305",
        "05-wmo-323",
        "06-jeugd-323",
        "07-jeugd-323-fout",
        "08-wmo-323-fout",
        "09-wmo-323-credit",
        "10-wmo-307",
        "11-jeugd-307-fout",
    ] {
        let xml = fixture(&format!("demo/{naam}.xml"));
        let vooraf = poort.voorcontrole(&xml);
        assert_eq!(vooraf, poort.voorcontrole(&xml), "{naam}: looking changes nothing");
        let oordeel = poort.verwerk(&xml);
        assert_eq!(vooraf, oordeel, "{naam}");
        assert_eq!(vooraf.houdt_vast(), oordeel.outcome == Uitkomst::Rejected, "{naam}");
    }
}

/// The same of a 303 of release 2.3: granted, partly refused, credited, and refused by its header.
#[test]
fn it_says_the_same_of_a_303() {
    let mut poort = Poort::nieuw();
    let (heen, credit) = (fixture("berichten/iwmo-303.xml"), fixture("berichten/iwmo-303-credit.xml"));
    let nieuw = |nummer: &str, referentie: &str, xml: &str| {
        xml.replace(">F303<", &format!(">{nummer}<")).replace(">1-1<", &format!(">{referentie}<"))
    };
    for (xml, uitkomst) in [
        (fixture("berichten/iwmo-301.xml"), Uitkomst::Accepted),
        (nieuw("F1", "2-1", &heen), Uitkomst::Accepted),
        (nieuw("F1", "3-1", &heen), Uitkomst::Rejected),
        (nieuw("F2", "4-1", &heen).replace(">7001<", ">7002<"), Uitkomst::Partly),
        (nieuw("F3", "5-1", &credit), Uitkomst::Accepted),
        (nieuw("F4", "6-1", &credit), Uitkomst::Partly),
    ] {
        let vooraf = poort.voorcontrole(&xml);
        assert_eq!(vooraf.outcome, uitkomst);
        assert_eq!(vooraf, poort.verwerk(&xml));
        assert_eq!(vooraf.houdt_vast(), uitkomst == Uitkomst::Rejected);
    }
}

#[test]
fn a_301_that_the_aanbieder_would_refuse_is_held_with_its_explanation() {
    let goed = fixture("demo/02-jeugd-301.xml");
    let mut poort = Poort::nieuw();
    assert!(!poort.voorcontrole(&goed).houdt_vast());
    poort.verwerk(&goed);
    poort.verwerk(&fixture("demo/06-jeugd-323.xml"));
    // A second version of the same toewijzing may go.
    let later = ander(&goed, "N1", ">10:00:00<", ">11:00:00<");
    assert_eq!(regels(&poort.voorcontrole(&later)), [""; 0]);
    let einde = "<Ingangsdatum>2026-02-01</Ingangsdatum>\n        <Einddatum>2026-12-31</Einddatum>";
    let gevallen = [
        ("TR332", ander(&later, "N2", "<Ingangsdatum>2026-02-01<", "<Ingangsdatum>2026-02-02<")),
        (
            "TR379",
            ander(
                &later,
                "N3",
                "<ToewijzingNummer>52001</ToewijzingNummer>",
                "<ToewijzingNummer>52001</ToewijzingNummer><ReferentieAanbieder>ONBEKEND</ReferentieAanbieder>",
            ),
        ),
        (
            "TR385",
            ander(
                &later,
                "N4",
                einde,
                "<Ingangsdatum>2026-02-01</Ingangsdatum>\n        <Einddatum>2026-02-01</Einddatum>\n        <RedenWijziging>13</RedenWijziging>",
            ),
        ),
        ("TR302", ander(&later, "N5", "<ijw:Categorie>54</ijw:Categorie>", "<ijw:Categorie>45</ijw:Categorie>")),
    ];
    for (regel, xml) in &gevallen {
        let vooraf = poort.voorcontrole(xml);
        assert!(vooraf.houdt_vast(), "{regel}: {vooraf:?}");
        assert_eq!(regels(&vooraf), [*regel]);
        assert!(vooraf.findings.iter().all(|m| !m.trace.is_leeg()), "{regel}");
        assert_eq!(vooraf.rules.first().map(|r| r.rule.as_ref()), Some(*regel));
    }
}
