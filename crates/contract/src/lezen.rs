//! From TOML to contracts.

use std::fs;
use std::path::Path;

use bericht::{Datum, Domein, Eenheid, datum};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;

use crate::fout::ContractFout;
use crate::tarief::{Contract, Contracten, TariefRegel, Uitvoering};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bestand {
    contract: Kop,
    #[serde(default)]
    tariffs: Vec<Tariefblok>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kop {
    id: String,
    #[serde(default)]
    #[allow(dead_code)] // for people who read the file
    name: String,
    wetten: Vec<String>,
    valid_from: toml::value::Datetime,
    valid_until: Option<toml::value::Datetime>,
    gemeenten: Vec<Gemeente>,
    #[serde(default)]
    aanbieders: Vec<String>,
    #[serde(default)]
    productlijst: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gemeente {
    code: String,
    #[serde(default)]
    #[allow(dead_code)] // for people who read the file
    naam: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tariefblok {
    valid_from: toml::value::Datetime,
    valid_until: Option<toml::value::Datetime>,
    rows: Vec<Rij>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rij {
    code: String,
    cat: String,
    wet: String,
    per: String,
    amount: Decimal,
    declared_unit: Option<String>,
    #[serde(default)]
    variant: Option<String>,
}

/// Reads every `*.toml` in a folder, in order of name.
pub fn lees_map(folder: &Path) -> Result<Contracten, ContractFout> {
    let fout = |source| ContractFout::Lezen { path: folder.display().to_string(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fout)? {
        let path = entry.map_err(fout)?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut contracten = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let text = fs::read_to_string(&path).map_err(|source| ContractFout::Lezen { path: name.clone(), source })?;
        contracten.push(lees_tekst(&name, &text)?);
    }
    Ok(Contracten(contracten))
}

/// Reads one contract; `path` is for errors.
pub fn lees_tekst(path: &str, text: &str) -> Result<Contract, ContractFout> {
    let bestand: Bestand = toml::from_str(text)
        .map_err(|source| ContractFout::Vorm { path: path.to_owned(), source: Box::new(source) })?;
    vertaal(bestand).map_err(|reason| ContractFout::Inhoud { path: path.to_owned(), reason })
}

fn vertaal(bestand: Bestand) -> Result<Contract, String> {
    let kop = bestand.contract;
    let mut tarieven = Vec::new();
    for blok in &bestand.tariffs {
        let (van, tot) = (dag(blok.valid_from)?, blok.valid_until.map(dag).transpose()?);
        for rij in &blok.rows {
            tarieven.push(tariefregel(rij, van, tot)?);
        }
    }
    Ok(Contract {
        id: kop.id,
        domeinen: kop.wetten.iter().map(|w| wet(w)).collect::<Result<_, _>>()?,
        gemeenten: kop.gemeenten.into_iter().map(|g| g.code).collect(),
        aanbieders: kop.aanbieders,
        van: dag(kop.valid_from)?,
        tot: kop.valid_until.map(dag).transpose()?,
        productlijst: kop.productlijst,
        tarieven,
    })
}

fn tariefregel(rij: &Rij, van: Datum, tot: Option<Datum>) -> Result<TariefRegel, String> {
    let cent = (rij.amount * Decimal::ONE_HUNDRED).normalize();
    if cent.scale() > 0 || cent.is_sign_negative() {
        return Err(format!("tariff of {} is not a whole number of eurocents", rij.code));
    }
    let per = eenheid(&rij.per)?;
    let uitvoering = match rij.variant.as_deref() {
        None => Uitvoering::PerEenheid,
        Some("taakgericht") => Uitvoering::Taakgericht,
        Some(other) => return Err(format!("unknown variant {other} for {}", rij.code)),
    };
    Ok(TariefRegel {
        code: rij.code.clone(),
        categorie: rij.cat.clone(),
        domein: wet(&rij.wet)?,
        van,
        tot,
        per,
        cent: cent.to_i64().ok_or_else(|| format!("tariff of {} is too large", rij.code))?,
        declareren_in: rij.declared_unit.as_deref().map(eenheid).transpose()?.unwrap_or(per),
        uitvoering,
    })
}

fn wet(text: &str) -> Result<Domein, String> {
    match text {
        "wmo" | "iwmo" => Ok(Domein::Iwmo),
        "jw" | "ijw" => Ok(Domein::Ijw),
        other => Err(format!("unknown wet {other}; use wmo or jw")),
    }
}

/// A unit by code or by name.
fn eenheid(text: &str) -> Result<Eenheid, String> {
    let named = match text {
        "minuut" => Some(Eenheid::Minuut),
        "uur" => Some(Eenheid::Uur),
        "etmaal" => Some(Eenheid::Etmaal),
        "dagdeel" => Some(Eenheid::Dagdeel),
        "stuk" | "stuks" => Some(Eenheid::StuksOutput),
        "euro" => Some(Eenheid::Euro),
        code => Eenheid::parse(code),
    };
    named.ok_or_else(|| format!("unknown unit {text}"))
}

fn dag(moment: toml::value::Datetime) -> Result<Datum, String> {
    datum(&moment.to_string()).ok_or_else(|| format!("{moment} is not a date"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use bericht::Dossier;

    const TEKST: &str = r#"
        [contract]
        id = "proef"
        wetten = ["jw"]
        valid_from = 2026-01-01
        gemeenten = [{ code = "0363" }]
        [[tariffs]]
        valid_from = 2026-01-01
        valid_until = 2026-06-30
        rows = [{ code = "45A04", cat = "45", wet = "jw", per = "uur", amount = "62.50", declared_unit = "01" }]
    "#;

    fn dossier() -> Dossier {
        Dossier { domein: Domein::Ijw, gemeente: "0363".into(), aanbieder: "99990001".into() }
    }

    #[test]
    fn tariffs_are_dated_and_in_cents() {
        let contracten = Contracten(vec![lees_tekst("proef", TEKST).unwrap()]);
        let dag = |d| datum(d).unwrap();
        let found = contracten.tarieven(&dossier(), "45A04", dag("2026-06-30")).next().unwrap().clone();
        assert_eq!((found.cent, found.per, found.declareren_in), (6250, Eenheid::Uur, Eenheid::Minuut));
        assert!(contracten.tarieven(&dossier(), "45A04", dag("2026-07-01")).next().is_none());
        let other = Dossier { gemeente: "0344".into(), ..dossier() };
        assert!(contracten.tarieven(&other, "45A04", dag("2026-06-30")).next().is_none());
    }

    #[test]
    fn mistakes_are_named() {
        let unknown = TEKST.replace("wetten", "wet_ten");
        assert!(matches!(lees_tekst("p", &unknown), Err(ContractFout::Vorm { .. })));
        let fraction = TEKST.replace("62.50", "62.505");
        assert!(lees_tekst("p", &fraction).unwrap_err().to_string().contains("45A04"));
    }
}
