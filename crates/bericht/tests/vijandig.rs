//! Hostile input: refused, and refused early. How early is told by how much of an endless source is read.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::io::Read;

use bericht::catalogus::ingebouwd;
use schema::stream::{StreamFault, validate_stream};
use schema::{Limits, NoSink, SchemaSet};

const KOP: &str = "<Bericht xmlns=\"http://www.istandaarden.nl/ijw/3_2/jw323/schema\">";

/// A beginning, then the same over and over, up to a gigabyte.
struct Eindeloos<'b> {
    begin: &'b [u8],
    herhaal: &'b [u8],
    plek: usize,
    gelezen: usize,
}

impl<'b> Eindeloos<'b> {
    fn nieuw(begin: &'b str, herhaal: &'b str) -> Self {
        Self { begin: begin.as_bytes(), herhaal: herhaal.as_bytes(), plek: 0, gelezen: 0 }
    }
}

impl Read for Eindeloos<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.gelezen > 1 << 30 {
            return Ok(0);
        }
        for slot in into.iter_mut() {
            *slot = match self.begin.get(self.plek) {
                Some(b) => *b,
                None => self.herhaal[(self.plek - self.begin.len()) % self.herhaal.len()],
            };
            self.plek += 1;
        }
        self.gelezen += into.len();
        Ok(into.len())
    }
}

/// The first fault of well-formedness, and how much was read for it.
fn weiger(set: &SchemaSet, begin: &str, herhaal: &str) -> (String, usize) {
    let mut bron = Eindeloos::nieuw(begin, herhaal);
    let klaar = validate_stream(&mut bron, set, &Limits::default(), u64::MAX, &mut NoSink);
    let reden = match klaar {
        Ok(klaar) => {
            assert!(!klaar.report.well_formed, "accepted");
            klaar.report.findings.last().unwrap().message.clone()
        }
        Err(StreamFault::Unreadable(reden)) => reden.message,
        Err(fout) => panic!("{fout:?}"),
    };
    (reden, bron.gelezen)
}

#[test]
fn endless_input_is_refused_before_much_of_it_is_read() {
    let set = ingebouwd().unwrap();
    let attribuut = format!("{KOP}<Header a=\"");
    let gevallen: [(&str, &str, &str, usize); 11] = [
        ("nesting", KOP, "<a>", 200_000),
        ("a name", "<", "abcdefgh", 400_000),
        ("a name in a message", "<Bericht><", "x", 400_000),
        ("attributes", "<Bericht", " a=\"1\"", 400_000),
        ("one attribute", &attribuut, "aaaaaaaa", 400_000),
        ("namespaces", "<Bericht", " xmlns:a=\"urn:a\"", 400_000),
        ("an end tag", "<a></", "a", 400_000),
        ("a reference", "<a>&#", "0", 400_000),
        ("a comment", "<a><!--", " ", 25_000_000),
        ("an instruction", "<?a", " ", 25_000_000),
        ("CDATA", "<a><![CDATA[", "x", 25_000_000),
    ];
    for (naam, begin, herhaal, hoogstens) in gevallen {
        let (reden, gelezen) = weiger(&set, begin, herhaal);
        assert!(gelezen <= hoogstens, "{naam}: {gelezen} bytes were read before it was refused ({reden})");
        assert!(!reden.is_empty(), "{naam}");
    }
}

#[test]
fn what_is_endless_and_allowed_ends_at_the_size_that_was_set() {
    let set = ingebouwd().unwrap();
    for (begin, herhaal) in [(KOP, " \n"), ("<a>", "tekst "), ("<a>", "<b/>")] {
        let mut bron = Eindeloos::nieuw(begin, herhaal);
        let klaar = validate_stream(&mut bron, &set, &Limits::default(), 1 << 20, &mut NoSink);
        assert!(matches!(klaar, Err(StreamFault::TooLong)), "{herhaal}");
        assert!(bron.gelezen < (1 << 20) + 200_000, "{} bytes were read", bron.gelezen);
    }
}

#[test]
fn entities_are_refused_whatever_they_promise() {
    let set = ingebouwd().unwrap();
    let lachen =
        "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;\">]><Bericht>&lol2;</Bericht>";
    let gevallen = [
        lachen,
        "<!DOCTYPE Bericht>",
        "<!doctype Bericht>",
        "<?xml version=\"1.0\"?><!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"http://127.0.0.1:1/\">]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % p \"<!ENTITY q 'r'>\">%p;]><a/>",
    ];
    for tekst in gevallen {
        let (reden, gelezen) = weiger(&set, tekst, " ");
        assert!(reden.contains("DOCTYPE"), "{reden}");
        assert!(gelezen < 200_000);
    }
    let (reden, _) = weiger(&set, "<a>&lol;</a>", " ");
    assert!(reden.contains("entiteit"), "{reden}");
}

#[test]
fn broken_bytes_are_named_wherever_they_stand() {
    let set = ingebouwd().unwrap();
    let binnen = |bytes: &[u8]| [KOP.as_bytes(), b"<Header>", bytes].concat();
    let gevallen: [(Vec<u8>, &str); 6] = [
        (binnen(b"\xC3\x28"), "UTF-8"),
        (binnen(b"\xED\xA0\x80"), "UTF-8"),
        (binnen(b"\xF5\x80\x80\x80"), "UTF-8"),
        (binnen(b"\0"), "teken"),
        (binnen(b"\x01"), "teken"),
        (binnen("\u{FFFF}".as_bytes()), "teken"),
    ];
    for (bytes, woord) in gevallen {
        // At the very start and far beyond the first window.
        for opvulling in [0, 70_000] {
            let bericht = [bytes.as_slice(), b" ".repeat(opvulling).as_slice()].concat();
            let later = [b" ".repeat(opvulling).as_slice(), bytes.as_slice()].concat();
            for bericht in [bericht, later] {
                let klaar = validate_stream(&mut &*bericht, &set, &Limits::default(), u64::MAX, &mut NoSink);
                let reden = match klaar {
                    Ok(klaar) => klaar.report.findings.iter().map(|f| f.message.clone()).collect::<Vec<_>>().join("; "),
                    Err(StreamFault::Unreadable(reden)) => reden.message,
                    Err(fout) => panic!("{fout:?}"),
                };
                assert!(reden.contains(woord), "{reden}");
            }
        }
    }
}

#[test]
fn a_message_cut_anywhere_is_told_to_be_cut() {
    let set = ingebouwd().unwrap();
    let heel = include_str!("../../../fixtures/demo/05-wmo-323.xml");
    for einde in (1..heel.trim_end().len()).step_by(7).filter(|einde| heel.is_char_boundary(*einde)) {
        let deel = heel.get(..einde).unwrap();
        let klaar = validate_stream(&mut deel.as_bytes(), &set, &Limits::default(), u64::MAX, &mut NoSink);
        match klaar {
            Ok(klaar) => assert!(!klaar.report.well_formed && !klaar.report.findings.is_empty(), "cut at {einde}"),
            Err(StreamFault::Unreadable(_)) => {}
            Err(fout) => panic!("{fout:?}"),
        }
    }
}
