//! Measures the judgement of declaraties against a data folder, in this process and without committing: one line per file
//! with microseconds of cpu per Prestatie for level 1, for reading the dossier and for the rules of levels 2 to 4.
//! `bench/kromme` makes the folder and the files.
//!
//! Usage: `kromme DATA ROUNDS 323.xml ...`

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use bericht::{Bericht, Inhoud, catalogus, datum};
use contract::Contracten;
use dossier::{BerichtId, Kennis, Leesplan};
use opslag::{SqliteOptions, SqliteStore, Store};
use pipeline::{Keten, lees};
use regels::beoordeling::{self, Zaak};
use regels::{Gemeenten, Meldingen, Omgeving};
use schema::Limits;

type Fout = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match meet() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fout) => {
            eprintln!("kromme: {fout}");
            ExitCode::from(2)
        }
    }
}

fn meet() -> Result<(), Fout> {
    let mut args = std::env::args_os().skip(1);
    let data: PathBuf = args.next().ok_or("no data folder named")?.into();
    let rondes: usize = args.next().and_then(|n| n.to_str()?.parse().ok()).ok_or("no number of rounds named")?;
    let keten = Keten {
        schemas: catalogus::ingebouwd()?,
        contracten: Contracten::default(),
        gemeenten: Gemeenten::ingebouwd()?,
        limits: Limits::default(),
        max_bytes: 200_000_000,
    };
    let store = SqliteStore::open(&data, &SqliteOptions::default())?;
    println!("prestaties refused  level 1  reading  rules 2-4  rules with why   (µs of cpu per prestatie, median)");
    for pad in args {
        let bytes = fs::read(&pad)?;
        let metingen = (0..rondes).map(|_| een(&bytes, &keten, &store)).collect::<Result<Vec<_>, _>>()?;
        let Some(eerste) = metingen.first() else { return Err("no rounds".into()) };
        let mediaan = |kies: fn(&Meting) -> u64| {
            let mut tijden: Vec<u64> = metingen.iter().map(kies).collect();
            tijden.sort_unstable();
            // Nanoseconds per Prestatie; shown in microseconds with two decimals.
            let per = tijden.get(tijden.len() / 2).copied().unwrap_or_default() / eerste.prestaties.max(1);
            format!("{}.{:02}", per / 1000, per % 1000 / 10)
        };
        println!(
            "{:10} {:7}  {:>7}  {:>7}  {:>9}  {:>14}",
            eerste.prestaties,
            eerste.geweigerd,
            mediaan(|m| m.niveau1),
            mediaan(|m| m.lezen),
            mediaan(|m| m.regels),
            mediaan(|m| m.waarom)
        );
    }
    Ok(())
}

/// One round over one file, in nanoseconds of cpu.
struct Meting {
    prestaties: u64,
    geweigerd: usize,
    niveau1: u64,
    lezen: u64,
    regels: u64,
    waarom: u64,
}

fn een(bytes: &[u8], keten: &Keten, store: &SqliteStore) -> Result<Meting, Fout> {
    let begin = cpu()?;
    let omgezet = pipeline::Omgezet::default();
    let gelezen = lees(bytes, &omgezet, keten);
    let (Some(tree), Some(domein), Some(soort)) = (&gelezen.tree, gelezen.domein, gelezen.soort) else {
        return Err("the file is no message".into());
    };
    let niveau1 = cpu()? - begin;
    let bericht = Bericht::lees(tree, domein, soort)?;
    let Inhoud::Declaratie(declaratie) = &bericht.inhoud else { return Err("the file is no declaratie".into()) };
    let begin = cpu()?;
    let plan = Arc::new(Leesplan::van(&bericht, "", store.hasher()));
    let kennis = Kennis::van(Arc::clone(&plan), store.read(plan.read_set())?);
    let lezen = cpu()? - begin;
    let dossier = bericht.dossier();
    let peildatum = datum("2026-06-15").ok_or("no reference date")?;
    let mut tijden = [0, 0];
    let mut geweigerd = 0;
    for (tijd, waarom) in tijden.iter_mut().zip([false, true]) {
        let (contracten, gemeenten) = (&keten.contracten, &keten.gemeenten);
        let omgeving = Omgeving { dossier: &dossier, peildatum, contracten, gemeenten, waarom };
        let zaak = Zaak { bericht: &bericht, id: BerichtId(u128::MAX), omgeving: &omgeving, hasher: store.hasher() };
        let mut kennis = kennis.clone();
        let mut meld = Meldingen::default().met_akkoorden(waarom);
        let begin = cpu()?;
        beoordeling::niveau2(&bericht, &mut meld);
        beoordeling::kop(&zaak, &kennis, &mut meld);
        let oordeel = beoordeling::declaratie(declaratie, &zaak, &mut kennis, &mut meld);
        *tijd = cpu()? - begin;
        geweigerd = oordeel.geweigerd.len();
    }
    let [regels, waarom] = tijden;
    let prestaties = declaratie.prestaties().count() as u64;
    Ok(Meting { prestaties, geweigerd, niveau1, lezen, regels, waarom })
}

/// Nanoseconds that this thread was on a cpu (Linux).
fn cpu() -> Result<u64, Fout> {
    let stand = fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(stand.split_whitespace().next().ok_or("no time in schedstat")?.parse()?)
}
