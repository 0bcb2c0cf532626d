//! `waarom`: why a message that the daemon took in got its verdict.

use dienst::beheer::Vraag;
use serde::Serialize;

use super::uitgaand::stel;
use crate::cli::WaaromArgs;
use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::uitvoer;

#[derive(Serialize)]
struct Uitleg<'u> {
    ontvangst: &'u str,
    prestatie: Option<u32>,
    regels: &'u [String],
}

pub fn waarom(args: &WaaromArgs, configuratie: &Configuratie) -> Result<Einde, Fout> {
    let data = args.data.as_deref().unwrap_or(&configuratie.data);
    let vraag = Vraag::Waarom { ontvangst: args.ontvangst.clone(), prestatie: args.prestatie };
    let antwoord = stel(data, &vraag, configuratie)?;
    if let Some(fout) = antwoord.fout {
        return Err(Fout::Gebruik(format!("{}: {fout}", args.ontvangst)));
    }
    if args.json {
        let regels = &antwoord.regels;
        uitvoer::json(&Uitleg { ontvangst: &args.ontvangst, prestatie: args.prestatie, regels })?;
    } else if antwoord.regels.is_empty() {
        uitvoer::regel("er is niets geweigerd")?;
    } else {
        antwoord.regels.iter().try_for_each(|regel| uitvoer::regel(regel))?;
    }
    uitvoer::klaar()?;
    Ok(Einde::Goed)
}
