//! `validate`: levels 1 and 2, nothing stored.

use std::fs;

use pipeline::{
    Controle, Keten, Melding, Regeluitleg, Signaalregel, controleer, controleer_stroom, waarom_bevindingen,
};
use serde::Serialize;

use crate::cli::ValidateArgs;
use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::paden::{Bestand, bestanden};
use crate::{inladen, paden, tekst, uitvoer};

/// The stable line per file.
#[derive(Serialize)]
struct Regel<'r> {
    file: String,
    valid: bool,
    standard: Option<&'static str>,
    release: Option<&'r str>,
    message: Option<&'static str>,
    findings: &'r [Melding],
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<&'r [Regeluitleg]>,
    truncated: bool,
    signals: &'r [Signaalregel],
    not_checked: &'r [&'static str],
}

pub fn validate(args: &ValidateArgs, configuratie: &Configuratie) -> Result<Einde, Fout> {
    let keten = inladen::keten(configuratie, None)?;
    let (files, onvindbaar) = bestanden(&args.paths);
    let mut einde = Einde::Goed;
    for fout in &onvindbaar {
        fout.meld();
        einde = Einde::Onvolledig;
    }
    let groottes: Vec<u64> = files.iter().map(|f| fs::metadata(&f.pad).map_or(0, |m| m.len())).collect();
    let balk = uitvoer::balk(files.len() as u64, groottes.iter().sum());
    for (file, grootte) in files.iter().zip(groottes) {
        let deel = match controle(file, args, &keten) {
            Ok(controle) => balk.suspend(|| een(file, &controle, args))?,
            Err(reden) => {
                balk.suspend(|| uitvoer::meld(&format!("ketenpoort: cannot open {}: {reden}", file.naam())));
                Einde::Onvolledig
            }
        };
        einde = einde.en(deel);
        balk.inc(grootte);
    }
    balk.finish_and_clear();
    uitvoer::klaar()?;
    Ok(einde)
}

/// Level 1 alone reads a stream; the rules of level 2 look back and forth, so they want the whole message.
fn controle(file: &Bestand, args: &ValidateArgs, keten: &Keten) -> std::io::Result<Controle> {
    if args.level == 1 {
        return controleer_stroom(&mut fs::File::open(&file.pad)?, keten);
    }
    let mut controle = controleer(&paden::lees(file, keten.max_bytes)?, keten, args.level);
    if !args.why {
        tekst::zonder_sporen(&mut controle.findings);
    }
    Ok(controle)
}

fn een(file: &Bestand, controle: &Controle, args: &ValidateArgs) -> Result<Einde, Fout> {
    if args.json {
        uitvoer::json(&Regel {
            file: file.naam(),
            valid: controle.findings.is_empty(),
            standard: controle.domein.map(bericht::Domein::as_str),
            release: controle.release.as_deref(),
            message: controle.soort.map(bericht::Soort::nummer),
            findings: &controle.findings,
            rules: args.why.then_some(controle.rules.as_slice()),
            truncated: controle.truncated,
            signals: &controle.signals,
            not_checked: &controle.not_checked,
        })?;
    } else {
        uitvoer::regel(&voor_mensen(&file.naam(), controle, args.why))?;
    }
    Ok(if controle.findings.is_empty() { Einde::Goed } else { Einde::Gebreken })
}

fn voor_mensen(naam: &str, controle: &Controle, why: bool) -> String {
    let soort = match (controle.domein, controle.soort) {
        (Some(domein), Some(soort)) => {
            let release = controle.release.as_deref().unwrap_or_default();
            format!(" ({} {release} bericht {soort})", tekst::standaard(Some(domein.as_str())))
        }
        _ => String::new(),
    };
    let mut lines = match controle.findings.len() {
        0 => vec![format!("{naam}: geldig{soort}")],
        1 => vec![format!("{naam}: ongeldig{soort}, 1 bevinding")],
        n => vec![format!("{naam}: ongeldig{soort}, {n} bevindingen")],
    };
    if why {
        lines.extend(waarom_bevindingen(&controle.findings, &controle.rules).iter().map(|line| format!("  {line}")));
    } else {
        lines.extend(controle.findings.iter().map(tekst::bevinding));
    }
    if controle.truncated {
        lines.push("  er zijn meer bevindingen; de rest is weggelaten".to_owned());
    }
    lines.extend(controle.signals.iter().map(|s| format!("  signaal ({}): {}", s.kind, s.message)));
    lines.extend(tekst::niet_getoetst(&controle.not_checked));
    lines.join("\n")
}
