//! The daemon through its own doors: the real binary on loopback, the simulator as its endpoint, messages of `fixtures/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;
#[path = "hulp/dienst/mod.rs"]
mod proef;
#[allow(dead_code)] // other tests use more of it
#[path = "hulp/xml.rs"]
mod xml;

#[path = "dienst/bezorging.rs"]
mod bezorging;
#[path = "dienst/controle.rs"]
mod controle;
#[path = "dienst/inname.rs"]
mod inname;
#[path = "dienst/inzage.rs"]
mod inzage;
#[path = "dienst/levensloop.rs"]
mod levensloop;
#[path = "dienst/overzicht.rs"]
mod overzicht;
#[path = "dienst/postvak.rs"]
mod postvak;
#[path = "dienst/push.rs"]
mod push;
#[path = "dienst/richtingen.rs"]
mod richtingen;
#[path = "dienst/vastgehouden.rs"]
mod vastgehouden;
#[path = "dienst/vastgelopen.rs"]
mod vastgelopen;
