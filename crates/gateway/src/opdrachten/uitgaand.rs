//! `uitgaand`: deliveries that wait or were given up, through the running daemon or, without one, the store itself.

use std::io::ErrorKind;
use std::path::Path;

use dienst::beheer::{Antwoord, Vraag, Welke, voer_uit, vraag};
use opslag::{SqliteOptions, SqliteStore};
use serde_json::Value;

use super::heeft_store;
use super::reden::reden;
use crate::cli::{UitgaandArgs, UitgaandOpdracht};
use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::{inladen, uitvoer};

pub fn uitgaand(args: &UitgaandArgs, configuratie: &Configuratie) -> Result<Einde, Fout> {
    let data = args.data.as_deref().unwrap_or(&configuratie.data);
    let gesteld = match &args.opdracht {
        UitgaandOpdracht::Lijst { open, alle, na, max, .. } => Vraag::Lijst {
            welke: match (open, alle) {
                (_, true) => Welke::Alle,
                (true, _) => Welke::Open,
                _ => Welke::Geparkeerd,
            },
            na: *na,
            max: Some(*max),
        },
        UitgaandOpdracht::Herhaal { nummers, .. } => Vraag::Herhaal { nummers: nummers.clone() },
        UitgaandOpdracht::Vervallen { nummer, reden: tekst } => {
            Vraag::Vervallen { nummer: *nummer, reden: reden(tekst, "the delivery is taken off")?.to_owned() }
        }
    };
    let antwoord = stel(data, &gesteld, configuratie)?;
    if let Some(fout) = antwoord.fout {
        return Err(Fout::Gebruik(format!("the daemon could not do this: {fout}")));
    }
    match &args.opdracht {
        UitgaandOpdracht::Lijst { json, .. } => lijst(&antwoord, *json)?,
        _ => gewijzigd(&antwoord)?,
    }
    uitvoer::klaar()?;
    Ok(if antwoord.ongewijzigd.is_empty() { Einde::Goed } else { Einde::Gebreken })
}

/// Asks the running daemon, or the store itself when there is none.
pub fn stel(data: &Path, gesteld: &Vraag, configuratie: &Configuratie) -> Result<Antwoord, Fout> {
    match vraag(data, gesteld) {
        Ok(Some(antwoord)) => return Ok(antwoord),
        Ok(None) => {}
        // No daemon listens under a path that is too long for a socket.
        Err(fout) if fout.kind() == ErrorKind::InvalidInput => {}
        Err(source) => {
            return Err(Fout::Bestand { wat: "ask the daemon of", pad: data.display().to_string(), source });
        }
    }
    heeft_store(data)?;
    let options = SqliteOptions { key_file: configuratie.sleutel.clone(), ..SqliteOptions::default() };
    let store = SqliteStore::open(data, &options)?;
    // Taking back a message of our own asks what is in it.
    let keten = matches!(gesteld, Vraag::Vervallen { .. }).then(|| inladen::keten(configuratie, None)).transpose()?;
    Ok(voer_uit(&store, keten.as_ref(), gesteld)?)
}

fn lijst(antwoord: &Antwoord, json: bool) -> Result<(), Fout> {
    let leveringen = &antwoord.leveringen;
    let verder = leveringen.last().and_then(|levering| levering.get("nummer")).filter(|_| antwoord.meer);
    if let Some(nummer) = verder {
        // Apart from the list, which a program may read.
        uitvoer::meld(&format!("er zijn er meer; vraag verder met --na {nummer}"));
    }
    if json {
        return leveringen.iter().try_for_each(uitvoer::json);
    }
    if leveringen.is_empty() {
        return uitvoer::regel("niets");
    }
    uitvoer::regel(
        "nummer stand       pogingen bericht van      naar     ontvangst                            moment                         reden",
    )?;
    for levering in leveringen {
        let veld = |naam| levering.get(naam).map(tekst).unwrap_or_default();
        uitvoer::regel(&format!(
            "{:6} {:11} {:8} {:7} {:8} {:8} {:36} {:30} {}",
            veld("nummer"),
            veld("stand"),
            veld("pogingen"),
            veld("bericht"),
            veld("van"),
            veld("naar"),
            veld("ontvangst"),
            veld("moment"),
            veld("reden")
        ))?;
    }
    Ok(())
}

fn tekst(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn gewijzigd(antwoord: &Antwoord) -> Result<(), Fout> {
    for nummer in &antwoord.gewijzigd {
        uitvoer::regel(&format!("{nummer}: gedaan"))?;
    }
    for nummer in &antwoord.ongewijzigd {
        uitvoer::regel(&format!("{nummer}: onbekend, al afgelopen of nu onderweg"))?;
    }
    if antwoord.gewijzigd.is_empty() && antwoord.ongewijzigd.is_empty() {
        uitvoer::regel("niets te doen")?;
    }
    Ok(())
}
