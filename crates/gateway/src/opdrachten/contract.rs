//! `contract`: check contract files, show and compute tariffs, tell versions apart.

use std::fs;
use std::path::Path;

use contract::model::{Bedragwijze, Bereik, Contractbestand, Tariefrij};
use contract::{Bevinding, Codelijst, Ernst, Gecontroleerd, Samenvatting, Uit, controleer_pad, verschillen};
use regels::reken::bedrag_minuten;
use serde::Serialize;

use super::contract_args::{CheckArgs, ContractArgs, ContractOpdracht, DiffArgs, TariefArgs};
use super::contract_rijen::{cellen, importeer, indexeer};
use crate::einde::{Einde, Fout};
use crate::uitvoer;

pub fn contract(args: &ContractArgs) -> Result<Einde, Fout> {
    let einde = match &args.wat {
        ContractOpdracht::Check(args) => check(args),
        ContractOpdracht::Tarief(args) => tarief(args),
        ContractOpdracht::Indexeer(args) => indexeer(args),
        ContractOpdracht::Diff(args) => diff(args),
        ContractOpdracht::Importeer(args) => importeer(args),
    }?;
    uitvoer::klaar()?;
    Ok(einde)
}

// ---- check ----------------------------------------------------------------------------------------------------------

#[derive(Serialize)]
struct Bestandslijn<'b> {
    file: &'b str,
    id: &'b str,
    name: Option<&'b str>,
    valid_from: Option<chrono::NaiveDate>,
    valid_until: Option<chrono::NaiveDate>,
    #[serde(flatten)]
    samenvatting: &'b Samenvatting,
    errors: usize,
    warnings: usize,
    open: usize,
    findings: Vec<Bevindinglijn<'b>>,
}

#[derive(Serialize)]
struct Bevindinglijn<'b> {
    severity: Ernst,
    kind: &'static str,
    line: usize,
    column: usize,
    message: &'b str,
    mend: &'b str,
    target: Option<&'b str>,
    fact: Option<&'b str>,
}

fn check(args: &CheckArgs) -> Result<Einde, Fout> {
    let lijst = args.codelijst.as_deref().map(codelijst).transpose()?;
    let mut einde = Einde::Goed;
    for pad in &args.paths {
        let gelezen = controleer_vol(pad, lijst.as_ref())?;
        for bestand in &gelezen {
            if bestand.aantal(Ernst::Fout) > 0 {
                einde = Einde::Gebreken;
            }
            let samenvatting = Samenvatting::van(&bestand.bestand);
            if args.json {
                uitvoer::json(&lijn(bestand, &samenvatting))?;
            } else {
                toon(bestand, &samenvatting)?;
            }
        }
    }
    Ok(einde)
}

/// The files of a path, at least one.
fn controleer_vol(pad: &Path, lijst: Option<&Codelijst>) -> Result<Vec<Gecontroleerd>, Fout> {
    let gelezen = controleer_pad(pad, lijst)?;
    if gelezen.is_empty() {
        return Err(Fout::Gebruik(format!("there is no *.toml in {}", pad.display())));
    }
    Ok(gelezen)
}

fn codelijst(pad: &Path) -> Result<Codelijst, Fout> {
    Codelijst::van(&cellen(pad, None)?).map_err(|reden| Fout::Gebruik(format!("{}: {reden}", pad.display())))
}

fn lijn<'b>(gelezen: &'b Gecontroleerd, samenvatting: &'b Samenvatting) -> Bestandslijn<'b> {
    let kop = &gelezen.bestand.kop;
    Bestandslijn {
        file: &gelezen.pad,
        id: &kop.id,
        name: kop.naam.as_deref(),
        valid_from: kop.termijn.van,
        valid_until: kop.termijn.tot,
        samenvatting,
        errors: gelezen.aantal(Ernst::Fout),
        warnings: gelezen.aantal(Ernst::Waarschuwing),
        open: gelezen.aantal(Ernst::Open),
        findings: gelezen.bevindingen.iter().map(bevindinglijn).collect(),
    }
}

fn bevindinglijn(b: &Bevinding) -> Bevindinglijn<'_> {
    Bevindinglijn {
        severity: b.ernst,
        kind: b.gebrek.naam(),
        line: b.regel,
        column: b.kolom,
        message: &b.tekst,
        mend: &b.herstel,
        target: b.doel.as_deref(),
        fact: b.feit.as_deref(),
    }
}

fn toon(gelezen: &Gecontroleerd, s: &Samenvatting) -> Result<(), Fout> {
    let kop = &gelezen.bestand.kop;
    let naam = kop.naam.as_ref().map(|naam| format!(", {naam}")).unwrap_or_default();
    uitvoer::regel(&format!("{}: {}{naam}", gelezen.pad, kop.id))?;
    let werking = if s.in_force { dagen(kop.termijn) } else { "niet in werking".to_owned() };
    uitvoer::regel(&format!(
        "  {werking}; gemeenten {}; producten {}; tarieven {} (uitgeschakeld {})",
        kop.gemeenten.len(),
        s.products,
        s.tariffs,
        s.tariffs_off
    ))?;
    let wanneer = if s.in_force { "in werking" } else { "die gelden zodra het contract in werking is" };
    uitvoer::regel(&format!("  regels {wanneer}: {}", opsomming(&s.rules_in_force)))?;
    for (wat, regels) in [("uitgeschakeld", &s.rules_off), ("wachtend", &s.rules_waiting)] {
        if !regels.is_empty() {
            uitvoer::regel(&format!("  regels {wat}:"))?;
        }
        for Uit { kind, fact, why } in regels {
            let fact = fact.as_ref().map(|f| format!("{f}: ")).unwrap_or_default();
            uitvoer::regel(&format!("    {kind}: {fact}{why}"))?;
        }
    }
    for bevinding in &gelezen.bevindingen {
        toon_bevinding(&gelezen.pad, bevinding)?;
    }
    uitvoer::regel(&format!(
        "  fouten {}, waarschuwingen {}, open punten {}",
        gelezen.aantal(Ernst::Fout),
        gelezen.aantal(Ernst::Waarschuwing),
        gelezen.aantal(Ernst::Open)
    ))
}

fn toon_bevinding(pad: &str, b: &Bevinding) -> Result<(), Fout> {
    let ernst = match b.ernst {
        Ernst::Fout => "fout",
        Ernst::Waarschuwing => "waarschuwing",
        Ernst::Open => "open",
    };
    let feit = b.feit.as_ref().map(|f| format!("{f}: ")).unwrap_or_default();
    uitvoer::regel(&format!("  {pad}:{}:{} {ernst} ({}) {feit}{}", b.regel, b.kolom, b.gebrek.naam(), b.tekst))?;
    uitvoer::regel(&format!("    {}", b.herstel))
}

fn opsomming(lijst: &[String]) -> String {
    if lijst.is_empty() { "geen".to_owned() } else { lijst.join(", ") }
}

fn dagen(termijn: Bereik) -> String {
    let van = termijn.van.map_or_else(|| "begin open".to_owned(), bericht::toon_datum);
    termijn.tot.map_or_else(|| format!("vanaf {van}"), |tot| format!("{van} tot en met {}", bericht::toon_datum(tot)))
}

/// The files of a path; errors in them are shown and end the command with 1.
pub(super) fn zonder_fouten(pad: &Path) -> Result<Option<Vec<Gecontroleerd>>, Fout> {
    let gelezen = controleer_vol(pad, None)?;
    let mut goed = true;
    for bestand in &gelezen {
        for bevinding in bestand.bevindingen.iter().filter(|b| b.ernst == Ernst::Fout) {
            goed = false;
            toon_bevinding(&bestand.pad, bevinding)?;
        }
    }
    Ok(goed.then_some(gelezen))
}

// ---- tarief ---------------------------------------------------------------------------------------------------------

#[derive(Serialize)]
struct Tarieflijn<'t> {
    contract: &'t str,
    code: &'t str,
    wet: Option<&'static str>,
    valid_from: Option<chrono::NaiveDate>,
    valid_until: Option<chrono::NaiveDate>,
    per: &'static str,
    amount_cent: Option<i64>,
    minute_cent: Option<i64>,
    declared_unit: Option<&'static str>,
    fact: Option<&'t str>,
    /// Why it is switched off; null when it is in force.
    open: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    computed: Option<Uitkomst>,
}

/// What a volume comes to, in eurocent.
#[derive(Serialize)]
struct Uitkomst {
    volume: i64,
    unit: &'static str,
    standard_tr346: i64,
    rounded_minute: i64,
    difference: i64,
    mode: &'static str,
}

fn tarief(args: &TariefArgs) -> Result<Einde, Fout> {
    let eenheid = args.eenheid.as_deref().map(|code| {
        contract::bestand::eenheid(code)
            .ok_or_else(|| Fout::Gebruik(format!("unknown unit {code}; use 01, 04, 14, 16, 82 or 84")))
    });
    let eenheid = eenheid.transpose()?;
    let Some(gelezen) = zonder_fouten(&args.pad)? else { return Ok(Einde::Gebreken) };
    let mut gevonden = false;
    for bestand in gelezen.iter().map(|g| &g.bestand) {
        let rijen = bestand.tarieven.iter().filter(|t| args.code.as_deref().is_none_or(|code| t.aanduiding() == code));
        for rij in rijen.filter(|t| args.datum.is_none_or(|dag| t.termijn.bevat(dag))) {
            gevonden = true;
            let lijn = tarieflijn(bestand, rij, args.volume, eenheid);
            if args.json {
                uitvoer::json(&lijn)?;
            } else {
                toon_tarief(rij, &lijn)?;
            }
        }
    }
    if !gevonden && !args.json {
        uitvoer::regel("geen tarief gevonden")?;
    }
    Ok(if gevonden { Einde::Goed } else { Einde::Gebreken })
}

fn tarieflijn<'t>(
    bestand: &'t Contractbestand,
    rij: &'t Tariefrij,
    volume: Option<i64>,
    eenheid: Option<bericht::Eenheid>,
) -> Tarieflijn<'t> {
    let naam = rij.aanduiding();
    let doelen = ["tariff", "unit", "category", "product", "code"];
    let open = doelen.iter().find_map(|soort| bestand.geblokkeerd(&format!("{soort}:{naam}"))).map(|(wat, _)| wat);
    let cent = rij.bedrag.and_then(contract::afronden::eurocent);
    let is_uur = rij.per() == Some(bericht::Eenheid::Uur);
    let minuut = rij.gedrukt.or_else(|| rij.bedrag.map(contract::afronden::per_minuut)).filter(|_| is_uur);
    let minute_cent = minuut.and_then(contract::afronden::eurocent);
    let declared = rij.declareren_in.or(rij.per());
    Tarieflijn {
        contract: &bestand.kop.id,
        code: naam,
        wet: rij.wet.map(bericht::Domein::as_str),
        valid_from: rij.termijn.van,
        valid_until: rij.termijn.tot,
        per: rij.grondslag.map_or("?", |g| g.naam()),
        amount_cent: cent,
        minute_cent,
        declared_unit: declared.map(bericht::Eenheid::code),
        fact: rij.feiten.first().map(String::as_str),
        open,
        computed: volume.and_then(|volume| {
            let unit = eenheid.or(declared)?;
            uitkomst(bestand.bedragen.wijze, rij.per()?, unit, volume, cent?, minute_cent)
        }),
    }
}

fn uitkomst(
    wijze: Bedragwijze,
    per: bericht::Eenheid,
    unit: bericht::Eenheid,
    volume: i64,
    cent: i64,
    minuut: Option<i64>,
) -> Option<Uitkomst> {
    let in_minuten = unit == bericht::Eenheid::Minuut && per == bericht::Eenheid::Uur;
    let (standard_tr346, rounded_minute) = match minuut.filter(|_| in_minuten) {
        Some(minuut) => (bedrag_minuten(cent, volume), volume.saturating_mul(minuut)),
        None if unit == per => (volume.saturating_mul(cent), volume.saturating_mul(cent)),
        None => return None,
    };
    let mode = match wijze {
        Bedragwijze::Standaard => "standard_tr346",
        Bedragwijze::AfgerondeMinuut => "rounded_minute",
    };
    let difference = standard_tr346 - rounded_minute;
    Some(Uitkomst { volume, unit: unit.code(), standard_tr346, rounded_minute, difference, mode })
}

fn toon_tarief(rij: &Tariefrij, lijn: &Tarieflijn<'_>) -> Result<(), Fout> {
    let euro = |cent: Option<i64>| cent.map_or_else(|| "?".to_owned(), bericht::toon_euro);
    let minuut = lijn.minute_cent.map(|cent| format!(", {} per minuut", bericht::toon_euro(cent))).unwrap_or_default();
    let feit = lijn.fact.map(|f| format!(" ({f})")).unwrap_or_default();
    uitvoer::regel(&format!(
        "{} {} {}: {} per {}{minuut}, {}{feit}",
        lijn.contract,
        lijn.code,
        lijn.wet.unwrap_or("?"),
        euro(lijn.amount_cent),
        lijn.per,
        dagen(rij.termijn)
    ))?;
    if let Some(open) = lijn.open {
        uitvoer::regel(&format!("  uitgeschakeld: {open}"))?;
    }
    if let Some(u) = &lijn.computed {
        uitvoer::regel(&format!(
            "  {} x eenheid {}: volgens de standaard {}, met de afgeronde minuut {}, verschil {}; dit contract: {}",
            bericht::toon_getal(u.volume),
            u.unit,
            bericht::toon_euro(u.standard_tr346),
            bericht::toon_euro(u.rounded_minute),
            bericht::toon_euro(u.difference),
            u.mode
        ))?;
    }
    Ok(())
}

// ---- diff -----------------------------------------------------------------------------------------------------------

fn diff(args: &DiffArgs) -> Result<Einde, Fout> {
    let (Some(oud), Some(nieuw)) = (zonder_fouten(&args.oud)?, zonder_fouten(&args.nieuw)?) else {
        return Ok(Einde::Gebreken);
    };
    let een = |gelezen: Vec<Gecontroleerd>, pad: &Path| {
        let mut gelezen = gelezen.into_iter();
        match (gelezen.next(), gelezen.next()) {
            (Some(een), None) => Ok(een.bestand),
            _ => Err(Fout::Gebruik(format!("{} is not one contract file", pad.display()))),
        }
    };
    let (oud, nieuw) = (een(oud, &args.oud)?, een(nieuw, &args.nieuw)?);
    let verschillen = verschillen(&oud, &nieuw);
    for v in &verschillen {
        if args.json {
            uitvoer::json(v)?;
        } else {
            let waarde = |w: &Option<String>| w.clone().unwrap_or_else(|| "(niets)".to_owned());
            uitvoer::regel(&format!("{} {}: {} -> {}", v.what, v.name, waarde(&v.old), waarde(&v.new)))?;
        }
    }
    if !args.json {
        uitvoer::regel(&format!("{} verschillen", verschillen.len()))?;
    }
    Ok(Einde::Goed)
}

/// Reads a file that is not too large for what it should be.
pub(super) fn bytes(pad: &Path) -> Result<Vec<u8>, Fout> {
    const MEEST: u64 = 25 * 1024 * 1024;
    let fout = |source| Fout::Bestand { wat: "read", pad: pad.display().to_string(), source };
    if fs::metadata(pad).map_err(fout)?.len() > MEEST {
        return Err(Fout::Gebruik(format!("{} is larger than any tariff table", pad.display())));
    }
    fs::read(pad).map_err(fout)
}
