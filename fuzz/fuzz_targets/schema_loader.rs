//! Text as the only file of a release: understood or refused by name, never half.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schema::{NoSink, Limits, SchemaFile, SchemaSet, load_release, validate};

fuzz_target!(|text: &str| {
    let file = SchemaFile { name: "fuzz.xsd".to_owned(), text: text.to_owned() };
    let Ok(release) = load_release("fuzz", &[file]) else { return };
    let mut set = SchemaSet::default();
    set.add(release);
    validate("<Bericht/>", &set, &Limits::default(), &mut NoSink);
});
