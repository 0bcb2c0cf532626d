//! The frozen cases: messages made here, with the verdict on which libxml2 and Python's xmlschema agreed. They need neither.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use bericht::catalogus;
use schema::stream::validate_stream;
use schema::{Limits, NoSink};

#[test]
fn every_frozen_case_has_its_verdict() {
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/corpus");
    let index = fs::read_to_string(map.join("index.tsv")).unwrap();
    let set = catalogus::ingebouwd().unwrap();
    let (mut aantal, mut geldig) = (0, 0);
    for regel in index.lines().skip(1) {
        let mut cellen = regel.split('\t');
        let (naam, soort) = (cellen.next().unwrap(), cellen.next().unwrap());
        let verwacht = cellen.next() == Some("true");
        let bytes = fs::read(map.join(naam)).unwrap();
        let heel = schema::input::decode(&bytes).is_ok_and(|input| {
            let verslag = schema::validate(&input.text, &set, &Limits::default(), &mut NoSink);
            verslag.is_valid() && verslag.well_formed
        });
        // One byte at a time, so that every token is cut everywhere.
        let stroom = validate_stream(&mut Druppel(&bytes), &set, &Limits::default(), u64::MAX, &mut NoSink);
        let stroom = stroom.is_ok_and(|s| s.report.is_valid() && s.report.well_formed);
        assert_eq!((heel, stroom), (verwacht, verwacht), "{naam} ({soort})");
        (aantal, geldig) = (aantal + 1, geldig + usize::from(verwacht));
    }
    assert!(aantal >= 100 && geldig >= 30 && aantal - geldig >= 30, "{aantal} cases, {geldig} valid");
}

/// A source that gives three bytes at a time.
struct Druppel<'b>(&'b [u8]);

impl std::io::Read for Druppel<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = into.len().min(3).min(self.0.len());
        let (nu, straks) = self.0.split_at(n);
        into.iter_mut().zip(nu).for_each(|(naar, van)| *naar = *van);
        self.0 = straks;
        Ok(n)
    }
}
