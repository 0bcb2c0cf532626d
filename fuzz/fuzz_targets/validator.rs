//! Bytes of a message through decoding, validation and the tree.
//!
//! Besides not panicking: a consumer changes nothing in the report, offsets lie in the text, and no finding shows nine
//! digits in a row.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use schema::tree::TreeBuilder;
use schema::{Limits, Locator, NoSink, SchemaSet, validate};

static SCHEMAS: LazyLock<SchemaSet> = LazyLock::new(|| bericht::catalogus::ingebouwd().expect("built-in schemas"));

fuzz_target!(|bytes: &[u8]| {
    let Ok(input) = schema::input::decode(bytes) else { return };
    let mut builder = TreeBuilder::new();
    let report = validate(input.text, &SCHEMAS, &Limits::default(), &mut builder);
    let bare = validate(input.text, &SCHEMAS, &Limits::default(), &mut NoSink);
    assert_eq!(report.findings, bare.findings);
    assert!(report.well_formed || !report.is_valid());

    let mut locator = Locator::new(input.text);
    for finding in &report.findings {
        assert!(finding.offset <= input.text.len());
        assert!(input.text.is_char_boundary(finding.offset));
        assert!(!schema::looks_like_bsn(&finding.message), "{}", finding.message);
        locator.place(finding.offset);
    }
    let Some((release, _)) = report.message else { return };
    let Some(tree) = builder.finish(input.text, release) else { return };
    let mut seen = 1;
    for node in tree.root().descendants() {
        assert!(node.path().starts_with("/Bericht/"));
        assert!(node.parent().is_some());
        assert!(node.children().all(|child| child.id() > node.id()));
        assert!(node.is_leaf() || node.value().is_empty());
        seen += 1;
    }
    assert_eq!(seen, tree.len());
});
