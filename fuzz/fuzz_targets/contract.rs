//! Text of a contract: checked without a crash, read or refused, and what was read can be asked.
#![no_main]

use bericht::{Domein, Dossier, datum};
use contract::model::Bereik;
use contract::{Contracten, Ernst, Samenvatting, controleer_tekst, lees_tekst, tariefblok, verschillen};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let gelezen = controleer_tekst("fuzz.toml", text);
    for bevinding in &gelezen.bevindingen {
        assert!(bevinding.regel > 0 && !bevinding.herstel.is_empty());
    }
    Samenvatting::van(&gelezen.bestand);
    assert!(verschillen(&gelezen.bestand, &gelezen.bestand).is_empty());
    tariefblok(&gelezen.bestand.tarieven, Bereik::default());
    let Ok(contract) = lees_tekst("fuzz.toml", text) else { return };
    assert_eq!(gelezen.aantal(Ernst::Fout), 0);
    let dossier = Dossier { domein: Domein::Ijw, gemeente: "0363".to_owned(), aanbieder: "99990001".to_owned() };
    let dag = datum("2026-05-01").expect("a date");
    let contracten = Contracten(vec![contract]);
    for tarief in contracten.tarieven(&dossier, "45A04", dag) {
        assert!(tarief.cent >= 0);
    }
    let _ = contracten.prijs(&dossier, "45A04", 1, dag);
    contracten.in_productlijst(&dossier, "45", "45A04", dag);
});
