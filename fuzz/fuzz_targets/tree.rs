//! Bytes of a message to a tree, to typed values, and written again.
//!
//! Besides not panicking: a valid message can be read by the views and as a whole, what is written of it is valid, and
//! reads back equal.
#![no_main]

use std::sync::LazyLock;

use bericht::knoop::{lees_bericht, schrijf_bericht};
use bericht::{Bericht, Domein, Soort};
use libfuzzer_sys::fuzz_target;
use schema::tree::TreeBuilder;
use schema::{Limits, SchemaSet, validate};

static SCHEMAS: LazyLock<SchemaSet> = LazyLock::new(|| bericht::catalogus::ingebouwd().expect("built-in schemas"));

fuzz_target!(|bytes: &[u8]| {
    let Ok(input) = schema::input::decode(bytes) else { return };
    let mut builder = TreeBuilder::new();
    let report = validate(&input.text, &SCHEMAS, &Limits::default(), &mut builder);
    let Some((release, message)) = report.message else { return };
    let Some(tree) = builder.finish(&input.text, release) else { return };
    // Also a tree of a broken message can be walked.
    for node in tree.root().descendants() {
        let (_, _, _) = (node.path(), node.value(), node.parent().map(|p| p.name()));
    }
    if !report.is_valid() || !report.well_formed {
        return;
    }
    let (Some(domein), Some(soort)) = (Domein::parse(&release.standard), Soort::parse(&message.code)) else { return };
    Bericht::lees(&tree, domein, soort).expect("a valid message can be read");
    let knoop = lees_bericht(tree.root(), release, message);
    // An integer beyond what a number holds is kept as text, which the writer refuses.
    let Ok(written) = schrijf_bericht(release, message, &knoop) else { return };
    let text = String::from_utf8(written).expect("UTF-8");
    let mut again = TreeBuilder::new();
    let report = validate(&text, &SCHEMAS, &Limits::default(), &mut again);
    assert!(report.is_valid() && report.well_formed, "{:?}", report.findings);
    let tree = again.finish(&text, release).expect("a tree");
    assert!(lees_bericht(tree.root(), release, message) == knoop);
});
