//! `demo`: a story through `process` in a throw-away folder, with the explanation of every refusal.

use std::fs;
use std::path::PathBuf;

use bericht::datum;
use pipeline::{Uitkomst, Verwerkt, waarom};

use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::opdrachten::{Dossieropslag, Verwerker};
use crate::paden::Bestand;
use crate::vandaag::vandaag;
use crate::{inladen, tekst, uitvoer};

/// One message of the story.
struct Stap {
    naam: &'static str,
    bericht: &'static str,
    wat: &'static str,
}

macro_rules! verhaal {
    ($($naam:literal: $wat:literal),+ $(,)?) => {
        [$(Stap {
            naam: $naam,
            bericht: include_str!(concat!("../../../fixtures/demo/", $naam, ".xml")),
            wat: $wat,
        }),+]
    };
}

const VERHAAL: [Stap; 12] = verhaal! {
    "01-wmo-301": "de gemeente wijst een Wmo-cliënt 4 uur per week toe",
    "02-jeugd-301": "een jeugdige krijgt 180 minuten per week en een budget",
    "03-wmo-305": "de aanbieder meldt de start van de Wmo-ondersteuning",
    "04-jeugd-305": "en de start van de jeugdhulp",
    "05-wmo-323": "declaratie over mei, Wmo",
    "06-jeugd-323": "declaratie over mei, jeugd",
    "07-jeugd-323-fout": "vier regels, van elk is er iets mis",
    "08-wmo-323-fout": "het totaal klopt niet met de regel",
    "09-wmo-323-credit": "mei teruggenomen en verbeterd ingediend",
    "10-wmo-307": "de Wmo-ondersteuning is gestopt",
    "11-jeugd-307-fout": "een stop met een andere begindatum dan de start",
    "12-wmo-323-dubbel": "het bestand van stap 5 komt nog eens binnen",
};

/// Reference date of the story, so that it is the same every day.
const PEILDATUM: &str = "2026-06-15";

pub fn demo() -> Result<Einde, Fout> {
    // Removed with everything in it when it goes out of scope, also on an error.
    let map = tempfile::Builder::new().prefix("ketenpoort-demo-").tempdir().map_err(|source| Fout::Bestand {
        wat: "make a folder in",
        pad: temp_map(),
        source,
    })?;
    let uit = map.path().join("retour");
    uitvoer::maak_map(&uit)?;
    let verwerker = Verwerker {
        keten: inladen::keten(&Configuratie::default(), None)?,
        opslag: Dossieropslag::open(Some(&map.path().join("data")), None)?,
        peildatum: datum(PEILDATUM).unwrap_or_else(vandaag),
        uit: Some(uit),
        waarom: true,
    };
    let mut uitkomsten = Vec::new();
    for stap in &VERHAAL {
        let pad = map.path().join(format!("{}.xml", stap.naam));
        let fout = |source| Fout::Bestand { wat: "write", pad: pad.display().to_string(), source };
        fs::write(&pad, stap.bericht).map_err(fout)?;
        let (verwerkt, retour) = verwerker.verwerk(&Bestand { pad: pad.clone() })?;
        uitkomsten.push((stap, verwerkt, retour.map(PathBuf::from)));
    }
    tabel(&uitkomsten)?;
    uitleg(&uitkomsten)?;
    drop(verwerker);
    let opgeruimd = map.path().display().to_string();
    map.close().map_err(|source| Fout::Bestand { wat: "remove", pad: opgeruimd, source })?;
    uitvoer::regel("\nDe map van dit verhaal is opgeruimd. Verder: `ketenpoort process --help`, `ketenpoort regels`.")?;
    uitvoer::klaar()?;
    Ok(Einde::Goed)
}

fn temp_map() -> String {
    std::env::temp_dir().display().to_string()
}

type Uitgekomen<'v> = (&'v Stap, Verwerkt, Option<PathBuf>);

fn tabel(stappen: &[Uitgekomen<'_>]) -> Result<(), Fout> {
    uitvoer::regel("stap bericht    uitkomst         retour  codes                wat er gebeurt")?;
    for (index, (stap, verwerkt, retour)) in (1..).zip(stappen) {
        let standaard = tekst::standaard(verwerkt.domein.map(bericht::Domein::as_str));
        let soort = verwerkt.soort.map_or("?", bericht::Soort::nummer);
        let antwoord = verwerkt.retour.as_ref().map_or("-", |r| r.soort.nummer());
        let geschreven = if retour.is_some() { antwoord } else { "-" };
        let codes = codes(verwerkt);
        uitvoer::regel(&format!(
            "{index:4} {standaard:5}{soort:5} {:16} {geschreven:7} {codes:20} {}",
            tekst::uitkomst(verwerkt.oordeel.outcome),
            stap.wat
        ))?;
    }
    Ok(())
}

/// Codes that refuse something, each once.
fn codes(verwerkt: &Verwerkt) -> String {
    let mut codes: Vec<&str> = verwerkt.oordeel.findings.iter().filter_map(|f| f.retourcode.as_deref()).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.is_empty() { "-".to_owned() } else { codes.join(" ") }
}

fn uitleg(stappen: &[Uitgekomen<'_>]) -> Result<(), Fout> {
    for (index, (stap, verwerkt, _)) in (1..).zip(stappen) {
        if matches!(verwerkt.oordeel.outcome, Uitkomst::Accepted | Uitkomst::Duplicate) {
            continue;
        }
        uitvoer::regel(&format!("\nStap {index}, {}: waarom is er iets geweigerd?", stap.wat))?;
        for line in waarom(&verwerkt.oordeel, None) {
            uitvoer::regel(&format!("  {line}"))?;
        }
    }
    Ok(())
}
