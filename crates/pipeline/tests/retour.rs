//! What a retour looks like on the wire.
#![allow(clippy::unwrap_used)] // a test may fail loudly

mod hulp;

use bericht::datum;
use dossier::BerichtId;
use opslag::MemoryStore;
use pipeline::{Opdracht, verwerk};

const START: &str = include_str!("../../../fixtures/berichten/ijw-305.xml");

/// The retour on a start that nobody knows the toewijzing of.
fn retour(xml: &str) -> String {
    let keten = hulp::keten();
    let store = MemoryStore::new();
    let peildatum = datum("2026-06-15").unwrap();
    let opdracht = Opdracht { bytes: xml.as_bytes(), id: BerichtId(1), peildatum, waarom: false, gelezen: None };
    let verwerkt = verwerk(&opdracht, &keten, &store, store.hasher()).unwrap();
    String::from_utf8(verwerkt.retour.unwrap().bytes).unwrap()
}

#[test]
fn the_retour_on_a_large_message_has_no_indentation_and_says_the_same() {
    let klein = retour(START);
    let groot = retour(&START.replacen("<Header>", &format!("{}<Header>", " ".repeat(2 << 20)), 1));
    assert!(klein.lines().any(|line| line.starts_with("    ")));
    assert!(!groot.lines().any(|line| line.starts_with(' ')));
    // Our own number is made from the bytes that came in.
    let inhoud = |text: &str| {
        let regels = text.lines().map(str::trim).filter(|line| !line.contains("IdentificatieRetour"));
        regels.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(inhoud(&klein), inhoud(&groot));
}
