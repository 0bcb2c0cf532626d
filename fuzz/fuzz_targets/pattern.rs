//! First line: the source of an XSD pattern; the rest: a value. A literal pattern matches itself and nothing else.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schema::Pattern;

fuzz_target!(|text: &str| {
    let (source, value) = text.split_once('\n').unwrap_or((text, ""));
    let Ok(pattern) = Pattern::new(source) else { return };
    let found = pattern.matches(value);
    if !source.is_empty() && source.bytes().all(|b| b.is_ascii_alphanumeric()) {
        assert_eq!(found, source == value);
        assert!(pattern.matches(source));
    }
});
