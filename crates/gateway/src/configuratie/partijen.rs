//! `[[lokaal]]` and `[[partner]]`: the parties of an installation.

use std::collections::BTreeSet;

use dienst::partijen::{Partij, rol};
use dienst::token::TokenHash;
use toml::{Table, Value};

use super::sleutels::dichtstbij;

/// Reads one list of parties; `gezien` holds the codes of the other one.
pub fn lees(lijst: &str, value: &Value, lokaal: bool, gezien: &mut BTreeSet<String>) -> Result<Vec<Partij>, String> {
    let tables = value.as_array().ok_or_else(|| format!("write [[{lijst}]] with double brackets, once per party"))?;
    tables.iter().map(|table| partij(lijst, table, lokaal, gezien)).collect()
}

fn partij(lijst: &str, value: &Value, lokaal: bool, gezien: &mut BTreeSet<String>) -> Result<Partij, String> {
    let table: &Table = value.as_table().ok_or_else(|| format!("[[{lijst}]] must hold keys"))?;
    let mut partij = Partij { code: String::new(), lokaal, tokens: Vec::new(), map: false };
    for (naam, value) in table {
        match naam.as_str() {
            "code" => partij.code = code(lijst, value)?,
            "tokens" => partij.tokens = tokens(lijst, value)?,
            "map" => partij.map = value.as_bool().ok_or_else(|| format!("{lijst}.map must be true or false"))?,
            onbekend => {
                let naam = format!("{lijst}.{onbekend}");
                return Err(format!("unknown key {naam}; did you mean {}?", dichtstbij(&naam)));
            }
        }
    }
    if partij.code.is_empty() {
        return Err(format!("[[{lijst}]] needs a code"));
    }
    if !gezien.insert(partij.code.clone()) {
        return Err(format!("party {} stands more than once under [[lokaal]] and [[partner]]", partij.code));
    }
    Ok(partij)
}

fn code(lijst: &str, value: &Value) -> Result<String, String> {
    let text = value.as_str().filter(|code| rol(code).is_some());
    text.map(str::to_owned).ok_or_else(|| {
        format!("{lijst}.code must be a CBS code of four digits or an AGB code of eight, between quotes")
    })
}

fn tokens(lijst: &str, value: &Value) -> Result<Vec<TokenHash>, String> {
    let wrong = || {
        format!(
            "{lijst}.tokens must be a list of hashes such as \"sha256:0123...\"; ketenpoort token nieuw makes one. \
             A token itself never stands in the configuration"
        )
    };
    let lijst = value.as_array().ok_or_else(wrong)?;
    lijst.iter().map(|token| token.as_str().and_then(TokenHash::parse).ok_or_else(wrong)).collect()
}
