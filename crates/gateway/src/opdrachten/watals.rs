//! `watals`, and `process --against`: the same messages under other contracts. Nothing is sent, stored or written.

use std::path::Path;

use opslag::{MemoryStore, Store};
use overzicht::watals::{Kant, Klasse, Lijn, Stand, Totalen, Vraag, vergelijk};
use pipeline::{Keten, Opdracht, verwerk, volgnummer};
use serde::Serialize;

use super::Dossieropslag;
use crate::cli::{ProcessArgs, WatalsArgs};
use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::paden::{self, Bestand};
use crate::vandaag::vandaag;
use crate::{inladen, uitvoer};

/// The last line of `--json`.
#[derive(Serialize)]
struct Slot<'s> {
    totalen: &'s Totalen,
}

pub fn watals(args: &WatalsArgs, configuratie: &Configuratie) -> Result<Einde, Fout> {
    let keten = inladen::keten(configuratie, Some(&args.contract))?;
    let data = args.data.as_deref().unwrap_or(&configuratie.data);
    let opslag = Dossieropslag::lees(data, configuratie.sleutel.clone())?;
    let vraag = Vraag { store: opslag.store(), hasher: opslag.hasher(), keten: &keten, periode: args.periode };
    let mut totalen = Totalen::default();
    overzicht::watals::watals(&vraag, |lijn| toon(&lijn, args.json, &mut totalen))?;
    sluit_af(&totalen, args.json)
}

/// Judges the files with both sets of contracts, each in a dossier of its own.
pub fn tegen(args: &ProcessArgs, oud: &Path, files: &[Bestand], configuratie: &Configuratie) -> Result<Einde, Fout> {
    let kanten = [
        (inladen::keten(configuratie, Some(oud))?, MemoryStore::new()),
        (inladen::keten(configuratie, args.contracts.as_deref())?, MemoryStore::new()),
    ];
    let peildatum = args.today.unwrap_or_else(vandaag);
    let mut totalen = Totalen::default();
    for file in files {
        let [oud, nieuw] = &kanten;
        let lezen = |source| Fout::Bestand { wat: "read", pad: file.naam(), source };
        let bytes = paden::lees(file, oud.0.max_bytes).map_err(lezen)?;
        // The same number on both sides; a file that comes twice keeps that of its first time.
        let opdracht = Opdracht { bytes: &bytes, id: volgnummer(&oud.1), peildatum, waarom: false, gelezen: None };
        let oordeel = |(keten, store): &(Keten, MemoryStore)| {
            verwerk(&opdracht, keten, store, store.hasher())
                .map_err(|source| Fout::Pipeline { pad: file.naam(), source })
        };
        let (a, b) = (oordeel(oud)?, oordeel(nieuw)?);
        let id = a.bericht.unwrap_or(opdracht.id);
        let (oude, nieuwe): (&dyn Store, &dyn Store) = (&oud.1, &nieuw.1);
        for lijn in vergelijk(&bytes, id, &nieuw.0, (&a.oordeel, oude), (&b.oordeel, nieuwe))? {
            toon(&lijn, args.json, &mut totalen)?;
        }
    }
    sluit_af(&totalen, args.json)
}

/// Lines that stay the same are counted, and told in JSON only.
fn toon(lijn: &Lijn, json: bool, totalen: &mut Totalen) -> Result<(), Fout> {
    totalen.tel(lijn);
    if json {
        return uitvoer::json(lijn);
    }
    if lijn.klasse == Klasse::Gelijk {
        return Ok(());
    }
    let over = &lijn.over;
    let tekst = |deel: &Option<String>| deel.as_deref().unwrap_or("-").to_owned();
    let prestatie = match (over.prestatie, &over.referentie, &over.product) {
        (Some(nummer), Some(referentie), Some(product)) => {
            format!(" prestatie {nummer} ({referentie}, {product}, {})", euro(over.ingediend))
        }
        _ => String::new(),
    };
    uitvoer::regel(&format!(
        "{}  {} {} {} {}{prestatie}: {} -> {}",
        lijn.klasse.naam(),
        tekst(&over.gemeente),
        tekst(&over.aanbieder),
        over.bericht,
        tekst(&over.identificatie),
        kant(&lijn.oud),
        kant(&lijn.nieuw)
    ))
}

fn kant(kant: &Kant) -> String {
    let samen = |delen: &std::collections::BTreeSet<String>| delen.iter().cloned().collect::<Vec<_>>().join(" ");
    let uitkomst = if kant.toegekend {
        format!("toegekend {}", euro(kant.cent))
    } else {
        format!("geweigerd {} ({})", samen(&kant.codes), samen(&kant.regels))
    };
    if kant.inzet == 0 { uitkomst } else { format!("{uitkomst}, signalen over {}", euro(kant.inzet)) }
}

/// Eurocent as `1234,56`.
fn euro(cent: i64) -> String {
    let teken = if cent < 0 { "-" } else { "" };
    format!("{teken}{},{:02}", cent.unsigned_abs() / 100, cent.unsigned_abs() % 100)
}

fn sluit_af(totalen: &Totalen, json: bool) -> Result<Einde, Fout> {
    if json {
        uitvoer::json(&Slot { totalen })?;
    } else {
        uitvoer::regel(&stand("totaal", &totalen.alles))?;
        for (wat, standen) in
            [("aanbieder", &totalen.per_aanbieder), ("product", &totalen.per_product), ("regel", &totalen.per_regel)]
        {
            for (naam, van) in standen {
                uitvoer::regel(&stand(&format!("{wat} {naam}"), van))?;
            }
        }
    }
    uitvoer::klaar()?;
    Ok(if totalen.iets_anders() { Einde::Gebreken } else { Einde::Goed })
}

fn stand(wat: &str, stand: &Stand) -> String {
    let klassen: Vec<String> = Klasse::ALLE
        .into_iter()
        .map(|klasse| format!("{} {}", klasse.naam(), stand.lijnen.get(&klasse).copied().unwrap_or(0)))
        .collect();
    format!(
        "{wat}: {}; geweigerd {} -> {}; toegekend {} -> {}",
        klassen.join(", "),
        stand.oud_geweigerd,
        stand.nieuw_geweigerd,
        euro(stand.oud_cent),
        euro(stand.nieuw_cent)
    )
}
