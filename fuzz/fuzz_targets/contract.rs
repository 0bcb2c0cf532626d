//! Text of a contract: read or refused, and what was read can be asked.
#![no_main]

use bericht::{Domein, Dossier, datum};
use contract::{Contracten, lees_tekst};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(contract) = lees_tekst("fuzz.toml", text) else { return };
    let dossier = Dossier { domein: Domein::Ijw, gemeente: "0363".to_owned(), aanbieder: "99990001".to_owned() };
    let dag = datum("2026-05-01").expect("a date");
    let contracten = Contracten(vec![contract]);
    for tarief in contracten.tarieven(&dossier, "45A04", dag) {
        assert!(tarief.cent >= 0);
    }
    contracten.in_productlijst(&dossier, "45", "45A04", dag);
});
