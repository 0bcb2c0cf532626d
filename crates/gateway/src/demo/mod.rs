//! `demo`: a story from toewijzing to credit through the real daemon: messages come in by HTTP, by folder and by Push, and
//! a simulator of the keten takes in what goes out. Everything is on loopback, in a folder that is removed afterwards,
//! with a throw-away PKI.

mod onderbreking;
mod opstelling;
mod verhaal;

use bericht::{datum, toon_euro};
use serde_json::Value;

use crate::einde::{Einde, Fout};
use crate::uitvoer;
use crate::vandaag::vandaag;
use onderbreking::Onderbreking;
use opstelling::Opstelling;
use verhaal::{Deur, PEILDATUM, Stap, VERHAAL};

/// What became of a step.
struct Uitgekomen {
    stap: &'static Stap,
    /// Status of the receipt, as the sender sees it.
    status: Value,
    /// Why, as the daemon tells it.
    waarom: Vec<String>,
    /// Whether it was delivered.
    bezorgd: bool,
    /// Whether the receipt was given before.
    herhaald: bool,
}

pub fn demo() -> Result<Einde, Fout> {
    let onderbreking = Onderbreking::default();
    let einde = speel(&onderbreking);
    // What went wrong after a signal went wrong by it; all is cleared up here.
    onderbreking.kijk()?;
    einde
}

fn speel(onderbreking: &Onderbreking) -> Result<Einde, Fout> {
    let dag = datum(PEILDATUM).unwrap_or_else(vandaag);
    let mut opstelling = Opstelling::begin(dag, onderbreking)?;
    for regel in opstelling.waar_wat_is() {
        uitvoer::regel(&regel)?;
    }
    uitvoer::regel("")?;
    let mut uitkomsten = Vec::new();
    for stap in &VERHAAL {
        uitkomsten.push(opstelling.speel(stap)?);
    }
    tabel(&uitkomsten)?;
    uitleg(&uitkomsten)?;
    uitvoer::regel("")?;
    for regel in opstelling.bewijs()? {
        uitvoer::regel(&regel)?;
    }
    opstelling.eind()?;
    uitvoer::regel(
        "\nAlles is gestopt en opgeruimd. Zelf beginnen: gateway.toml, `ketenpoort token nieuw`, `ketenpoort serve`.",
    )?;
    uitvoer::klaar()?;
    Ok(Einde::Goed)
}

fn tabel(stappen: &[Uitgekomen]) -> Result<(), Fout> {
    uitvoer::regel("stap bericht    deur  uitkomst         retour  bezorgd codes                wat er gebeurt")?;
    for (index, Uitgekomen { stap, status, bezorgd, herhaald, .. }) in (1..).zip(stappen) {
        let tekst = |naam: &str| status.get(naam).and_then(Value::as_str).unwrap_or("-");
        let uitkomst = match (herhaald, tekst("uitkomst")) {
            (true, _) => "dubbel",
            (_, "accepted") if tekst("richting") == "uit" => "verzonden",
            (_, "accepted") => "aanvaard",
            (_, "partly") => "deels toegekend",
            (_, "rejected") => "geweigerd",
            (_, other) => other,
        };
        let standaard = if tekst("standaard") == "ijw" { "iJw" } else { "iWmo" };
        let bezorgd = if *bezorgd { "ja" } else { "-" };
        uitvoer::regel(&format!(
            "{index:4} {standaard:5}{:5} {:5} {uitkomst:16} {:7} {bezorgd:7} {:20} {}",
            tekst("bericht"),
            stap.deur.naam(),
            tekst("retour"),
            codes(status),
            stap.wat
        ))?;
    }
    Ok(())
}

fn bevindingen(status: &Value) -> &[Value] {
    status.get("bevindingen").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Codes that refuse something, each once.
fn codes(status: &Value) -> String {
    let mut codes: Vec<&str> = bevindingen(status).iter().filter_map(|f| f.get("retourcode")?.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.is_empty() { "-".to_owned() } else { codes.join(" ") }
}

fn uitleg(stappen: &[Uitgekomen]) -> Result<(), Fout> {
    for (index, uitgekomen) in (1..).zip(stappen) {
        let signalen = contractsignalen(&uitgekomen.status);
        if uitgekomen.herhaald || (bevindingen(&uitgekomen.status).is_empty() && signalen.is_empty()) {
            continue;
        }
        if !bevindingen(&uitgekomen.status).is_empty() {
            uitvoer::regel(&format!("\nStap {index}, {}: waarom is er iets geweigerd?", uitgekomen.stap.wat))?;
            for regel in &uitgekomen.waarom {
                uitvoer::regel(&format!("  {regel}"))?;
            }
        }
        if !signalen.is_empty() {
            uitvoer::regel(&format!("\nStap {index}: wat zegt het contract, zonder dat er iets om wordt geweigerd?"))?;
            for regel in signalen {
                uitvoer::regel(&format!("  {regel}"))?;
            }
        }
    }
    Ok(())
}

/// Signals that rest on a fact of a contract: where, what, the fact, and the amount at stake.
fn contractsignalen(status: &Value) -> Vec<String> {
    let signalen = status.get("signalen").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let regel = |signaal: &Value| {
        let tekst = |naam: &str| signaal.get(naam).and_then(Value::as_str);
        let (soort, feit, wat) = (tekst("kind")?, tekst("fact")?, tekst("message")?);
        let waar =
            signaal.get("line").and_then(Value::as_u64).map(|line| format!("regel {line}, ")).unwrap_or_default();
        let cent = signaal.get("amount").and_then(Value::as_i64);
        let bedrag = cent.map(|cent| format!("; gaat om {}", toon_euro(cent))).unwrap_or_default();
        Some(format!("{waar}{soort}: {wat} ({feit}{bedrag})"))
    };
    signalen.iter().filter_map(regel).collect()
}

impl Deur {
    fn naam(self) -> &'static str {
        match self {
            Deur::Http => "http",
            Deur::Map => "map",
            Deur::Push => "push",
        }
    }
}
