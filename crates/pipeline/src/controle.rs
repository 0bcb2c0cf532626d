//! Levels 1 and 2 without a store: what `validate` does.

use std::io::{self, Read};

use bericht::{Bericht, Domein, Soort};
use regels::{Meldingen, beoordeling, niet_getoetst};

use crate::melding::{Melding, Regeluitleg, Signaalregel, van_regels, van_uitleg};
use crate::niveau1::{Gelezen, Keten, Omgezet, keur, lees};

/// The outcome of a check without a store.
#[derive(Debug)]
pub struct Controle {
    /// Standard.
    pub domein: Option<Domein>,
    /// Release.
    pub release: Option<String>,
    /// Message number.
    pub soort: Option<Soort>,
    /// Findings in document order.
    pub findings: Vec<Melding>,
    /// The rules behind the findings of level 2, in order of id.
    pub rules: Vec<Regeluitleg>,
    /// Whether there were more.
    pub truncated: bool,
    /// What is odd and no fault (OP192).
    pub signals: Vec<Signaalregel>,
    /// Rules of the standard up to the asked level that are not built.
    pub not_checked: Vec<&'static str>,
}

/// Checks a message on level 1, and on level 2 when that is asked and level 1 has no objection.
pub fn controleer(bytes: &[u8], keten: &Keten, niveau: u8) -> Controle {
    let omgezet = Omgezet::default();
    let mut gelezen = lees(bytes, &omgezet, keten);
    let mut rules = Vec::new();
    if niveau >= 2 && gelezen.is_geldig() {
        rules = controleer_niveau2(&mut gelezen);
    }
    uitkomst(gelezen, rules, niveau)
}

/// Checks what a source yields on level 1, without keeping the message.
pub fn controleer_stroom(bron: &mut dyn Read, keten: &Keten) -> io::Result<Controle> {
    Ok(uitkomst(keur(bron, keten)?, Vec::new(), 1))
}

fn uitkomst(gelezen: Gelezen<'_>, rules: Vec<Regeluitleg>, niveau: u8) -> Controle {
    let not_checked = match (gelezen.domein, gelezen.soort) {
        (Some(domein), Some(soort)) if niveau >= 2 => niet_getoetst(domein, soort, 2),
        _ => Vec::new(),
    };
    Controle {
        domein: gelezen.domein,
        release: gelezen.release,
        soort: gelezen.soort,
        findings: gelezen.findings,
        rules,
        truncated: gelezen.truncated,
        signals: gelezen.signals,
        not_checked,
    }
}

fn controleer_niveau2(gelezen: &mut Gelezen<'_>) -> Vec<Regeluitleg> {
    let (Some(tree), Some(domein), Some(soort)) = (&gelezen.tree, gelezen.domein, gelezen.soort) else {
        return Vec::new();
    };
    let mut meld = Meldingen::default();
    let (rules, findings) = match Bericht::lees(tree, domein, soort) {
        Ok(bericht) => {
            beoordeling::niveau2(&bericht, &mut meld);
            let bevindingen = std::mem::take(&mut meld.bevindingen);
            (van_uitleg(&bevindingen), van_regels(&bericht, bevindingen))
        }
        Err(reason) => {
            gelezen.findings.push(onbegrepen(&reason));
            return Vec::new();
        }
    };
    gelezen.truncated |= meld.afgekapt;
    gelezen.findings = findings;
    rules
}

/// A message that its schema allowed and that cannot be read all the same: only with a schema from elsewhere.
pub fn onbegrepen(reason: &bericht::BerichtFout) -> Melding {
    let path = match reason {
        bericht::BerichtFout::Waarde { path } | bericht::BerichtFout::Ontbreekt { path, .. } => path.clone(),
        _ => "/".to_owned(),
    };
    let message = "het geladen schema staat hier iets toe dat Ketenpoort niet begrijpt";
    Melding::niveau1(schema::Source::Xsd, path, message.to_owned())
}
