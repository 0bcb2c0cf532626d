//! Levels 1 and 2 without a store: what `validate` does.

use std::io::{self, Read};

use bericht::{Bericht, Domein, Soort};
use regels::{Meldingen, beoordeling, niet_getoetst};

use crate::melding::{Melding, Signaalregel, van_regels};
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
    if niveau >= 2 && gelezen.is_geldig() && gelezen.soort.is_some_and(Soort::wordt_beoordeeld) {
        controleer_niveau2(&mut gelezen);
    }
    uitkomst(gelezen, niveau)
}

/// Checks what a source yields on level 1, without keeping the message.
pub fn controleer_stroom(bron: &mut dyn Read, keten: &Keten) -> io::Result<Controle> {
    Ok(uitkomst(keur(bron, keten)?, 1))
}

fn uitkomst(gelezen: Gelezen<'_>, niveau: u8) -> Controle {
    let not_checked = match (gelezen.domein, gelezen.soort) {
        (Some(domein), Some(soort)) if niveau >= 2 => niet_getoetst(domein, soort, 2),
        _ => Vec::new(),
    };
    Controle {
        domein: gelezen.domein,
        release: gelezen.release,
        soort: gelezen.soort,
        findings: gelezen.findings,
        truncated: gelezen.truncated,
        signals: gelezen.signals,
        not_checked,
    }
}

fn controleer_niveau2(gelezen: &mut Gelezen<'_>) {
    let (Some(tree), Some(domein), Some(soort)) = (&gelezen.tree, gelezen.domein, gelezen.soort) else { return };
    let mut meld = Meldingen::default();
    match Bericht::lees(tree, domein, soort) {
        Ok(bericht) => beoordeling::niveau2(&bericht, &mut meld),
        Err(reason) => {
            gelezen.findings.push(onbegrepen(&reason));
            return;
        }
    }
    gelezen.truncated |= meld.afgekapt;
    gelezen.findings = van_regels(tree, meld.bevindingen);
}

/// A message that its schema allowed and that cannot be read all the same: only with a schema from elsewhere.
pub fn onbegrepen(reason: &bericht::BerichtFout) -> Melding {
    let path = match reason {
        bericht::BerichtFout::Waarde { path } | bericht::BerichtFout::Ontbreekt { path, .. } => path.clone(),
        _ => "/".to_owned(),
    };
    Melding {
        level: 1,
        rule: schema::Source::Xsd.rule().into(),
        retourcode: None,
        class: None,
        path,
        line: 1,
        column: 1,
        message: "het geladen schema staat hier iets toe dat Ketenpoort niet begrijpt".to_owned(),
    }
}
