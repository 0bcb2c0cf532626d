//! `regels`: what is tested and what it means.

use bericht::Soort;
use regels::{FACTUURREGELS, REGELS, Regel, Standaarden, alle_regels, betekenis, regeltabel};
use serde::Serialize;

use crate::cli::RegelsArgs;
use crate::einde::{Einde, Fout};
use crate::uitvoer;

#[derive(Serialize)]
struct Lijn {
    rule: &'static str,
    level: u8,
    retourcode: Option<&'static str>,
    meaning: Option<&'static str>,
    standards: Vec<&'static str>,
    messages: Vec<&'static str>,
    uitleg: &'static str,
    keuze: Option<&'static str>,
}

pub fn regels(args: &RegelsArgs) -> Result<Einde, Fout> {
    if args.tellen {
        return tellen();
    }
    let soort = args.bericht.as_deref().map(soort).transpose()?;
    let gekozen: Vec<&Regel> = alle_regels()
        .filter(|r| args.regel.as_deref().is_none_or(|id| r.id.eq_ignore_ascii_case(id)))
        .filter(|r| soort.is_none_or(|soort| r.berichten.contains(&soort)))
        .filter(|r| args.niveau.is_none_or(|niveau| r.niveau == niveau))
        .collect();
    if let Some(id) = args.regel.as_deref().filter(|_| gekozen.is_empty()) {
        return Err(Fout::Gebruik(geen(id)));
    }
    for regel in &gekozen {
        if args.json {
            uitvoer::json(&lijn(regel))?;
        } else if args.regel.is_some() {
            uitvoer::regel(&volledig(regel))?;
        } else {
            uitvoer::regel(&kort(regel))?;
        }
    }
    if !args.json && args.regel.is_none() {
        uitvoer::regel(&format!("{} regels; `ketenpoort regels TR321` legt er een uit", gekozen.len()))?;
    }
    uitvoer::klaar()?;
    Ok(Einde::Goed)
}

/// Built rules and rules of the standard, per level and message.
fn tellen() -> Result<Einde, Fout> {
    let tabel = regeltabel();
    uitvoer::regel("niveau bericht  gebouwd  standaard")?;
    let mut compleet = true;
    for niveau in 2..=4 {
        for soort in Soort::ALLE {
            let standaard = tabel.iter().filter(|f| f.niveau == niveau && f.berichten.contains(&soort)).count();
            let gebouwd = REGELS.iter().filter(|r| r.niveau == niveau && r.berichten.contains(&soort)).count();
            if standaard + gebouwd > 0 {
                uitvoer::regel(&format!("{niveau:6} {soort:7} {gebouwd:8} {standaard:10}"))?;
            }
            compleet &= gebouwd == standaard;
        }
    }
    uitvoer::regel(&format!("{} van {} regels gebouwd", REGELS.len(), tabel.len()))?;
    let eigen = FACTUURREGELS.len();
    uitvoer::regel(&format!("daarnaast {eigen} eigen regels voor de 303 van release 2.3, zie docs/keuzes.md"))?;
    uitvoer::klaar()?;
    Ok(if compleet { Einde::Goed } else { Einde::Gebreken })
}

fn soort(nummer: &str) -> Result<Soort, Fout> {
    let alle = || Soort::ALLE.map(Soort::nummer).join(", ");
    Soort::parse(nummer).ok_or_else(|| Fout::Gebruik(format!("unknown message {nummer}; known: {}", alle())))
}

/// Why a rule is not shown: there is no such rule, or it is one of another message or level than was asked for.
fn geen(id: &str) -> String {
    match alle_regels().find(|r| r.id.eq_ignore_ascii_case(id)) {
        Some(Regel { id, niveau, berichten, .. }) => {
            let nummers: Vec<&str> = berichten.iter().map(|b| b.nummer()).collect();
            format!("rule {id} is one of level {niveau} for {}; ask without --bericht and --niveau", nummers.join(", "))
        }
        None => format!("unknown rule {id}; `ketenpoort regels` lists them"),
    }
}

fn standaarden(regel: &Regel) -> Vec<&'static str> {
    match regel.standaarden {
        Standaarden::Beide => vec!["iwmo", "ijw"],
        Standaarden::Ijw => vec!["ijw"],
        Standaarden::Iwmo => vec!["iwmo"],
    }
}

fn lijn(regel: &Regel) -> Lijn {
    Lijn {
        rule: regel.id,
        level: regel.niveau,
        retourcode: regel.retourcode,
        meaning: regel.retourcode.and_then(betekenis),
        standards: standaarden(regel),
        messages: regel.berichten.iter().map(|b| b.nummer()).collect(),
        uitleg: regel.uitleg,
        keuze: regel.keuze,
    }
}

fn kort(regel: &Regel) -> String {
    let berichten: Vec<&str> = regel.berichten.iter().map(|b| b.nummer()).collect();
    let code = regel.retourcode.unwrap_or("-");
    format!("{:7} niveau {} {:5} {:32} {}", regel.id, regel.niveau, code, berichten.join(" "), regel.uitleg)
}

fn volledig(regel: &Regel) -> String {
    let berichten: Vec<&str> = regel.berichten.iter().map(|b| b.nummer()).collect();
    let mut lines = vec![
        format!("{} (niveau {}, retourcode {})", regel.id, regel.niveau, regel.retourcode.unwrap_or("geen")),
        format!("berichten: {}; standaarden: {}", berichten.join(", "), standaarden(regel).join(", ")),
        String::new(),
        regel.uitleg.to_owned(),
    ];
    if let (Some(code), Some(betekenis)) = (regel.retourcode, regel.retourcode.and_then(betekenis)) {
        lines.push(String::new());
        lines.push(format!("{code} betekent: {betekenis}."));
    }
    if let Some(keuze) = regel.keuze {
        lines.push(String::new());
        lines.push(format!("Keuze waar de standaard ruimte laat: {keuze}"));
    }
    lines.join("\n")
}
