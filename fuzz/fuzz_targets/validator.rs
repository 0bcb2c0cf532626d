//! Bytes of a message through decoding and validation, whole and as a stream.
//!
//! Besides not panicking: a consumer changes nothing in the report, a stream gives the same verdict as a whole text however
//! it is cut, offsets lie in the text, and no finding shows nine digits in a row.
#![no_main]

use std::io::Read;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use schema::stream::validate_stream;
use schema::tree::TreeBuilder;
use schema::{Limits, NoSink, SchemaSet, validate};

static SCHEMAS: LazyLock<SchemaSet> = LazyLock::new(|| bericht::catalogus::ingebouwd().expect("built-in schemas"));

/// Gives a few bytes at a time.
struct Drip<'b>(&'b [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = into.len().min(7);
        self.0.read(&mut into[..n])
    }
}

fuzz_target!(|bytes: &[u8]| {
    let stream = validate_stream(&mut Drip(bytes), &SCHEMAS, &Limits::default(), u64::MAX, &mut NoSink);
    let stream_valid = stream.as_ref().is_ok_and(|s| s.report.is_valid() && s.report.well_formed);
    let Ok(input) = schema::input::decode(bytes) else {
        assert!(!stream_valid, "a stream accepts what a whole text does not");
        return;
    };
    let mut builder = TreeBuilder::new();
    let report = validate(&input.text, &SCHEMAS, &Limits::default(), &mut builder);
    let bare = validate(&input.text, &SCHEMAS, &Limits::default(), &mut NoSink);
    assert_eq!(report.findings, bare.findings);
    assert!(report.well_formed || !report.is_valid());
    assert_eq!(stream_valid, report.is_valid() && report.well_formed, "a stream and a whole text differ");
    if let Ok(stream) = &stream {
        assert_eq!(stream.report.findings, report.findings, "places and texts are the same either way");
    }
    for finding in &report.findings {
        assert!(finding.offset <= input.text.len());
        assert!(finding.place.line >= 1 && finding.place.column >= 1);
        let digits = finding.message.as_bytes().windows(9).any(|w| w.iter().all(u8::is_ascii_digit));
        assert!(!digits, "nine digits in a row in a finding");
    }
});
