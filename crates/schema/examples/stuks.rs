//! Validates every file so many times from memory, with the schemas loaded once: what a message costs inside a process.
//! Findings are collected as always. To be measured beside `xmllint --repeat --memory`, which does each file a hundred times.
//!
//! Usage: `stuks RELEASE-FOLDER TIMES FILE...`
#![allow(clippy::print_stdout, reason = "it is a program")]

use std::path::Path;

use schema::{Limits, NoSink, SchemaFile, SchemaSet, load_release, validate};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let map = args.next().ok_or("no release folder named")?;
    let keer: u32 = args.next().ok_or("no number named")?.parse()?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&map)? {
        let pad = entry?.path();
        let naam = pad.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push(SchemaFile { name: naam, text: std::fs::read_to_string(&pad)? });
    }
    let naam = Path::new(&map).file_name().unwrap_or_default().to_string_lossy();
    let mut set = SchemaSet::default();
    set.add(load_release(&naam, &files)?);
    let (mut gekeurd, mut bevindingen) = (0_u64, 0);
    for pad in args {
        let tekst = std::fs::read_to_string(&pad)?;
        for _ in 0..keer {
            gekeurd += 1;
            bevindingen += validate(&tekst, &set, &Limits::default(), &mut NoSink).findings.len();
        }
    }
    println!("{gekeurd} messages, {bevindingen} findings");
    Ok(())
}
