//! What findings say: paths of known names, and texts in Dutch.

use super::{Content, Frame};
use crate::content::Progress;
use crate::model::{ComplexType, Release};
use crate::names::NameId;

pub(super) fn path(release: &Release, stack: &[Frame<'_, '_>]) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for frame in stack {
        out.push('/');
        match frame.name {
            Some(name) if !matches!(frame.content, Content::Ignored) => out.push_str(release.names.local(name)),
            _ => out.push('*'),
        }
        if frame.ordinal > 0 {
            // Writing to a String cannot fail.
            let _ = write!(out, "[{}]", frame.ordinal);
        }
    }
    if out.is_empty() { "/".to_owned() } else { out }
}

pub(super) fn list(release: &Release, names: impl Iterator<Item = NameId>) -> String {
    names.map(|n| release.names.local(n)).collect::<Vec<_>>().join(", ")
}

pub(super) fn expected(release: &Release, ty: &ComplexType, progress: Progress) -> String {
    let (names, may_end) = progress.expected(ty);
    match (names.as_slice(), may_end) {
        ([], _) => "hier hoort niets meer te staan".to_owned(),
        (_, true) => format!("verwacht {} of het einde", list(release, names.into_iter())),
        (_, false) => format!("verwacht {}", list(release, names.into_iter())),
    }
}

/// Names what the root element seems to be, without repeating text that could hold anything.
pub(super) fn unknown_root(namespace: &str, local: &str) -> String {
    if local.eq_ignore_ascii_case("html") {
        return "dit is een webpagina (HTML), geen bericht".to_owned();
    }
    if local == "Envelope" && namespace.starts_with("http://schemas.xmlsoap.org/soap/") {
        return "dit is een SOAP-envelop; lever het bericht zelf aan".to_owned();
    }
    let mut parts = namespace.strip_prefix("http://www.istandaarden.nl/").unwrap_or_default().split('/');
    match (parts.next(), parts.next()) {
        (Some(standard @ ("iwmo" | "ijw")), Some(version))
            if version.len() <= 5 && version.bytes().all(|b| b.is_ascii_digit() || b == b'_') =>
        {
            let name = if standard == "iwmo" { "iWmo" } else { "iJw" };
            let version = version.replace('_', ".");
            format!("dit lijkt een bericht van {name} {version}, maar dat bericht of die release is niet geladen")
        }
        _ => "dit is geen bericht van een geladen release (de namespace van het hoofdelement is onbekend)".to_owned(),
    }
}

/// BerichtCode, BerichtVersie and BerichtSubversie as they seem to stand near the start; the validator judges them later.
pub(super) fn peek_header(text: &str) -> [Option<String>; 3] {
    let head = text.char_indices().nth(4096).map_or(text, |(end, _)| text.get(..end).unwrap_or_default());
    ["BerichtCode>", "BerichtVersie>", "BerichtSubversie>"].map(|tag| {
        let (_, after) = head.split_once(tag)?;
        after.split_once('<').map(|(value, _)| value.trim().to_owned())
    })
}

pub(super) fn broken_markup(error: &quick_xml::Error) -> &'static str {
    use quick_xml::errors::{Error, IllFormedError, SyntaxError};
    match error {
        Error::Syntax(SyntaxError::UnclosedComment) => "commentaar is niet afgesloten",
        Error::Syntax(SyntaxError::UnclosedCData) => "CDATA is niet afgesloten",
        Error::Syntax(SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl) => "een <? is niet afgesloten",
        Error::Syntax(SyntaxError::UnclosedDoctype) | Error::IllFormed(IllFormedError::MissingDoctypeName) => {
            "een DOCTYPE is niet toegestaan"
        }
        Error::Syntax(SyntaxError::InvalidBangMarkup) => "na <! staat iets onbegrijpelijks",
        Error::Syntax(_) => "een tag is niet afgesloten: het bestand eindigt midden in het bericht",
        Error::IllFormed(IllFormedError::UnclosedReference) => "een & zonder geldige verwijzing",
        _ => "de XML is niet goed gevormd",
    }
}
