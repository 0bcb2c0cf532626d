//! From bytes to text: encoding, and recognising what is no message at all.

/// Text ready for the validator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input<'b> {
    /// The text without a byte order mark.
    pub text: &'b str,
    /// Whether a byte order mark was there (OP192: without).
    pub bom: bool,
}

/// Why bytes are no text for the validator; Dutch, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong and what to do.
    pub message: String,
    /// Byte offset of the problem.
    pub offset: usize,
}

/// Encoding names that may be repeated to the sender; anything else could be anything.
const KNOWN_ENCODINGS: [&str; 14] = [
    "UTF-16",
    "UTF-16LE",
    "UTF-16BE",
    "UTF-32",
    "ISO-8859-1",
    "ISO-8859-15",
    "WINDOWS-1252",
    "WINDOWS-1250",
    "CP1252",
    "LATIN1",
    "IBM850",
    "CP850",
    "MACINTOSH",
    "UTF-7",
];

/// Decodes the bytes of a file. UTF-8 (with or without a byte order mark) and its subset US-ASCII are read; any other
/// encoding is refused by name.
pub fn decode(bytes: &[u8]) -> Result<Input<'_>, Unreadable> {
    let (bom, rest) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    recognise(rest)?;
    let declared = declared_encoding(rest);
    let ascii_only = match declared.as_deref() {
        None => false,
        Some(name) => encoding_is_ascii(name)?,
    };
    let text = simdutf8::compat::from_utf8(rest).map_err(|e| Unreadable {
        message: "de bytes zijn geen geldige UTF-8; lever het bericht aan in UTF-8".to_owned(),
        offset: e.valid_up_to(),
    })?;
    if ascii_only && !text.is_ascii() {
        let offset = text.bytes().position(|b| !b.is_ascii()).unwrap_or(0);
        return Err(Unreadable {
            message: "het bericht noemt zich US-ASCII maar bevat andere tekens".to_owned(),
            offset,
        });
    }
    Ok(Input { text, bom })
}

/// What a person sees at a glance: nothing, a ZIP, another encoding, a web page.
fn recognise(bytes: &[u8]) -> Result<(), Unreadable> {
    let say = |message: &str| Err(Unreadable { message: message.to_owned(), offset: 0 });
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let visible = head.trim_ascii_start();
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return say("het bestand is leeg");
    }
    if head.starts_with(b"\xFF\xFE")
        || head.starts_with(b"\xFE\xFF")
        || head.starts_with(b"<\0")
        || head.starts_with(b"\0<")
    {
        return say("het bestand is in UTF-16; lever het bericht aan in UTF-8");
    }
    if head.starts_with(b"PK\x03\x04") {
        return say("het bestand is een ZIP-archief; pak het uit en lever de berichten los aan");
    }
    if head.starts_with(b"\x1F\x8B") {
        return say("het bestand is met gzip ingepakt; pak het uit en lever het bericht los aan");
    }
    let lower = visible.to_ascii_lowercase();
    if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") {
        return say("dit is een webpagina (HTML), geen bericht");
    }
    if !visible.starts_with(b"<") {
        return say("dit is geen XML: het begint niet met <");
    }
    Ok(())
}

/// The encoding in the XML declaration, when there is one.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let head = head.get(..head.len().min(256))?;
    let end = head.windows(2).position(|w| w == b"?>")?;
    let declaration = std::str::from_utf8(head.get(..end)?).ok()?;
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split_once(quote).map(|(name, _)| name.to_owned())
}

fn encoding_is_ascii(name: &str) -> Result<bool, Unreadable> {
    let upper = name.to_ascii_uppercase();
    match upper.as_str() {
        "UTF-8" | "UTF8" => Ok(false),
        "US-ASCII" | "ASCII" | "ISO646-US" | "ANSI_X3.4-1968" => Ok(true),
        _ => {
            let shown = if KNOWN_ENCODINGS.contains(&upper.as_str()) { upper.as_str() } else { "onbekend" };
            let message = format!("de tekencodering ({shown}) wordt niet gelezen; lever het bericht aan in UTF-8");
            Err(Unreadable { message, offset: 0 })
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_utf8_with_and_without_a_mark() {
        assert_eq!(decode("<é/>".as_bytes()).unwrap(), Input { text: "<é/>", bom: false });
        assert_eq!(decode(b"\xEF\xBB\xBF<a/>").unwrap(), Input { text: "<a/>", bom: true });
        assert_eq!(decode(b"<?xml version='1.0' encoding = 'us-ascii'?><a/>").unwrap().text.len(), 47);
    }

    #[test]
    fn names_what_it_refuses() {
        let cases: [(&[u8], &str); 9] = [
            (b"", "leeg"),
            (b" \n", "leeg"),
            (b"PK\x03\x04....", "ZIP"),
            (b"\xFF\xFE<\0", "UTF-16"),
            (b"<!DOCTYPE html><html></html>", "HTML"),
            (b"hallo", "geen XML"),
            (b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>", "ISO-8859-1"),
            (b"<?xml version=\"1.0\" encoding=\"Klaassen\"?><a/>", "onbekend"),
            (b"<a>\xE9</a>", "UTF-8"),
        ];
        for (bytes, word) in cases {
            let message = decode(bytes).unwrap_err().message;
            assert!(message.contains(word), "{message}");
            assert!(!message.contains("Klaassen"));
        }
    }
}
