//! Writing tariff rows back as TOML, so that an import or an indexation gives lines to put in a file.

use std::fmt::Write as _;

use bericht::Domein;
use rust_decimal::Decimal;

use crate::model::{Bereik, Tariefrij};

/// One `[[tariffs]]` block. The rows are to have the same dates, and the block says only once what all share.
pub fn tariefblok(rijen: &[Tariefrij], termijn: Bereik) -> String {
    let mut out = String::from("[[tariffs]]\n");
    // Writing to a String cannot fail.
    if let Some(van) = termijn.van {
        let _ = writeln!(out, "valid_from = {van}");
    }
    if let Some(tot) = termijn.tot {
        let _ = writeln!(out, "valid_until = {tot}");
    }
    out.push_str("rows = [\n");
    for rij in rijen {
        let _ = writeln!(out, "  {{ {} }},", velden(rij).join(", "));
    }
    out.push_str("]\n");
    out
}

fn velden(rij: &Tariefrij) -> Vec<String> {
    let mut velden = Vec::new();
    let mut veld = |naam: &str, waarde: Option<String>| {
        velden.extend(waarde.map(|waarde| format!("{naam} = {}", tekst(&waarde))));
    };
    veld("code", rij.code.clone());
    veld("name", rij.naam.clone());
    veld("cat", rij.categorie.clone());
    veld("wet", rij.wet.map(|wet| if wet == Domein::Iwmo { "wmo" } else { "jw" }.to_owned()));
    veld("per", rij.grondslag.map(|g| g.naam().to_owned()));
    veld("amount", rij.bedrag.map(euro));
    veld("base", rij.basis.map(|b| b.to_string()));
    veld("declared_unit", rij.declareren_in.map(|e| e.code().to_owned()));
    veld("declared", rij.gedrukt.map(euro));
    veld("freq", rij.frequentie.map(|f| f.code().to_owned()));
    veld("variant", rij.variant.map(|v| v.naam().to_owned()));
    veld("index_group", rij.indexgroep.clone());
    veld("eb", rij.eigen_bijdrage.clone());
    match rij.feiten.as_slice() {
        [] => {}
        [feit] => velden.push(format!("fact = {}", tekst(feit))),
        feiten => velden.push(format!("fact = [{}]", feiten.iter().map(|f| tekst(f)).collect::<Vec<_>>().join(", "))),
    }
    velden
}

fn euro(bedrag: Decimal) -> String {
    format!("{bedrag:.2}")
}

/// A TOML string, whatever is in it.
fn tekst(waarde: &str) -> String {
    toml::Value::String(waarde.to_owned()).to_string()
}
