//! Bytes of a message through the whole way, against dossiers with a few toewijzingen.
//!
//! Besides not panicking: every retour fits its schema, the same bytes again give the same retour, and a retour that
//! comes in makes no retour.
#![no_main]

use std::sync::LazyLock;

use contract::Contracten;
use dossier::BerichtId;
use libfuzzer_sys::fuzz_target;
use opslag::MemoryStore;
use pipeline::{Keten, Opdracht, Uitkomst, Verwerkt, controleer, verwerk};
use regels::Gemeenten;
use schema::Limits;

static KETEN: LazyLock<Keten> = LazyLock::new(|| Keten {
    schemas: bericht::catalogus::ingebouwd().expect("built-in schemas"),
    contracten: Contracten::default(),
    gemeenten: Gemeenten::ingebouwd().expect("built-in list"),
    limits: Limits::default(),
    max_bytes: 1 << 20,
});

const TOEWIJZINGEN: [&[u8]; 4] = [
    include_bytes!("../../fixtures/demo/01-wmo-301.xml"),
    include_bytes!("../../fixtures/demo/02-jeugd-301.xml"),
    include_bytes!("../../fixtures/berichten/iwmo-301.xml"),
    include_bytes!("../../fixtures/berichten/ijw-301.xml"),
];

fn een(store: &MemoryStore, id: u128, bytes: &[u8]) -> Verwerkt {
    let peildatum = bericht::datum("2026-06-15").expect("a date");
    let opdracht = Opdracht { bytes, id: BerichtId(id), peildatum, waarom: true, gelezen: None };
    verwerk(&opdracht, &KETEN, store, store.hasher()).expect("memory does not fail and every retour fits its schema")
}

fuzz_target!(|bytes: &[u8]| {
    let store = MemoryStore::new();
    for (id, toewijzing) in (1..).zip(TOEWIJZINGEN) {
        een(&store, id, toewijzing);
    }
    let eerste = een(&store, 11, bytes);
    if eerste.oordeel.level == Some(1) {
        assert!(eerste.retour.is_none());
        return;
    }
    let tweede = een(&store, 12, bytes);
    assert_eq!(tweede.oordeel.outcome, Uitkomst::Duplicate);
    assert_eq!(tweede.retour, eerste.retour);
    if let Some(retour) = eerste.retour {
        let controle = controleer(&retour.bytes, &KETEN, 1);
        assert!(controle.findings.is_empty(), "{:?}", controle.findings);
        assert!(een(&store, 13, &retour.bytes).retour.is_none());
    }
});
