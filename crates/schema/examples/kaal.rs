//! A bare quick-xml loop over a file, to measure beside: tokens only, no schema, no namespaces, no findings.
#![allow(clippy::print_stdout, reason = "it is a program")]

use quick_xml::Reader;
use quick_xml::events::Event;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for pad in std::env::args().skip(1) {
        let tekst = std::fs::read_to_string(&pad)?;
        let mut lezer = Reader::from_str(&tekst);
        let mut aantal = 0_u64;
        while !matches!(lezer.read_event()?, Event::Eof) {
            aantal += 1;
        }
        println!("{pad}: {aantal} tokens");
    }
    Ok(())
}
