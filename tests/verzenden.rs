//! Messages that are sent from here, and the retours that come in on them: stories between two parties, each with a dossier
//! of its own, in memory and in a folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test may fail loudly

mod hulp;

use hulp::poort::Poort;
use hulp::verhaal::{Bestand, speel};
use hulp::{fixtures, inhoud, stam};

#[test]
fn every_story_ends_as_told_in_memory() {
    speel_alle(&mut Poort::nieuw(), |_, _| true);
}

#[test]
fn every_story_ends_as_told_in_a_folder() {
    let mut poort = Poort::nieuw();
    poort.op_schijf();
    // Every step waits for the disk, so each story is played in one standard.
    speel_alle(&mut poort, |nummer, standaard| (nummer % 2 == 0) == (standaard == "ijw"));
}

fn speel_alle(poort: &mut Poort, kies: impl Fn(usize, &str) -> bool) {
    let (mut fouten, mut soorten) = (Vec::new(), Vec::new());
    for pad in inhoud(&fixtures("verzenden")) {
        let bestand = Bestand::lees(&pad);
        for (nummer, geval) in bestand.gevallen().iter().enumerate() {
            let verzonden = geval.stap.iter().filter(|stap| stap.verzend).map(|stap| stap.bericht.clone());
            soorten.extend(verzonden);
            for standaard in geval.standaarden.iter().filter(|s| kies(nummer, s)) {
                let fout = speel(geval, standaard, poort, |_| ());
                fouten.extend(fout.into_iter().map(|f| format!("{}.toml: {f}", stam(&pad))));
            }
        }
    }
    assert!(fouten.is_empty(), "{} problems\n{}", fouten.len(), fouten.join("\n"));
    for soort in ["301", "305", "307", "315", "317", "319", "323"] {
        assert!(soorten.iter().any(|s| s == soort), "no story sends a {soort}");
    }
}
