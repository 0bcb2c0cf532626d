//! Stories of several messages, through the command line: one call per file on disk, and all in one call in memory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test may fail loudly

#[path = "hulp/eigenschappen.rs"]
mod eigenschappen;
mod hulp;

use std::path::Path;

use hulp::poort::Poort;
use hulp::scenario::{Opdrachtregel, Scenario};
use hulp::{fixtures, inhoud, stam};

#[test]
fn every_scenario_ends_as_told() {
    let poort = Poort::nieuw();
    let mappen: Vec<_> = inhoud(&fixtures("scenarios")).into_iter().filter(|p| p.is_dir()).collect();
    assert!(!mappen.is_empty(), "no scenarios");
    let fouten: Vec<String> = mappen.iter().flat_map(|map| speel(map, &poort)).collect();
    assert!(fouten.is_empty(), "{} problems\n{}", fouten.len(), fouten.join("\n"));
}

/// Plays a scenario both ways; what comes out must be the same.
fn speel(map: &Path, poort: &Poort) -> Vec<String> {
    let scenario = Scenario::lees(map);
    let (paden, dag) = (scenario.paden(map), scenario.peildatum.as_str());
    let schijf = Opdrachtregel::nieuw().per_bestand(&paden, dag);
    let geheugen = Opdrachtregel::nieuw().in_geheugen(&paden, dag);
    let mut fouten = scenario.verschillen(map, &schijf, poort);
    for (bericht, (een, ander)) in scenario.bericht.iter().zip(schijf.iter().zip(&geheugen)) {
        if een != ander {
            fouten.push(format!("{}: in memory it ends otherwise: {een:?} {ander:?}", bericht.bestand));
        }
    }
    fouten.into_iter().map(|fout| format!("{} ({}): {fout}", stam(map), scenario.titel)).collect()
}
