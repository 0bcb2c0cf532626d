//! Text as the only file of a release, with or without a manifest: understood or refused by name, never half.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schema::{Limits, MANIFEST, NoSink, SchemaFile, SchemaSet, check_release, load_release, validate};

fuzz_target!(|text: &str| {
    // What follows a line of its own is the manifest.
    let (xsd, manifest) = text.split_once("\n--- manifest\n").map_or((text, None), |(a, b)| (a, Some(b)));
    let mut files = vec![SchemaFile { name: "fuzz.xsd".to_owned(), text: xsd.to_owned() }];
    files.extend(manifest.map(|text| SchemaFile { name: MANIFEST.to_owned(), text: text.to_owned() }));
    let release = match (load_release("fuzz", &files), check_release("fuzz", &files)) {
        (Ok(release), Ok(_)) => release,
        (Err(_), Err(all)) => return assert!(!all.is_empty()),
        _ => panic!("loading and checking differ"),
    };
    assert!(schema::diff::compare(&release, &release).is_empty());
    let mut set = SchemaSet::default();
    set.add(release);
    validate("<Bericht/>", &set, &Limits::default(), &mut NoSink);
});
