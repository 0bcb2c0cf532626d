//! What findings say: paths of known names, and texts in Dutch.

use super::{Content, Frame};
use crate::content::Progress;
use crate::model::{ComplexType, Message, Release, SchemaSet};
use crate::names::NameId;

pub(super) fn path(release: &Release, stack: &[Frame<'_>]) -> String {
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

/// Names what the root element seems to be and what to do, without repeating text that could hold anything.
pub(super) fn unknown_root(set: &SchemaSet, namespace: &str, local: &str, header: &[Option<String>; 3]) -> String {
    if local.eq_ignore_ascii_case("html") {
        return "dit is een webpagina (HTML), geen bericht; haal het bericht opnieuw op".to_owned();
    }
    if namespace.starts_with("http://www.stufstandaarden.nl/") || namespace.starts_with("http://www.egem.nl/StUF/") {
        return "dit is een StUF-envelop; haal het bericht eruit en lever dat aan".to_owned();
    }
    if local == "Envelope" && (namespace.contains("/soap/envelope") || namespace.contains("/soap-envelope")) {
        return "dit is een SOAP-envelop; haal het bericht eruit en lever dat aan".to_owned();
    }
    let mut parts = namespace.strip_prefix("http://www.istandaarden.nl/").unwrap_or_default().split('/');
    if let (Some(standard @ ("iwmo" | "ijw")), Some(version)) = (parts.next(), parts.next())
        && version.len() <= 5
        && version.bytes().all(|b| b.is_ascii_digit() || b == b'_')
    {
        return other_release(set, standard, &version.replace('_', "."));
    }
    if let (Some(found), true) = (by_header(set, header), local == "Bericht") {
        return format!(
            "de namespace van het hoofdelement klopt niet; de kop is die van {found}: gebruik die namespace"
        );
    }
    "dit is geen bericht van een geladen release: de namespace van het hoofdelement is onbekend".to_owned()
}

fn name(standard: &str) -> &'static str {
    if standard == "iwmo" { "iWmo" } else { "iJw" }
}

/// A namespace of the standard that no loaded release has.
fn other_release(set: &SchemaSet, standard: &str, version: &str) -> String {
    let mut loaded: Vec<&str> =
        set.releases().iter().filter(|r| r.standard == standard).map(|r| r.release.as_str()).collect();
    loaded.sort_unstable();
    let name = name(standard);
    if loaded.contains(&version) {
        return format!("dit lijkt een bericht van {name} {version}, maar dat bericht kent die release niet");
    }
    let older = loaded.iter().all(|release| number(version) < number(release)) && !loaded.is_empty();
    let what = if older { "een oudere release" } else { "een release die niet is geladen" };
    let loaded = if loaded.is_empty() { "geen".to_owned() } else { loaded.join(" en ") };
    format!(
        "dit lijkt een bericht van {name} {version}, {what}; geladen: {loaded}; lever het aan in een geladen release"
    )
}

/// A release as numbers, so that 2.10 comes after 2.9.
fn number(release: &str) -> Vec<u32> {
    release.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// The message that BerichtCode, BerichtVersie and BerichtSubversie point at.
fn by_header(set: &SchemaSet, header: &[Option<String>; 3]) -> Option<String> {
    if header.iter().any(Option::is_none) {
        return None;
    }
    set.releases().iter().find_map(|release| {
        let fits = |m: &&Message| release.accepts_header(m, header.each_ref().map(Option::as_deref));
        let message = release.messages.iter().find(fits)?;
        let (name, version) = (name(&release.standard), &release.release);
        Some(format!("{name} {version} bericht {} ({})", message.code, message.namespace))
    })
}

/// BerichtCode, BerichtVersie and BerichtSubversie as they seem to stand near the start; the validator judges them later.
pub(super) fn peek_header(text: &str) -> [Option<String>; 3] {
    let head = text.char_indices().nth(4096).map_or(text, |(end, _)| text.get(..end).unwrap_or_default());
    ["BerichtCode>", "BerichtVersie>", "BerichtSubversie>"].map(|tag| {
        let (_, after) = head.split_once(tag)?;
        after.split_once('<').map(|(value, _)| value.trim().to_owned())
    })
}
