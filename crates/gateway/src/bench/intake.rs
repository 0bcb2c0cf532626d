//! Durable intake over loopback HTTP, judged and answered: with commits in groups, with a sync per commit, and in groups
//! while a large declaratie is judged.
//!
//! Every connection is another aanbieder, as in life; messages of one dossier are judged in order. The rate counts from
//! the first request until the last message is judged and its retour is on disk.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bericht::{Bsn, datum};
use dienst::http::{Staat, router};
use dienst::partijen::{Partij, Partijen};
use dienst::token::TokenHash;
use dienst::{Poort, verwerking};
use indicatif::ProgressBar;
use keten::luister::{Instellingen, Luisteraar};
use opslag::{SqliteOptions, SqliteStore, Store};
use pipeline::{Opdracht, verwerk, volgnummer};
use serde::Serialize;

use crate::cli::BenchIntakeArgs;
use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::klant::Klant;
use crate::vandaag::vandaag;
use crate::{inladen, paden, uitvoer};

const TOEWIJZING: &str = include_str!("../../../../fixtures/demo/01-wmo-301.xml");
const START: &str = include_str!("../../../../fixtures/demo/03-wmo-305.xml");
/// What the two messages above say, to be replaced.
const BSN: &str = "999900006";
const AANBIEDER: &str = "99990001";
const NUMMER: &str = "41001";
/// Size of a start message in bytes.
const GROOTTE: usize = 2048;
/// The token of the benchmark; it opens a store that is thrown away.
const TOKEN: &str = "kp_bench";

/// What is measured in one way.
#[derive(Debug, Serialize)]
struct Meting {
    naam: &'static str,
    berichten: usize,
    seconden: f64,
    per_seconde: f64,
    ontvangst_p50_ms: f64,
    ontvangst_p99_ms: f64,
    ontvangst_max_ms: f64,
    /// Upper bound of the bucket that holds the 99th percentile from receipt to verdict.
    oordeel_p99_ms: Option<f64>,
    /// Cpu of the whole process per message, clients included, in milliseconds; on Linux.
    cpu_ms: Option<f64>,
    /// How much longer each sync took than on this disk, in milliseconds.
    trage_schijf_ms: usize,
    /// How long the large declaratie took from request to verdict, when there was one.
    declaratie_ms: Option<f64>,
}

/// Measures and prints.
pub fn intake(args: &BenchIntakeArgs, configuratie: &Configuratie) -> Result<Einde, Fout> {
    let groot = args.declaratie.as_deref().map(Groot::lees).transpose()?;
    let balk = uitvoer::balk(u64::MAX, u64::MAX);
    let mut metingen = vec![
        meet("groepen", args, configuratie, true, None, &balk)?,
        meet("een sync per commit", args, configuratie, false, None, &balk)?,
    ];
    if let Some(groot) = &groot {
        metingen.push(meet("groepen, tijdens een declaratie", args, configuratie, true, Some(groot), &balk)?);
    }
    balk.finish_and_clear();
    toon(args, &metingen)?;
    Ok(Einde::Goed)
}

fn toon(args: &BenchIntakeArgs, metingen: &[Meting]) -> Result<(), Fout> {
    if args.json {
        metingen.iter().try_for_each(uitvoer::json)?;
        return uitvoer::klaar();
    }
    if args.trage_schijf > 0 {
        uitvoer::regel(&format!("elke sync duurt {} ms langer dan op deze schijf", args.trage_schijf))?;
    }
    let grond = metingen.get(1).map_or(1.0, |m| m.per_seconde);
    uitvoer::regel(
        "| manier | berichten/s | verhouding | cpu per bericht (ms) | ontvangst p50, p99, max (ms) | oordeel p99 (ms) | declaratie (ms) |",
    )?;
    uitvoer::regel("|---|---|---|---|---|---|---|")?;
    for m in metingen {
        let of = |waarde: Option<f64>, voor: &str| waarde.map_or("-".to_owned(), |w| format!("{voor}{w:.0}"));
        uitvoer::regel(&format!(
            "| {} | {:.0} | {:.2} | {} | {:.1}, {:.1}, {:.1} | {} | {} |",
            m.naam,
            m.per_seconde,
            m.per_seconde / grond,
            m.cpu_ms.map_or("-".to_owned(), |ms| format!("{ms:.2}")),
            m.ontvangst_p50_ms,
            m.ontvangst_p99_ms,
            m.ontvangst_max_ms,
            of(m.oordeel_p99_ms, "<= "),
            of(m.declaratie_ms, "")
        ))?;
    }
    uitvoer::klaar()
}

/// A large declaratie with the toewijzingen it matches, as `genereer` writes them.
struct Groot {
    declaratie: Vec<u8>,
    toewijzingen: Vec<Vec<u8>>,
}

impl Groot {
    fn lees(map: &Path) -> Result<Self, Fout> {
        let lees = |pad: &Path| {
            fs::read(pad).map_err(|source| Fout::Bestand { wat: "read", pad: pad.display().to_string(), source })
        };
        let (files, fouten) = paden::bestanden(&[map.to_owned()]);
        if let Some(fout) = fouten.into_iter().next() {
            return Err(fout);
        }
        let is_301 = |pad: &Path| pad.file_name().is_some_and(|naam| naam.to_string_lossy().starts_with("301"));
        let toewijzingen =
            files.iter().filter(|f| is_301(&f.pad)).map(|f| lees(&f.pad)).collect::<Result<Vec<_>, _>>()?;
        if toewijzingen.is_empty() {
            return Err(Fout::Gebruik(format!(
                "there is no 301*.xml in {}: use genereer --toewijzingen",
                map.display()
            )));
        }
        Ok(Self { declaratie: lees(&map.join("323.xml"))?, toewijzingen })
    }
}

/// Start and toewijzing number `n` of an aanbieder.
struct Werk {
    bsns: Vec<String>,
}

impl Werk {
    fn nieuw(aantal: usize) -> Self {
        let alle = (999_900_006_u32..=999_999_990).map(|n| n.to_string()).filter(|n| Bsn::new(n).elfproef());
        Self { bsns: alle.take(aantal).collect() }
    }

    fn vul(&self, sjabloon: &str, kenmerk: &str, aanbieder: usize, n: usize) -> String {
        let bsn = self.bsns.get(n).map_or(BSN, String::as_str);
        sjabloon
            .replace(BSN, bsn)
            .replace(AANBIEDER, &agb(aanbieder))
            .replace(NUMMER, &(1000 + n).to_string())
            .replace(kenmerk, &format!("B{n}"))
    }

    fn toewijzing(&self, aanbieder: usize, n: usize) -> Vec<u8> {
        self.vul(TOEWIJZING, "W301-1", aanbieder, n).into_bytes()
    }

    fn start(&self, aanbieder: usize, n: usize) -> Vec<u8> {
        let mut tekst = self.vul(START, "W305-1", aanbieder, n);
        let vulling = GROOTTE.saturating_sub(tekst.len());
        tekst.insert_str(tekst.find("<Client>").unwrap_or(0), &" ".repeat(vulling));
        tekst.into_bytes()
    }
}

fn agb(aanbieder: usize) -> String {
    format!("9999{:04}", 1 + aanbieder)
}

/// One way, on a store of its own.
fn meet(
    naam: &'static str,
    args: &BenchIntakeArgs,
    configuratie: &Configuratie,
    group_commit: bool,
    groot: Option<&Groot>,
    balk: &ProgressBar,
) -> Result<Meting, Fout> {
    let map = map(args)?;
    let data = map.path().join("data");
    let keten = inladen::keten(configuratie, None)?;
    let per_stuk = args.berichten.div_ceil(args.verbindingen);
    let werk = Werk::nieuw(per_stuk);
    balk.set_message(format!("{naam}: toewijzingen"));
    vul(&data, &keten, args.verbindingen, per_stuk, &werk, groot)?;

    let slower_sync = Duration::from_millis(args.trage_schijf as u64);
    let store = SqliteStore::open(&data, &SqliteOptions { group_commit, slower_sync, ..SqliteOptions::default() })?;
    let hasher = store.hasher().clone();
    let poort =
        Arc::new(Poort::nieuw(Arc::new(store), hasher, keten, partijen(args.verbindingen), configuratie.werkers)?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| Fout::Dienst(dienst::DienstFout::Start(source)))?;
    let adres: SocketAddr = ([127, 0, 0, 1], 0).into();
    let luisteraar = runtime.block_on(Luisteraar::bind(adres, None, Instellingen::default()))?;
    let adres = luisteraar.adres()?;
    let staat = Staat::nieuw(Arc::clone(&poort), false, configuratie.controles);
    let stop = poort.stop.clone();
    let taak = runtime.spawn(async move { luisteraar.bedien(router(staat), stop).await });
    let werkers = verwerking::start(&poort, configuratie.werkers)?;

    balk.set_message(naam);
    let cpu = cpu_ms();
    let gemeten = belast(&poort, adres, args.verbindingen, per_stuk, &werk, groot);
    let cpu_ms = cpu.zip(cpu_ms()).map(|(begin, eind)| eind - begin);
    poort.stop.cancel();
    poort.wachtrij.stop();
    for werker in werkers {
        drop(werker.join());
    }
    let _ = runtime.block_on(taak);
    let Belasting { mut wachten, duur, declaratie } = gemeten?;
    wachten.sort_unstable();
    let bij = |deel: usize| {
        let index = (wachten.len() * deel / 1000).min(wachten.len().saturating_sub(1));
        wachten.get(index).map_or(0.0, |d| millis(*d))
    };
    Ok(Meting {
        naam,
        berichten: wachten.len(),
        seconden: duur.as_secs_f64(),
        per_seconde: f64::from(u32::try_from(wachten.len()).unwrap_or(u32::MAX)) / duur.as_secs_f64(),
        ontvangst_p50_ms: bij(500),
        ontvangst_p99_ms: bij(990),
        ontvangst_max_ms: bij(1000),
        oordeel_p99_ms: oordeel_p99(&poort)?,
        cpu_ms: cpu_ms.map(|ms| ms / f64::from(u32::try_from(wachten.len()).unwrap_or(u32::MAX))),
        trage_schijf_ms: args.trage_schijf,
        declaratie_ms: declaratie.map(millis),
    })
}

/// What all threads of this process took so far, in milliseconds of cpu (Linux).
fn cpu_ms() -> Option<f64> {
    let van = |pad: std::path::PathBuf| fs::read_to_string(pad).ok()?.split_whitespace().next()?.parse::<u64>().ok();
    let nano: u64 =
        fs::read_dir("/proc/self/task").ok()?.flatten().filter_map(|t| van(t.path().join("schedstat"))).sum();
    Some(Duration::from_nanos(nano).as_secs_f64() * 1000.0)
}

fn millis(duur: Duration) -> f64 {
    duur.as_secs_f64() * 1000.0
}

/// On the disk that is asked for: a folder in memory has no sync to measure.
fn map(args: &BenchIntakeArgs) -> Result<tempfile::TempDir, Fout> {
    let plek = args.map.clone().unwrap_or_else(|| std::path::PathBuf::from("."));
    let fout = |source| Fout::Bestand { wat: "make a folder in", pad: plek.display().to_string(), source };
    tempfile::Builder::new().prefix("ketenpoort-bench-").tempdir_in(&plek).map_err(fout)
}

fn partijen(verbindingen: usize) -> Partijen {
    let partij = |code: String, lokaal| Partij { code, lokaal, tokens: vec![TokenHash::van(TOKEN)], map: false };
    let elders = (0..=verbindingen).map(|n| partij(agb(n), false));
    Partijen::nieuw(elders.chain([partij("0363".to_owned(), true)]))
}

/// Toewijzingen for every start, so that each is judged against something.
fn vul(
    data: &Path,
    keten: &pipeline::Keten,
    aanbieders: usize,
    per_stuk: usize,
    werk: &Werk,
    groot: Option<&Groot>,
) -> Result<(), Fout> {
    let store = SqliteStore::open(data, &SqliteOptions::default())?;
    let een = |bytes: &[u8]| {
        let peildatum = datum("2026-02-02").unwrap_or_else(vandaag);
        let opdracht = Opdracht { bytes, id: volgnummer(&store), peildatum, waarom: false, gelezen: None };
        verwerk(&opdracht, keten, &store as &dyn Store, store.hasher()).map(drop)
    };
    let fout = |source| Fout::Pipeline { pad: "a toewijzing of the benchmark".to_owned(), source };
    std::thread::scope(|scope| {
        let delen: Vec<_> = (0..aanbieders)
            .map(|aanbieder| scope.spawn(move || (0..per_stuk).try_for_each(|n| een(&werk.toewijzing(aanbieder, n)))))
            .collect();
        let grote = groot.map_or(&[][..], |groot| &groot.toewijzingen);
        let meer: Vec<_> = grote
            .chunks(grote.len().div_ceil(8).max(1))
            .map(|deel| scope.spawn(move || deel.iter().try_for_each(|bytes| een(bytes))))
            .collect();
        let klaar = delen.into_iter().chain(meer).map(|deel| deel.join().unwrap_or(Ok(())));
        klaar.collect::<Result<(), _>>().map_err(fout)
    })
}

/// What the clients saw.
struct Belasting {
    wachten: Vec<Duration>,
    duur: Duration,
    declaratie: Option<Duration>,
}

/// All connections at once, then the wait until everything is judged.
fn belast(
    poort: &Poort,
    adres: SocketAddr,
    verbindingen: usize,
    per_stuk: usize,
    werk: &Werk,
    groot: Option<&Groot>,
) -> Result<Belasting, Fout> {
    let fout = |source| Fout::Bestand { wat: "talk to", pad: adres.to_string(), source };
    let begin = Instant::now();
    let (wachten, klein, declaratie) = std::thread::scope(|scope| {
        let declaratie = groot.map(|groot| scope.spawn(move || bied_groot_aan(poort, adres, groot)));
        let delen: Vec<_> =
            (0..verbindingen).map(|n| scope.spawn(move || een_verbinding(adres, n, per_stuk, werk))).collect();
        let mut wachten = Vec::new();
        for deel in delen {
            wachten.extend(deel.join().unwrap_or_else(|_| Err(std::io::ErrorKind::Other.into()))?);
        }
        wacht_tot(|| beoordeeld(poort, "305") >= wachten.len());
        let klein = begin.elapsed();
        let declaratie = declaratie.map(|d| d.join().unwrap_or_else(|_| Err(std::io::ErrorKind::Other.into())));
        Ok::<_, std::io::Error>((wachten, klein, declaratie.transpose()?))
    })
    .map_err(fout)?;
    Ok(Belasting { wachten, duur: klein, declaratie })
}

fn een_verbinding(adres: SocketAddr, aanbieder: usize, aantal: usize, werk: &Werk) -> std::io::Result<Vec<Duration>> {
    let mut klant = Klant::nieuw(adres, TOKEN)?;
    let mut wachten = Vec::with_capacity(aantal);
    for n in 0..aantal {
        let bericht = werk.start(aanbieder, n);
        let begin = Instant::now();
        let status = klant.bied_aan(&bericht)?.status;
        wachten.push(begin.elapsed());
        if status != 202 {
            return Err(std::io::Error::other(format!("status {status} where 202 was expected")));
        }
    }
    Ok(wachten)
}

/// The aanbieder of the large declaratie is also one of the small ones: its small messages wait, those of others do not.
fn bied_groot_aan(poort: &Poort, adres: SocketAddr, groot: &Groot) -> std::io::Result<Duration> {
    let begin = Instant::now();
    let status = Klant::nieuw(adres, TOKEN)?.bied_aan(&groot.declaratie)?.status;
    if status != 202 {
        return Err(std::io::Error::other(format!("status {status} for the declaratie")));
    }
    wacht_tot(|| beoordeeld(poort, "323") >= 1);
    Ok(begin.elapsed())
}

fn wacht_tot(klaar: impl Fn() -> bool) {
    while !klaar() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// How many messages of a kind are judged.
fn beoordeeld(poort: &Poort, soort: &'static str) -> usize {
    let tel = |uitkomst| poort.meting.beoordeeld.get_or_create(&dienst::Beoordeeld { bericht: soort, uitkomst }).get();
    let alle: u64 = ["accepted", "partly", "rejected", "duplicate"].into_iter().map(tel).sum();
    usize::try_from(alle).unwrap_or(usize::MAX)
}

/// From the daemon's own histogram.
fn oordeel_p99(poort: &Poort) -> Result<Option<f64>, Fout> {
    let tekst = poort.meting.tekst(poort.tellingen()?, 0);
    let emmers: Vec<(f64, u64)> = tekst
        .lines()
        .filter_map(|line| line.strip_prefix("ketenpoort_wachttijd_seconden_bucket{le=\""))
        .filter_map(|rest| rest.split_once("\"} "))
        .filter_map(|(grens, aantal)| Some((grens.replace("+Inf", "inf").parse().ok()?, aantal.parse().ok()?)))
        .collect();
    let totaal = emmers.last().map_or(0, |(_, n)| *n);
    let p99 = emmers.iter().find(|(_, n)| n * 100 >= totaal * 99).map(|(grens, _)| grens * 1000.0);
    Ok(p99.filter(|ms| ms.is_finite()))
}
