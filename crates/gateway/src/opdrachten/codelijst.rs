//! `codelijst`: what a code means, and when it was in use.

use bericht::{Domein, codelijst};
use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::CodelijstArgs;
use crate::einde::{Einde, Fout};
use crate::uitvoer;

/// The stable object of `codelijst --json`.
#[derive(Serialize)]
struct Lijn {
    list: &'static str,
    code: &'static str,
    label: &'static str,
    standard: Option<&'static str>,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
}

/// The stable object of `codelijst --json` without a list.
#[derive(Serialize)]
struct Lijst {
    list: &'static str,
    codes: usize,
}

pub fn codelijst(args: &CodelijstArgs) -> Result<Einde, Fout> {
    let Some(gevraagd) = &args.lijst else {
        return overzicht(args);
    };
    let naam =
        codelijst::lijsten().find(|naam| naam.eq_ignore_ascii_case(gevraagd)).ok_or_else(|| onbekend(gevraagd))?;
    let gekozen = codelijst::lijst(naam)
        .iter()
        .filter(|code| args.code.as_ref().is_none_or(|gevraagd| code.code.eq_ignore_ascii_case(gevraagd)))
        .filter(|code| args.op.is_none_or(|dag| code.geldt_op(dag)));
    let mut aantal = 0;
    for code in gekozen {
        aantal += 1;
        if args.json {
            uitvoer::json(&Lijn {
                list: naam,
                code: code.code,
                label: code.label,
                standard: code.domein.map(Domein::as_str),
                valid_from: code.van,
                valid_until: code.tot,
            })?;
        } else {
            let van = code.van.map(|dag| format!(", vanaf {dag}")).unwrap_or_default();
            let tot = code.tot.map(|dag| format!(", tot en met {dag}")).unwrap_or_default();
            uitvoer::regel(&format!("{:6} {}{van}{tot}", code.code, code.label))?;
        }
    }
    uitvoer::klaar()?;
    // A code that is not there is an answer too, and not the one that was hoped for.
    if aantal == 0 {
        let wat = args.code.as_ref().map_or_else(|| "codes".to_owned(), |code| format!("code {code}"));
        let wanneer = args.op.map(|dag| format!(" in use on {dag}")).unwrap_or_default();
        uitvoer::meld(&format!("ketenpoort: {naam} has no {wat}{wanneer}"));
        return Ok(Einde::Gebreken);
    }
    Ok(Einde::Goed)
}

/// All lists, with how many codes each has, or had on a day.
fn overzicht(args: &CodelijstArgs) -> Result<Einde, Fout> {
    for list in codelijst::lijsten() {
        let codes = codelijst::lijst(list).iter().filter(|code| args.op.is_none_or(|dag| code.geldt_op(dag))).count();
        if args.json {
            uitvoer::json(&Lijst { list, codes })?;
        } else {
            uitvoer::regel(&format!("{list:10} {codes:4} codes"))?;
        }
    }
    uitvoer::klaar()?;
    Ok(Einde::Goed)
}

fn onbekend(gevraagd: &str) -> Fout {
    let hoofdletters = gevraagd.to_uppercase();
    let score = |naam: &&str| strsim::jaro_winkler(naam, &hoofdletters);
    let best = codelijst::lijsten().max_by(|a, b| score(a).total_cmp(&score(b))).unwrap_or_default();
    Fout::Gebruik(format!("unknown code list {gevraagd}; did you mean {best}? `ketenpoort codelijst` lists them"))
}
