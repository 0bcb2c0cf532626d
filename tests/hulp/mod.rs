//! Shared by the tests that play messages: text in, text out. What the crates look like stays behind [`poort`].

#![allow(dead_code)] // each test uses its own part

pub mod poort;
pub mod retour;
pub mod scenario;
pub mod verhaal;
pub mod xml;

use std::path::{Path, PathBuf};

/// A path below `fixtures/`.
pub fn fixtures(pad: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(pad)
}

/// The text of a file.
pub fn lees(pad: &Path) -> String {
    std::fs::read_to_string(pad).unwrap_or_else(|e| panic!("{}: {e}", pad.display()))
}

/// What is in a folder, in order of name.
pub fn inhoud(map: &Path) -> Vec<PathBuf> {
    let lijst = std::fs::read_dir(map).unwrap_or_else(|e| panic!("{}: {e}", map.display()));
    let mut paden: Vec<PathBuf> = lijst.map(|e| e.unwrap().path()).collect();
    paden.sort();
    paden
}

/// The last part of a path without its extension.
pub fn stam(pad: &Path) -> String {
    pad.file_stem().unwrap().to_string_lossy().into_owned()
}
