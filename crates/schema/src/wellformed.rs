//! The parts of XML 1.0 well-formedness that the tokenizer leaves to us: characters, names, references.

/// Offset of the first character that XML 1.0 does not allow.
pub fn first_illegal_char(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // Whole blocks are tested without branches, so that the compiler can use wide instructions.
    let control = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r');
    let mut at = 0;
    for block in bytes.chunks(1024) {
        if block.iter().fold(0_u8, |bad, b| bad | u8::from(control(*b))) != 0 {
            return block.iter().position(|b| control(*b)).map(|p| at + p);
        }
        at += block.len();
    }
    // U+FFFE and U+FFFF; surrogates cannot occur in UTF-8.
    memchr::memchr_iter(0xEF, bytes).find(|at| matches!(bytes.get(at + 1..at + 3), Some([0xBF, 0xBE | 0xBF])))
}

fn is_char(c: u32) -> bool {
    matches!(c, 0x9 | 0xA | 0xD | 0x20..=0xD7FF | 0xE000..=0xFFFD | 0x1_0000..=0x10_FFFF)
}

fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_char(c: char) -> bool {
    is_name_start(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// A name without a colon.
pub fn is_ncname(name: &str) -> bool {
    // Nearly every name is of these characters alone.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    if let Some(first) = name.bytes().next()
        && (first.is_ascii_alphabetic() || first == b'_')
        && name.bytes().all(plain)
    {
        return true;
    }
    let mut chars = name.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

/// A target of a processing instruction: a name, not `xml` in any case.
pub fn is_pi_target(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| is_name_start(c) || c == ':')
        && chars.all(|c| is_name_char(c) || c == ':')
        && !name.eq_ignore_ascii_case("xml")
}

/// Splits a qualified name into prefix (possibly empty) and local part; `None` when it is no QName.
pub fn split_qname(qname: &str) -> Option<(&str, &str)> {
    match qname.split_once(':') {
        None => is_ncname(qname).then_some(("", qname)),
        Some((prefix, local)) => (is_ncname(prefix) && is_ncname(local)).then_some((prefix, local)),
    }
}

/// The character behind a reference (the part between `&` and `;`): one of the five predefined entities or a numeric
/// character reference to a legal character.
pub fn reference(body: &str) -> Option<char> {
    match body {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => {
            let number = body.strip_prefix('#')?;
            let (digits, radix) = match number.strip_prefix('x') {
                Some(hex) => (hex, 16),
                None => (number, 10),
            };
            // from_str_radix would accept a sign.
            if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
                return None;
            }
            // Leading zeros may make it longer than eight digits.
            let code = u32::from_str_radix(digits.trim_start_matches('0'), radix).ok()?;
            if is_char(code) { char::from_u32(code) } else { None }
        }
    }
}

/// An attribute value with its references resolved and white space turned into spaces; `None` when it is malformed.
pub fn attribute_value(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '<', '\t', '\n', '\r']) {
        let (before, special) = rest.split_at_checked(at)?;
        out.push_str(before);
        if special.starts_with('<') {
            return None;
        }
        if let Some(after) = special.strip_prefix('&') {
            let (body, tail) = after.split_once(';')?;
            out.push(reference(body)?);
            rest = tail;
        } else {
            out.push(' ');
            rest = special.get(1..)?;
        }
    }
    out.push_str(rest);
    Some(out)
}

/// Whether the content of `<?xml ... ?>` (after the letters `xml`) is a correct declaration: version, then encoding,
/// then standalone, each at most once.
pub fn is_declaration(content: &str) -> bool {
    (|| {
        let rest = pseudo_attribute(content, "version", |v| {
            v.strip_prefix("1.").is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
        })?;
        let rest = pseudo_attribute(rest, "encoding", |v| {
            v.starts_with(|c: char| c.is_ascii_alphabetic())
                && v.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        })
        .unwrap_or(rest);
        let rest = pseudo_attribute(rest, "standalone", |v| v == "yes" || v == "no").unwrap_or(rest);
        Some(rest.trim_matches([' ', '\t', '\n', '\r']).is_empty())
    })()
    .unwrap_or(false)
}

fn pseudo_attribute<'t>(text: &'t str, name: &str, valid: impl Fn(&str) -> bool) -> Option<&'t str> {
    let white = [' ', '\t', '\n', '\r'];
    let trimmed = text.trim_start_matches(white);
    if trimmed.len() == text.len() {
        return None;
    }
    let rest = trimmed.strip_prefix(name)?.trim_start_matches(white).strip_prefix('=')?.trim_start_matches(white);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, rest) = rest.get(1..)?.split_once(quote)?;
    valid(value).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_mean_legal_characters_only() {
        assert_eq!(reference("#x41"), Some('A'));
        assert_eq!(reference("#0000000065"), Some('A'));
        assert_eq!(reference("#9"), Some('\t'));
        for bad in ["", "#", "#x", "#0", "#xD800", "#xFFFF", "#x110000", "#+65", "nbsp", "#8", "#X41", "AMP"] {
            assert_eq!(reference(bad), None, "{bad}");
        }
    }

    #[test]
    fn declarations_in_order() {
        for good in [
            " version='1.0'",
            " version = \"1.0\" encoding='UTF-8' standalone=\"yes\" ",
            "\n version='1.1' standalone='no'",
        ] {
            assert!(is_declaration(good), "{good}");
        }
        for bad in [
            "",
            " encoding='UTF-8'",
            " version='1.0'encoding='UTF-8'",
            " version='2.0'",
            " version='1.0' standalone='ja'",
            " version='1.0' standalone='yes' encoding='UTF-8'",
            " version='1.0' x",
            "version='1.0'",
            " version='1.0\"",
        ] {
            assert!(!is_declaration(bad), "{bad}");
        }
    }

    #[test]
    fn illegal_characters_are_found() {
        assert_eq!(first_illegal_char("a\tb\r\n"), None);
        assert_eq!(first_illegal_char(&format!("{}\u{1}", "a".repeat(300))), Some(300));
        assert_eq!(first_illegal_char("aa\u{FFFF}"), Some(2));
        assert_eq!(first_illegal_char("aa\u{FFFD}\u{EFBF}"), None);
    }

    #[test]
    fn names() {
        assert_eq!(split_qname("ijw:Bsn"), Some(("ijw", "Bsn")));
        for bad in ["", ":a", "a:", "a:b:c", "1a", "-a", "a b"] {
            assert_eq!(split_qname(bad), None, "{bad}");
        }
        assert!(!is_pi_target("XmL"));
        assert!(is_pi_target("xml-stylesheet"));
    }
}
