//! From bytes to text: encoding, and recognising what is no message at all.
//!
//! UTF-8 (with or without a byte order mark), US-ASCII, UTF-16 and ISO-8859-1 are read; any other declared encoding is
//! refused by name. [`decode`] takes a whole message, [`stream::Decoder`](crate::stream) reads one in parts; both decide in
//! [`recognise`].

use std::borrow::Cow;

/// How the bytes spell characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8, also when nothing is declared.
    #[default]
    Utf8,
    /// US-ASCII, declared.
    Ascii,
    /// ISO-8859-1, declared.
    Latin1,
    /// UTF-16, least significant byte first.
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
}

impl Encoding {
    /// Name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Ascii => "US-ASCII",
            Self::Latin1 => "ISO-8859-1",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
        }
    }
}

/// What is to be told about the bytes besides the text; none of it is a fault (OP192).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Form {
    /// Encoding.
    pub encoding: Encoding,
    /// Whether a byte order mark was there (OP192: without).
    pub bom: bool,
    /// Whether a line near the start ends in a bare line feed (OP192: CR/LF).
    pub bare_line_feed: bool,
}

impl Form {
    /// What OP192 asks otherwise, in Dutch; empty when the form is as it asks.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if !matches!(self.encoding, Encoding::Utf8 | Encoding::Ascii) {
            remarks.push(format!("het bericht is in {}; de standaard vraagt UTF-8", self.encoding.name()));
        }
        if self.bom && self.encoding == Encoding::Utf8 {
            remarks.push("het bericht begint met een byte order mark; de standaard vraagt UTF-8 zonder".to_owned());
        }
        if self.bare_line_feed {
            remarks.push("regels eindigen op LF; de standaard vraagt CR/LF".to_owned());
        }
        remarks
    }
}

/// Text ready for the validator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input<'b> {
    /// The text without a byte order mark; borrowed when the bytes are UTF-8.
    pub text: Cow<'b, str>,
    /// How it was written.
    pub form: Form,
}

/// Why bytes are no text for the validator; Dutch, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong and what to do.
    pub message: String,
    /// Byte offset of the problem.
    pub offset: usize,
}

/// Bytes that are looked at to recognise a file.
pub(crate) const HEAD: usize = 4096;

/// Encoding names that may be repeated to the sender; anything else could be anything.
const KNOWN_ENCODINGS: [&str; 13] = [
    "UTF-16",
    "UTF-16LE",
    "UTF-16BE",
    "UTF-32",
    "ISO-8859-2",
    "ISO-8859-15",
    "WINDOWS-1252",
    "WINDOWS-1250",
    "CP1252",
    "IBM850",
    "CP850",
    "MACINTOSH",
    "UTF-7",
];

/// Decodes the bytes of a whole file.
pub fn decode(bytes: &[u8]) -> Result<Input<'_>, Unreadable> {
    let (mut form, skip) = recognise(bytes)?;
    let rest = bytes.get(skip..).unwrap_or_default();
    let text = match form.encoding {
        Encoding::Utf8 | Encoding::Ascii => {
            let text = simdutf8::compat::from_utf8(rest).map_err(|e| not_utf8(skip + e.valid_up_to()))?;
            if form.encoding == Encoding::Ascii
                && let Some(at) = text.bytes().position(|b| !b.is_ascii())
            {
                return Err(not_ascii(skip + at));
            }
            Cow::Borrowed(text)
        }
        Encoding::Latin1 => Cow::Owned(rest.iter().copied().map(char::from).collect()),
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let mut text = String::with_capacity(rest.len());
            let left = utf16(rest, form.encoding, &mut text).map_err(|at| not_utf16(skip + at))?;
            if !left.is_empty() {
                return Err(not_utf16(bytes.len() - left.len()));
            }
            Cow::Owned(text)
        }
    };
    form.bare_line_feed = bare_line_feed(&text);
    Ok(Input { text, form })
}

/// Appends whole characters; gives the bytes of a character that is not complete yet, or the offset of a broken one.
pub(crate) fn utf16<'b>(bytes: &'b [u8], encoding: Encoding, out: &mut String) -> Result<&'b [u8], usize> {
    let mut rest = bytes;
    let unit = |pair: [u8; 2]| match encoding {
        Encoding::Utf16Be => u16::from_be_bytes(pair),
        _ => u16::from_le_bytes(pair),
    };
    while let Some((first, after)) = rest.split_first_chunk::<2>() {
        let first = unit(*first);
        if (0xD800..0xDC00).contains(&first) {
            let Some((second, after)) = after.split_first_chunk::<2>() else { return Ok(rest) };
            let Some(Ok(c)) = char::decode_utf16([first, unit(*second)]).next() else {
                return Err(bytes.len() - rest.len());
            };
            out.push(c);
            rest = after;
        } else {
            let Some(c) = char::from_u32(u32::from(first)) else { return Err(bytes.len() - rest.len()) };
            out.push(c);
            rest = after;
        }
    }
    Ok(rest)
}

/// Whether a line within the first 64 KB ends in a bare line feed: a writer does it everywhere or nowhere, and the whole of
/// a large file is not read again for a remark.
pub(crate) fn bare_line_feed(text: &str) -> bool {
    let head = text.as_bytes().get(..text.len().min(1 << 16)).unwrap_or_default();
    memchr::memchr_iter(b'\n', head).any(|at| at == 0 || head.get(at - 1) != Some(&b'\r'))
}

pub(crate) fn not_utf8(offset: usize) -> Unreadable {
    Unreadable { message: "de bytes zijn geen geldige UTF-8; lever het bericht aan in UTF-8".to_owned(), offset }
}

pub(crate) fn not_ascii(offset: usize) -> Unreadable {
    let message = "het bericht noemt zich US-ASCII maar bevat andere tekens; lever het aan in UTF-8".to_owned();
    Unreadable { message, offset }
}

pub(crate) fn not_utf16(offset: usize) -> Unreadable {
    Unreadable { message: "de bytes zijn geen geldige UTF-16; lever het bericht aan in UTF-8".to_owned(), offset }
}

/// Decides what a file is by its first bytes (at least [`HEAD`] of them, or all): its form and how many bytes the byte
/// order mark takes.
pub(crate) fn recognise(bytes: &[u8]) -> Result<(Form, usize), Unreadable> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    at_a_glance(bytes, head)?;
    let form = |encoding, bom| Form { encoding, bom, bare_line_feed: false };
    let (encoding, bom, skip) = match head {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, true, 3),
        [0xFF, 0xFE, ..] => (Encoding::Utf16Le, true, 2),
        [0xFE, 0xFF, ..] => (Encoding::Utf16Be, true, 2),
        // Without a mark an XML declaration must be there to tell.
        [b'<', 0, b'?', 0, ..] => (Encoding::Utf16Le, false, 0),
        [0, b'<', 0, b'?', ..] => (Encoding::Utf16Be, false, 0),
        [b'<', 0, ..] | [0, b'<', ..] => {
            return refuse("het bestand is in UTF-16 zonder dat het dat zegt; lever het bericht aan in UTF-8");
        }
        _ => (Encoding::Utf8, false, 0),
    };
    let rest = head.get(skip..).unwrap_or_default();
    if encoding == Encoding::Utf8 {
        return Ok((form(eight_bit(declared_encoding(rest))?, bom), skip));
    }
    let mut text = String::new();
    // A character cut off at the end of the head is no matter here.
    let _ = utf16(rest, encoding, &mut text);
    match declared_encoding(text.as_bytes()).map(|name| name.to_ascii_uppercase()) {
        None => {}
        Some(name) if name == "UTF-16" => {}
        Some(name) if name == "UTF-16LE" && encoding == Encoding::Utf16Le => {}
        Some(name) if name == "UTF-16BE" && encoding == Encoding::Utf16Be => {}
        Some(_) => {
            return refuse("het bestand is in UTF-16 maar noemt een andere tekencodering; lever het aan in UTF-8");
        }
    }
    Ok((form(encoding, bom), skip))
}

fn refuse<T>(message: &str) -> Result<T, Unreadable> {
    Err(Unreadable { message: message.to_owned(), offset: 0 })
}

/// What a person sees at a glance: nothing, a ZIP, a web page, no XML.
fn at_a_glance(bytes: &[u8], head: &[u8]) -> Result<(), Unreadable> {
    let unmarked = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let visible = unmarked.trim_ascii_start();
    if visible.is_empty() && bytes.len() <= head.len() {
        return refuse("het bestand is leeg; er is niets om te toetsen");
    }
    let signatures: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "het bestand is een ZIP-archief; pak het uit en lever de berichten los aan"),
        (b"PK\x05\x06", "het bestand is een leeg ZIP-archief; lever de berichten los aan"),
        (b"\x1F\x8B", "het bestand is met gzip ingepakt; pak het uit en lever het bericht los aan"),
        (b"7z\xBC\xAF", "het bestand is een 7z-archief; pak het uit en lever de berichten los aan"),
        (b"%PDF", "het bestand is een PDF; lever het XML-bericht zelf aan"),
        (b"\x89PNG", "het bestand is een afbeelding; lever het XML-bericht zelf aan"),
        (b"\xD0\xCF\x11\xE0", "het bestand is een Office-document; lever het XML-bericht zelf aan"),
    ];
    if let Some((_, message)) = signatures.iter().find(|(start, _)| head.starts_with(start)) {
        return refuse(message);
    }
    let lower = visible.to_ascii_lowercase();
    if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") {
        return refuse("dit is een webpagina (HTML), geen bericht; haal het bericht opnieuw op");
    }
    let is_xml = visible.starts_with(b"<") || matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, b'<', ..]);
    // More white space than is looked at: the validator will say.
    let unseen = visible.is_empty() && bytes.len() > head.len();
    if !is_xml && !unseen {
        return refuse("dit is geen XML: het begint niet met <; lever het XML-bericht zelf aan");
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

/// What a declaration means for bytes that are not UTF-16. It goes before a byte order mark of UTF-8, as others read it too.
fn eight_bit(declared: Option<String>) -> Result<Encoding, Unreadable> {
    let Some(name) = declared else { return Ok(Encoding::Utf8) };
    let upper = name.to_ascii_uppercase();
    match upper.as_str() {
        "UTF-8" | "UTF8" => Ok(Encoding::Utf8),
        "US-ASCII" | "ASCII" | "ISO646-US" | "ANSI_X3.4-1968" => Ok(Encoding::Ascii),
        "ISO-8859-1" | "ISO_8859-1" | "ISO8859-1" | "LATIN1" | "L1" | "CP819" => Ok(Encoding::Latin1),
        _ => {
            let shown = if KNOWN_ENCODINGS.contains(&upper.as_str()) { upper.as_str() } else { "onbekend" };
            refuse(&format!("de tekencodering ({shown}) wordt niet gelezen; lever het bericht aan in UTF-8"))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).unwrap().text.into_owned()
    }

    fn utf16_bytes(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let mark = if mark { "\u{FEFF}" } else { "" };
        let units: Vec<u16> = mark.encode_utf16().chain(text.encode_utf16()).collect();
        units.into_iter().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn reads_utf8_with_and_without_a_mark() {
        assert_eq!(text("<é/>".as_bytes()), "<é/>");
        let marked = decode(b"\xEF\xBB\xBF<a/>").unwrap();
        assert_eq!((marked.text.as_ref(), marked.form.bom), ("<a/>", true));
        let ascii = decode(b"<?xml version='1.0' encoding = 'us-ascii'?><a/>").unwrap();
        assert_eq!((ascii.text.len(), ascii.form.encoding), (47, Encoding::Ascii));
    }

    #[test]
    fn reads_utf16_and_latin1_when_declared_or_marked() {
        let message = "<?xml version='1.0' encoding='UTF-16'?><a>é𝄞</a>";
        for (big, mark) in [(false, true), (true, true), (false, false), (true, false)] {
            assert_eq!(text(&utf16_bytes(message, big, mark)), message);
        }
        let bare = "<a/>";
        assert_eq!(text(&utf16_bytes(bare, false, true)), bare);
        assert!(decode(&utf16_bytes(bare, false, false)).is_err(), "neither marked nor declared");
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>";
        assert!(text(latin).ends_with("<a>é</a>"));
        let marked = "\u{FEFF}<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>";
        assert!(text(marked.as_bytes()).ends_with("<a>Ã©</a>"), "the declaration goes before the mark");
    }

    #[test]
    fn broken_utf16_is_refused() {
        let mut odd = utf16_bytes("<a/>", false, true);
        odd.push(0x20);
        let mut lone = utf16_bytes("<a>", false, true);
        lone.extend([0x00, 0xD8, 0x20, 0x00]);
        let end = utf16_bytes("<a>", true, true).into_iter().chain([0xD8, 0x00]).collect::<Vec<u8>>();
        for bytes in [odd, lone, end] {
            assert!(decode(&bytes).unwrap_err().message.contains("UTF-16"));
        }
        let other = utf16_bytes("<?xml version='1.0' encoding='UTF-8'?><a/>", false, true);
        assert!(decode(&other).unwrap_err().message.contains("andere tekencodering"));
    }

    #[test]
    fn remarks_are_about_the_form_only() {
        assert_eq!(decode(b"<a>\r\n</a>\r\n").unwrap().form.remarks(), [""; 0]);
        assert_eq!(decode(b"<a>\n</a>").unwrap().form.remarks().len(), 1);
        assert_eq!(decode(&utf16_bytes("<a>\n</a>", false, true)).unwrap().form.remarks().len(), 2);
    }

    #[test]
    fn names_what_it_refuses() {
        let cases: [(&[u8], &str); 10] = [
            (b"", "leeg"),
            (b" \n", "leeg"),
            (b"\xEF\xBB\xBF", "leeg"),
            (b"PK\x03\x04....", "ZIP"),
            (b"<!DOCTYPE html><html></html>", "HTML"),
            (b"hallo", "geen XML"),
            (b"<?xml version=\"1.0\" encoding=\"windows-1252\"?><a/>", "WINDOWS-1252"),
            (b"<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", "UTF-16"),
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
