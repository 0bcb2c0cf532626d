//! Reports for people, in Dutch.

use std::fmt::Write as _;

use pipeline::{Melding, Uitkomst, Verwerkt, waarom};

/// Name of a standard as people write it.
pub fn standaard(naam: Option<&str>) -> &'static str {
    match naam {
        Some("iwmo") => "iWmo",
        Some("ijw") => "iJw",
        _ => "onbekende standaard",
    }
}

/// One finding, indented.
pub fn bevinding(melding: &Melding) -> String {
    let code = melding.retourcode.as_deref().map(|c| format!(" [{c}]")).unwrap_or_default();
    format!(
        "  regel {}:{} {}{code} {}\n    {}",
        melding.line, melding.column, melding.rule, melding.path, melding.message
    )
}

/// What is not tested yet, in one line; empty when everything is.
pub fn niet_getoetst(regels: &[&str]) -> Option<String> {
    if regels.is_empty() {
        return None;
    }
    let lijst = regels.join(", ");
    if regels.iter().all(|naam| naam.starts_with("niveau")) {
        return Some(format!("  nog niet getoetst: {lijst}"));
    }
    let noun = if regels.len() == 1 { "regel" } else { "regels" };
    Some(format!("  nog niet getoetst: {} {noun} van dit bericht ({lijst})", regels.len()))
}

/// An outcome in words.
pub fn uitkomst(uitkomst: Uitkomst) -> &'static str {
    match uitkomst {
        Uitkomst::Accepted => "aanvaard",
        Uitkomst::Partly => "deels toegekend",
        Uitkomst::Rejected => "afgekeurd",
        Uitkomst::Unreadable => "onleesbaar",
        Uitkomst::Duplicate => "dubbel",
    }
}

/// Leaves out how rules came to their findings, where that was not asked.
pub fn zonder_sporen(findings: &mut [Melding]) {
    for melding in findings {
        melding.trace = regels::Spoor::default();
    }
}

/// The verdict on one file.
pub fn oordeel(naam: &str, verwerkt: &Verwerkt, retour: Option<&str>) -> String {
    verslag(naam, verwerkt, retour, verwerkt.oordeel.findings.iter().map(bevinding))
}

/// The verdict on one file with its full why.
pub fn met_waarom(naam: &str, verwerkt: &Verwerkt, retour: Option<&str>) -> String {
    let lines = waarom(&verwerkt.oordeel, None);
    verslag(naam, verwerkt, retour, lines.iter().map(|line| format!("  {line}")))
}

fn verslag(naam: &str, verwerkt: &Verwerkt, retour: Option<&str>, wat: impl Iterator<Item = String>) -> String {
    let mut out = format!("{naam}: {}", uitkomst(verwerkt.oordeel.outcome));
    // Writing to a String cannot fail.
    if let (Some(domein), Some(soort)) = (verwerkt.domein, verwerkt.soort) {
        let _ = write!(out, " ({} {soort})", standaard(Some(domein.as_str())));
    }
    if let Some(retour) = retour {
        let _ = write!(out, ", retour {retour}");
    }
    for line in wat {
        let _ = write!(out, "\n{line}");
    }
    for signaal in &verwerkt.oordeel.signals {
        let _ = write!(out, "\n  signaal ({}): {}", signaal.kind, signaal.message);
    }
    if let Some(line) = niet_getoetst(&verwerkt.not_checked) {
        let _ = write!(out, "\n{line}");
    }
    out
}
