//! Every rule has a file with cases in `fixtures/regels`: one that passes and one that just fails, in each standard. So has
//! every signal of the standard that no rule gives, in `fixtures/signalen`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test may fail loudly

mod hulp;

use std::collections::{BTreeMap, BTreeSet};

use regels::{Regel, Standaarden, alle_regels};

use hulp::poort::Poort;
use hulp::retour::gebreken;
use hulp::verhaal::{Bestand, Gespeeld, speel};
use hulp::xml::Element;
use hulp::{fixtures, inhoud, stam};

/// What the cases of one rule showed in one standard.
#[derive(Default)]
struct Dekking {
    /// Cases where it alone objected, with its code.
    alleen: usize,
    /// Cases in which it never objected.
    nooit: usize,
    /// Messages to which it objected.
    berichten: BTreeSet<String>,
}

#[test]
fn every_rule_passes_and_just_fails() {
    let mut poort = Poort::nieuw();
    let mut fouten = Vec::new();
    let mut gezien = BTreeSet::new();
    for pad in inhoud(&fixtures("regels")).iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let id = stam(pad);
        gezien.insert(id.clone());
        match alle_regels().find(|r| r.id == id) {
            Some(regel) => fouten.extend(speel_regel(regel, &Bestand::lees(pad), &mut poort)),
            None => fouten.push(format!("{id}.toml: there is no such rule")),
        }
    }
    fouten.extend(alle_regels().filter(|r| !gezien.contains(r.id)).map(|r| format!("{}.toml is missing", r.id)));
    assert!(fouten.is_empty(), "{} problems\n{}", fouten.len(), fouten.join("\n"));
}

/// Every file in `fixtures/signalen` tells of one kind of signal: at each step it is there exactly when the step names it.
#[test]
fn every_signal_is_given_and_withheld() {
    let mut poort = Poort::nieuw();
    let mut fouten = Vec::new();
    for pad in inhoud(&fixtures("signalen")).iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let soort = stam(pad);
        let (mut met, mut zonder) = (0, 0);
        for geval in Bestand::lees(pad).gevallen() {
            let verwacht = |stap: usize| geval.stap[stap].signalen.contains(&soort);
            for standaard in &geval.standaarden {
                let mut gegeven = Vec::new();
                let fout = speel(&geval, standaard, &mut poort, |g| {
                    gegeven.push(g.antwoord.signalen().contains(&soort));
                });
                fouten.extend(fout);
                let anders = gegeven.iter().enumerate().filter(|(stap, gegeven)| verwacht(*stap) != **gegeven);
                fouten.extend(anders.map(|(stap, gegeven)| {
                    format!("{soort}, case '{}', {standaard}, step {}: given is {gegeven}", geval.naam, stap + 1)
                }));
                met += gegeven.iter().filter(|gegeven| **gegeven).count();
                zonder += usize::from(!gegeven.contains(&true));
            }
        }
        if met == 0 || zonder == 0 {
            fouten.push(format!("{soort}: wanted are a case with the signal and a case without"));
        }
    }
    assert!(fouten.is_empty(), "{} problems\n{}", fouten.len(), fouten.join("\n"));
}

fn speel_regel(regel: &'static Regel, bestand: &Bestand, poort: &mut Poort) -> Vec<String> {
    let mut dekking: BTreeMap<String, Dekking> = BTreeMap::new();
    let mut fouten = Vec::new();
    for geval in bestand.gevallen() {
        for standaard in &geval.standaarden {
            let mut stappen = Vec::new();
            let mut sporen = Vec::new();
            fouten.extend(speel(&geval, standaard, poort, |g| {
                stappen.push(oordeel(regel, &bestand.samen, g));
                sporen.extend(zonder_spoor(g));
            }));
            fouten.extend(sporen.into_iter().map(|s| format!("{}: {s}", geval.naam)));
            dekking.entry(standaard.clone()).or_default().neem_op(stappen);
        }
    }
    for standaard in ["ijw", "iwmo"].into_iter().filter(|s| geldt_in(regel, s)) {
        fouten.extend(dekking.entry(standaard.to_owned()).or_default().gaten(regel, standaard));
    }
    fouten.into_iter().map(|f| format!("{}.toml: {f}", regel.id)).collect()
}

/// Every finding of levels 2 to 4 says how the rule came to it.
fn zonder_spoor(gespeeld: &Gespeeld) -> Vec<String> {
    let van_regel = |r: &str| r.starts_with("TR") || r.starts_with("F303") || r.starts_with('C');
    let leeg = gespeeld.antwoord.bevindingen.iter().filter(|b| van_regel(&b.regel) && b.trace.is_empty());
    leeg.map(|b| format!("a finding of {} has no trace", b.regel)).collect()
}

fn geldt_in(regel: &Regel, standaard: &str) -> bool {
    match regel.standaarden {
        Standaarden::Beide => true,
        Standaarden::Ijw => standaard == "ijw",
        Standaarden::Iwmo => standaard == "iwmo",
    }
}

/// Whether the rule objected, whether it was alone and named with its code, and to which message.
fn oordeel(regel: &Regel, samen: &[String], gespeeld: &Gespeeld) -> (bool, bool, String) {
    let mut regels = gespeeld.antwoord.regels();
    regels.retain(|r| !samen.iter().any(|s| r.starts_with(s)));
    let eigen = format!("{} {}", regel.id, regel.retourcode.unwrap_or("-"));
    if regel.is_signaal() {
        // It tells something, and stands alone when nothing is refused beside it.
        let gezegd = gespeeld.antwoord.signalen().iter().any(|soort| soort == regel.id);
        regels.extend(gezegd.then(|| eigen.clone()));
    }
    let bericht = regel.berichten.iter().find(|b| gespeeld.heen.contains(&format!("{}/schema", b.nummer())));
    (regels.contains(&eigen), regels == [eigen], bericht.map(|b| b.nummer().to_owned()).unwrap_or_default())
}

impl Dekking {
    fn neem_op(&mut self, stappen: Vec<(bool, bool, String)>) {
        self.alleen += usize::from(stappen.iter().any(|(_, alleen, _)| *alleen));
        self.nooit += usize::from(stappen.iter().all(|(raak, ..)| !raak));
        self.berichten.extend(stappen.into_iter().filter(|(raak, ..)| *raak).map(|(.., bericht)| bericht));
    }

    fn gaten(&self, regel: &Regel, standaard: &str) -> Vec<String> {
        let mut gaten = Vec::new();
        if self.alleen == 0 {
            gaten.push(format!("{standaard}: no case where exactly this rule objects, with its code"));
        }
        if self.nooit == 0 {
            gaten.push(format!("{standaard}: no case that passes"));
        }
        for bericht in regel.berichten.iter().filter(|b| !self.berichten.contains(b.nummer())) {
            gaten.push(format!("{standaard}: no case where it objects to a {}", bericht.nummer()));
        }
        gaten
    }
}

/// The stories would pass with a checker that sees nothing: here are retours that are wrong in one thing each.
#[test]
fn a_wrong_retour_is_noticed() {
    let verhaal = r#"
        [[geval]]
        naam = "een regel toegekend, een regel terug; daarna een geweigerde start"
        stap = [
          { bericht = "301" },
          { bericht = "323", kopie = ["Prestatie"], zet = { "Prestatie[2]/ToewijzingNummer" = 7002 }, verwacht = "partly", regels = ["TR338 9338 Prestatie[2]"] },
          { bericht = "305", zet = { ToewijzingNummer = 7002 }, verwacht = "rejected", regels = ["TR019 9019 StartProduct"] },
        ]"#;
    let bestand: Bestand = toml::from_str(verhaal).unwrap();
    let mut retouren = Vec::new();
    let bewaar = |g: &Gespeeld| retouren.push((g.heen.clone(), g.antwoord.uitkomst.clone(), g.antwoord.retour.clone()));
    assert_eq!(speel(&bestand.geval[0], "ijw", &mut Poort::nieuw(), bewaar), [""; 0]);
    for (stap, pad, waarde) in [
        (1, "Prestatie/GeleverdVolume", "9"),
        (1, "Prestatie/RetourCode", "0200"),
        (1, "Prestatie/RetourCode", "0233"),
        (1, "TotaalToegekendBedrag/TotaalBedrag", "50001"),
        (1, "TotaalToegekendBedrag/DebetCredit", "C"),
        (1, "DeclaratieAntwoord/DeclaratieNummer", "X"),
        (1, "Header/RetourCode", "0001"),
        (1, "DeclaratieIdentificatie/Dagtekening", "2026-05-31"),
        (2, "StartProduct/Begindatum", "2026-01-13"),
        (2, "StartProduct/RetourCode", "0200"),
        (2, "Header/RetourCode", "9056"),
        (2, "Header/Afzender", "0344"),
        (2, "Header/DagtekeningRetour", "2026-06-14"),
    ] {
        let (heen, uitkomst, retour) = &retouren[stap];
        let mut fout = Element::lees(retour.as_ref().unwrap());
        waarde.clone_into(&mut fout.op_mut(pad).unwrap().tekst);
        assert_ne!(gebreken(heen, &fout.schrijf(), uitkomst, "2026-06-15"), [""; 0], "{pad} = {waarde} went unnoticed");
    }
}

/// The same of a 304.
#[test]
fn a_wrong_304_is_noticed() {
    let verhaal = r#"
        [[geval]]
        naam = "een regel toegekend, een regel terug"
        stap = [
          { bericht = "301" },
          { bericht = "303", kopie = ["Prestatie"], zet = { "Prestatie[2]/ToewijzingNummer" = 7002 }, verwacht = "partly", regels = ["F303-50 0551 Prestatie[2]"] },
        ]"#;
    let bestand: Bestand = toml::from_str(verhaal).unwrap();
    let mut retouren = Vec::new();
    let bewaar = |g: &Gespeeld| retouren.push((g.heen.clone(), g.antwoord.uitkomst.clone(), g.antwoord.retour.clone()));
    assert_eq!(speel(&bestand.geval[0], "iwmo", &mut Poort::nieuw(), bewaar), [""; 0]);
    for (pad, waarde) in [
        ("Prestatie/GeleverdVolume", "9"),
        ("Prestatie/RetourCode", "0200"),
        ("Prestatie/RetourCode", "0233"),
        ("ToegekendBedrag/Bedrag", "50000"),
        ("ToegekendTotaalBedrag/TotaalBedrag", "50001"),
        ("ToegekendTotaalBedrag/DebetCredit", "C"),
        ("IngediendTotaalBedrag/TotaalBedrag", "50000"),
        ("Header/RetourCode", "8001"),
        ("Header/RetourCode", "0001"),
        ("Header/BerichtCode", "449"),
        ("Header/Aanbieder", "99990033"),
        ("DeclarantFactuurNummer", "X"),
        ("RetourDagtekening", "2026-06-14"),
    ] {
        let (heen, uitkomst, retour) = &retouren[1];
        let mut fout = Element::lees(retour.as_ref().unwrap());
        waarde.clone_into(&mut fout.op_mut(pad).unwrap().tekst);
        assert_ne!(gebreken(heen, &fout.schrijf(), uitkomst, "2026-06-15"), [""; 0], "{pad} = {waarde} went unnoticed");
    }
}

/// An expectation that is off by one thing is noticed too.
#[test]
fn a_wrong_expectation_is_noticed() {
    for verwacht in [
        r#""accepted""#,
        r#""rejected", regels = ["TR346 9346 Prestatie"]"#,
        r#""partly""#,
        r#""partly", regels = ["TR346 9346 Prestatie", "TR321 9321 Prestatie"]"#,
        r#""partly", regels = ["TR346 9341 Prestatie"]"#,
        r#""partly", regels = ["TR346 9346 Client"]"#,
        r#""partly", regels = ["TR346 9346 Prestatie"], toegekend = 1"#,
        r#""partly", regels = ["TR346 9346 Prestatie"], signalen = ["TR999"]"#,
    ] {
        let stap = format!(r#"{{ bericht = "323", zet = {{ Bedrag = 50001 }}, verwacht = {verwacht} }}"#);
        let verhaal = format!("[[geval]]\nnaam = \"fout\"\nstap = [{{ bericht = \"301\" }}, {stap}]");
        let bestand: Bestand = toml::from_str(&verhaal).unwrap();
        assert_ne!(speel(&bestand.geval[0], "iwmo", &mut Poort::nieuw(), |_| ()), [""; 0], "{verwacht}");
    }
}
