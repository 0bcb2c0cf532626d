//! A gateway for the tests of this crate: two parties of the base messages, one of them local.

use std::sync::Arc;

use bericht::catalogus;
use bytes::Bytes;
use contract::Contracten;
use dossier::{Deur, Sleutelhasher};
use opslag::{MemoryStore, Store};
use pipeline::Keten;
use regels::Gemeenten;
use schema::Limits;

use crate::ontvangst::Aanbod;
use crate::partijen::{Indiener, Partij, Partijen};
use crate::poort::Poort;

const START: &str = include_str!("../../../fixtures/berichten/ijw-305.xml");

/// Over a store.
pub fn poort_met(store: Arc<dyn Store>, hasher: Sleutelhasher) -> Poort {
    let keten = Keten {
        schemas: catalogus::ingebouwd().unwrap(),
        contracten: Contracten::default(),
        gemeenten: Gemeenten::ingebouwd().unwrap(),
        limits: Limits::default(),
        max_bytes: 65_536,
    };
    let partij = |code: &str, lokaal| Partij { code: code.to_owned(), lokaal, tokens: Vec::new(), map: false };
    let partijen = Partijen::nieuw([partij("0344", true), partij("99990011", false)]);
    Poort::nieuw(store, hasher, keten, partijen, 2).unwrap()
}

/// Over a store in memory.
pub fn poort() -> Poort {
    let store = MemoryStore::new();
    let hasher = store.hasher().clone();
    poort_met(Arc::new(store), hasher)
}

/// A start with a number of its own, that is refused for lack of a toewijzing.
pub fn start(nummer: u32) -> Aanbod {
    Aanbod {
        bytes: Bytes::from(START.replace(">B305<", &format!(">B{nummer}<"))),
        deur: Deur::Http,
        indiener: Indiener::Schakelpunt,
        idempotentie: None,
        naam: None,
        vsp: None,
        vrijgave: false,
    }
}

/// Where those starts belong.
pub fn dossier() -> bericht::Dossier {
    bericht::Dossier { domein: bericht::Domein::Ijw, gemeente: "0344".into(), aanbieder: "99990011".into() }
}
