//! Why: a verdict as lines for people. It needs nothing but the verdict, so that one of years ago reads the same.

use std::collections::HashSet;

use crate::melding::{Melding, Oordeel, Regeluitleg, Toegekend, Uitkomst};

/// Why a message got its verdict, as lines in Dutch without line ends; `prestatie` (counted from 1 in document order) asks
/// for one Prestatie only. Granted lines are told about as far as the verdict holds them.
pub fn waarom(oordeel: &Oordeel, prestatie: Option<u32>) -> Vec<String> {
    let gekozen: Vec<&Melding> = oordeel.findings.iter().filter(|m| hoort_bij(m.prestatie, prestatie)).collect();
    let mut lines = bevindingen(&gekozen, &oordeel.rules);
    let gevraagd = oordeel.granted.iter().filter(|t| hoort_bij(Some(t.prestatie), prestatie));
    lines.extend(gevraagd.flat_map(toegekend));
    if let (true, Some(nummer)) = (lines.is_empty(), prestatie) {
        lines.push(geen_spoor(oordeel, nummer));
        let heel: Vec<&Melding> = oordeel.findings.iter().filter(|m| m.prestatie.is_none()).collect();
        lines.extend(bevindingen(&heel, &oordeel.rules));
    }
    lines
}

/// The same for findings that belong to no stored verdict.
pub fn waarom_bevindingen(findings: &[Melding], rules: &[Regeluitleg]) -> Vec<String> {
    bevindingen(&findings.iter().collect::<Vec<_>>(), rules)
}

fn hoort_bij(nummer: Option<u32>, gevraagd: Option<u32>) -> bool {
    gevraagd.is_none() || nummer == gevraagd
}

/// Findings, with a head for each element and the text of a rule where it is first named.
fn bevindingen(findings: &[&Melding], rules: &[Regeluitleg]) -> Vec<String> {
    let (mut lines, mut plaats, mut uitgelegd) = (Vec::new(), None, HashSet::new());
    for melding in findings {
        if plaats != Some((&melding.path, melding.line)) {
            plaats = Some((&melding.path, melding.line));
            lines.push(kop(melding));
        }
        let regel = rules.iter().find(|r| r.rule == melding.rule);
        let code = melding.retourcode.as_deref().map(|c| format!(" [{c}]")).unwrap_or_default();
        let betekenis = regel.and_then(|r| r.meaning.as_deref()).map(|m| format!(" {m}")).unwrap_or_default();
        lines.push(format!("  {}{code}{betekenis}", melding.rule));
        lines.push(format!("    {}", melding.message));
        lines.extend(melding.trace.regels().into_iter().map(|stap| format!("    - {stap}")));
        if let Some(regel) = regel.filter(|r| uitgelegd.insert(r.rule.as_ref())) {
            lines.push(format!("    regel: {}", regel.explanation));
            lines.extend(regel.choice.iter().map(|keuze| format!("    keuze: {keuze}")));
        }
    }
    lines
}

fn kop(melding: &Melding) -> String {
    let (path, line) = (&melding.path, melding.line);
    match melding.prestatie {
        Some(nummer) => format!("prestatie {nummer}, regel {line}: afgewezen ({path})"),
        None => format!("regel {line}: {path}"),
    }
}

fn toegekend(regel: &Toegekend) -> Vec<String> {
    let mut lines = vec![format!("prestatie {}, regel {}: toegekend", regel.prestatie, regel.line)];
    for toets in &regel.checks {
        lines.extend(toets.trace.regels().into_iter().map(|stap| format!("  - {stap} ({})", toets.rule)));
    }
    lines
}

/// What can be said of a Prestatie of which the verdict tells nothing.
fn geen_spoor(oordeel: &Oordeel, nummer: u32) -> String {
    match oordeel.outcome {
        Uitkomst::Rejected | Uitkomst::Unreadable => {
            format!("prestatie {nummer} is niet apart beoordeeld: het bericht is als geheel geweigerd")
        }
        _ if oordeel.granted.is_empty() => {
            format!(
                "over prestatie {nummer} is niets vastgelegd: zij is niet apart afgewezen, of staat niet in dit bericht"
            )
        }
        _ => format!("prestatie {nummer} is niet apart beoordeeld, of staat niet in dit bericht"),
    }
}
