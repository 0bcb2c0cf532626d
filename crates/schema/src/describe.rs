//! What a finding may say about a value.
//!
//! A value is shown only where the schema expects an enumeration, a code, an amount, a volume or a period date, and then
//! only when it is short and looks the part. Everything else (Bsn, names, addresses, birth dates, comments, reference
//! numbers, anything in an unexpected place) appears as length and kind of characters.

use crate::model::Release;
use crate::simple::{Base, Fault, SimpleType};

/// Elements whose numeric or date value may be shown. A name that is not here is masked, so a new element is safe until
/// someone decides otherwise. `Datum` alone is a birth date and `Dagtekening` no period, so neither is here.
const SHOWN: [&str; 19] = [
    "Bedrag",
    "TotaalBedrag",
    "Budget",
    "Volume",
    "GeleverdVolume",
    "ProductTarief",
    "Begindatum",
    "Einddatum",
    "Ingangsdatum",
    "ToewijzingIngangsdatum",
    "ToewijzingEinddatum",
    "GewensteIngangsdatum",
    "Toewijzingsdatum",
    "BeschikkingIngangsdatum",
    "BerichtCode",
    "BerichtVersie",
    "BerichtSubversie",
    "ProductCode",
    "Code",
];

/// Longest list of allowed values that is written out.
const LISTED: usize = 12;

/// What was found: the value where that is allowed, else its length and kind of characters.
pub fn found(element: &str, simple: &SimpleType, value: &str) -> String {
    let value = simple.normalized(value);
    let showable = !simple.enumeration.is_empty() || SHOWN.contains(&element);
    if showable && harmless(simple, value) {
        return if value.bytes().all(|b| b.is_ascii_digit()) { amount(value) } else { value.to_owned() };
    }
    kind_of_characters(value)
}

/// A second guard: short, plain, and nothing that could be a Bsn or a name.
fn harmless(simple: &SimpleType, value: &str) -> bool {
    if looks_like_bsn(value) {
        return false;
    }
    match simple.base {
        Some(Base::Integer) => value.len() <= 12 && value.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+'),
        Some(Base::Date | Base::Time) => {
            value.len() <= 16 && value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b':' | b'Z'))
        }
        Some(Base::String) | None => value.len() <= 5 && value.bytes().all(|b| b.is_ascii_alphanumeric()),
    }
}

/// Nine digits anywhere in a row: the shape of a Bsn, whether or not it passes the elfproef.
pub fn looks_like_bsn(value: &str) -> bool {
    let mut run = 0;
    value.bytes().any(|b| {
        run = if b.is_ascii_digit() { run + 1 } else { 0 };
        run >= 9
    })
}

/// A whole number with dots between thousands, as Dutch readers expect.
pub fn amount(digits: &str) -> String {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits.to_owned();
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// A name for a group of characters and the test for it.
type Kind = (&'static str, fn(char) -> bool);

/// Length and kind of characters, e.g. `9 tekens (cijfers)`.
pub fn kind_of_characters(value: &str) -> String {
    let count = value.chars().count();
    if count == 0 {
        return "niets".to_owned();
    }
    let kinds: [Kind; 4] = [
        ("letters", char::is_alphabetic),
        ("cijfers", |c| c.is_ascii_digit()),
        ("witruimte", char::is_whitespace),
        ("andere tekens", |c| !c.is_alphabetic() && !c.is_ascii_digit() && !c.is_whitespace()),
    ];
    let present: Vec<&str> = kinds.iter().filter(|(_, is)| value.chars().any(is)).map(|(name, _)| *name).collect();
    let noun = if count == 1 { "teken" } else { "tekens" };
    format!("{count} {noun} ({})", present.join(", "))
}

/// What was expected of a value, in Dutch, given the fault.
pub fn expected(release: &Release, simple: &SimpleType, fault: Fault) -> String {
    match fault {
        Fault::Enumeration => enumeration(release, simple),
        Fault::Length => length(simple),
        Fault::Pattern => pattern(simple),
        Fault::Range => range(simple),
        Fault::Lexical => match simple.base {
            Some(Base::Date) => "een bestaande datum in de vorm JJJJ-MM-DD, zonder tijdzone".to_owned(),
            Some(Base::Time) => "een tijd in de vorm UU:MM:SS, zonder tijdzone".to_owned(),
            _ => "een geheel getal".to_owned(),
        },
    }
}

fn enumeration(release: &Release, simple: &SimpleType) -> String {
    let values = &simple.enumeration;
    let lists = release.manifest.as_ref().map(|manifest| &manifest.code_lists);
    let list = simple.name.as_deref().zip(lists).and_then(|(name, lists)| lists.get(name));
    let show = |code: &str| match list.and_then(|list| (release.label)(list, code)) {
        Some(label) => format!("{code} ({label})"),
        None => code.to_owned(),
    };
    let listed: Vec<String> = values.iter().take(LISTED).map(|code| show(code)).collect();
    if values.len() > LISTED {
        format!("een van de {} waarden {}, ...", values.len(), listed.join(", "))
    } else {
        format!("een van de waarden {}", listed.join(", "))
    }
}

fn length(simple: &SimpleType) -> String {
    match (simple.length, simple.min_length, simple.max_length) {
        (Some(n), _, _) => format!("precies {n} tekens"),
        (_, Some(min), Some(max)) if min == max => format!("precies {min} tekens"),
        (_, Some(min), Some(max)) => format!("{min} tot en met {max} tekens"),
        (_, None, Some(max)) => format!("hoogstens {max} tekens"),
        (_, Some(min), None) => format!("ten minste {min} teken(s)"),
        (None, None, None) => "een andere lengte".to_owned(),
    }
}

fn pattern(simple: &SimpleType) -> String {
    let sources: Vec<&str> = simple.patterns.iter().flatten().map(|p| p.source()).collect();
    match sources.as_slice() {
        [".*[^\\s].*" | "([.\\s]*\\S+[.\\s]*)+"] => "ten minste een teken dat geen witruimte is".to_owned(),
        ["[^:Z]*"] if simple.base == Some(Base::Date) => "een datum zonder tijdzone".to_owned(),
        ["[^Z+-]+"] if simple.base == Some(Base::Time) => "een tijd zonder tijdzone".to_owned(),
        [one] if one.bytes().all(|b| b.is_ascii_alphanumeric()) => format!("de vaste waarde {one}"),
        many => format!("een waarde volgens het patroon {}", many.join(" en ")),
    }
}

fn range(simple: &SimpleType) -> String {
    let show = |n: i128| if n < 0 { n.to_string() } else { amount(&n.to_string()) };
    match (simple.min, simple.max) {
        (Some(min), Some(max)) => format!("een geheel getal van {} tot en met {}", show(min), show(max)),
        (Some(min), None) => format!("een geheel getal vanaf {}", show(min)),
        (None, Some(max)) => format!("een geheel getal tot en met {}", show(max)),
        (None, None) => "een geheel getal".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_amounts_and_masks_the_rest() {
        let integer = SimpleType { base: Some(Base::Integer), ..SimpleType::default() };
        assert_eq!(found("Bedrag", &integer, "100000000000"), "12 tekens (cijfers)", "nine digits in a row are masked");
        assert_eq!(found("Bedrag", &integer, "-12"), "-12");
        assert_eq!(found("Bedrag", &integer, "12345"), "12.345");
        assert_eq!(found("ToewijzingNummer", &integer, "12a"), "3 tekens (letters, cijfers)");
        let date = SimpleType { base: Some(Base::Date), ..SimpleType::default() };
        assert_eq!(found("Einddatum", &date, "2023-02-30"), "2023-02-30");
        assert_eq!(found("Datum", &date, "2023-02-30"), "10 tekens (cijfers, andere tekens)");
        let code = SimpleType { base: Some(Base::String), enumeration: vec!["01".into()], ..SimpleType::default() };
        assert_eq!(found("Eenheid", &code, "1.0"), "3 tekens (cijfers, andere tekens)");
        assert_eq!(found("Eenheid", &code, "99"), "99");
        assert_eq!(found("Eenheid", &code, "Kanarie"), "7 tekens (letters)");
    }

    #[test]
    fn groups_thousands() {
        assert_eq!(amount("1234"), "1.234");
        assert_eq!(amount("123"), "123");
        assert_eq!(amount("99999999"), "99.999.999");
        assert_eq!(amount("100000"), "100.000");
    }
}
