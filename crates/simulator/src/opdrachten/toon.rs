//! The ledger of a running simulator, for people or for programs.

use reqwest::Method;
use simulator::Ledgerregel;

use super::beheer::vraag;
use super::{Fout, druk_af};
use crate::cli::ToonArgs;

const KOPPEN: [&str; 9] = ["nr", "tijd", "traceerId", "van", "aan", "type", "bytes", "fout", "antwoord"];

/// Shows the ledger.
pub fn toon(args: &ToonArgs) -> Result<bool, Fout> {
    let json = vraag(args.beheer, Method::GET, "ledger", None)?;
    if args.json {
        druk_af(&String::from_utf8_lossy(&json))?;
        return Ok(true);
    }
    let ledger: Vec<Ledgerregel> =
        serde_json::from_slice(&json).map_err(|_| Fout::Geweigerd("its ledger is of another version".to_owned()))?;
    let rijen: Vec<[String; 9]> = ledger.iter().map(rij).collect();
    druk_af(&tabel(&rijen))?;
    let (opgeslagen, herhaald) =
        (ledger.iter().filter(|r| r.opgeslagen).count(), ledger.iter().filter(|r| r.herhaling).count());
    druk_af(&format!("{} requests, {opgeslagen} messages stored, {herhaald} repeats", ledger.len()))?;
    Ok(true)
}

fn rij(regel: &Ledgerregel) -> [String; 9] {
    let of = |tekst: Option<String>| tekst.unwrap_or_else(|| "-".to_owned());
    let merk = match (regel.opgeslagen, regel.herhaling) {
        (true, _) => " (opgeslagen)",
        (_, true) => " (herhaling)",
        _ => "",
    };
    [
        regel.nummer.to_string(),
        // The time of day is enough to follow a test.
        regel.tijd.split_once('T').map_or(&*regel.tijd, |(_, tijd)| tijd).to_owned(),
        of(regel.traceer_id.map(|id| id.to_string())),
        of(regel.afzender.clone()),
        of((!regel.geadresseerden.is_empty()).then(|| regel.geadresseerden.join(", "))),
        of(regel.berichttype.clone()),
        of(regel.bytes.map(|bytes| bytes.to_string())),
        of(regel.fout.clone()),
        format!("{}{merk}", regel.antwoord),
    ]
}

/// Columns as wide as their widest cell. What came from outside cannot steer a terminal.
fn tabel(rijen: &[[String; 9]]) -> String {
    let alle: Vec<[String; 9]> = std::iter::once(KOPPEN.map(str::to_owned))
        .chain(rijen.iter().map(|rij| rij.each_ref().map(|cel| veilig(cel))))
        .collect();
    let mut breedtes = [0; 9];
    for rij in &alle {
        for (breedte, cel) in breedtes.iter_mut().zip(rij) {
            *breedte = cel.chars().count().max(*breedte);
        }
    }
    let regels = alle.iter().map(|rij| {
        let cellen = rij.iter().zip(breedtes).map(|(cel, breedte)| format!("{cel:breedte$}"));
        cellen.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    regels.collect::<Vec<_>>().join("\n")
}

fn veilig(cel: &str) -> String {
    cel.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}
