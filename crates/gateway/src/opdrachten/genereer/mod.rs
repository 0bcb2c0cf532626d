//! `genereer`: synthetic messages that are valid, for tests, demos and load. The same options give the same bytes. Bsn's
//! come from the test range, AGB codes from 9999xxxx.

pub mod dataset;

use std::path::Path;

use bericht::knoop::schrijf_bericht;
use bericht::willekeurig::{Toeval, Vulling, willekeurig};
use bericht::{Bsn, Soort, catalogus};
use dataset::Stijl;
use indicatif::ProgressBar;

use crate::cli::GenereerArgs;
use crate::einde::{Einde, Fout};
use crate::opdrachten::voorraad::{self, Vraag};
use crate::uitvoer;

/// Messages that are made to belong together; of the others each stands on its own.
const DATASET: [Soort; 4] = [Soort::S301, Soort::S305, Soort::S307, Soort::S323];

/// Size of a message about one client, for the progress bar.
const KLEIN: u64 = 3_000;

pub fn genereer(args: &GenereerArgs) -> Result<Einde, Fout> {
    if args.prestaties < args.clienten {
        return Err(Fout::Gebruik("there must be at least one prestatie per client".to_owned()));
    }
    if args.data.is_some() && (args.standaard != "ijw" || args.release != "3.2") {
        return Err(Fout::Gebruik("--data is filled with toewijzingen of iJw 3.2 only".to_owned()));
    }
    let mut soorten: Vec<Soort> = args.bericht.iter().map(|nummer| soort(nummer)).collect::<Result<_, _>>()?;
    if args.toewijzingen {
        soorten.push(Soort::S301);
    }
    soorten.sort_unstable();
    soorten.dedup();
    uitvoer::maak_map(&args.out)?;
    let maker = Maker::nieuw(args);
    let balk = uitvoer::balk(u64::from(args.clienten), u64::from(args.clienten) * KLEIN * soorten.len() as u64);
    for soort in soorten {
        if args.release == "3.2" && DATASET.contains(&soort) {
            maker.van_dataset(soort, &balk)?;
        } else {
            maker.los(soort, &balk)?;
        }
    }
    balk.finish_and_clear();
    uitvoer::klaar()?;
    let Some(data) = &args.data else { return Ok(Einde::Goed) };
    voorraad::vul(&Vraag {
        data,
        partijen: (dataset::GEMEENTE, dataset::AANBIEDER),
        clienten: maker.bsns.into_iter().zip(maker.verdeling).collect(),
        toewijzingen: args.opgeslagen,
        eerdere: args.eerdere.into(),
    })
}

fn soort(nummer: &str) -> Result<Soort, Fout> {
    let alle = || Soort::ALLE.map(Soort::nummer).join(", ");
    Soort::parse(nummer).ok_or_else(|| Fout::Gebruik(format!("unknown message {nummer}; known: {}", alle())))
}

struct Maker<'a> {
    args: &'a GenereerArgs,
    stijl: Stijl,
    bsns: Vec<String>,
    /// How many prestaties each client gets; they differ by at most one.
    verdeling: Vec<u32>,
}

impl<'a> Maker<'a> {
    fn nieuw(args: &'a GenereerArgs) -> Self {
        let (basis, rest) = (args.prestaties / args.clienten, args.prestaties % args.clienten);
        Self {
            args,
            stijl: Stijl { iwmo: args.standaard == "iwmo", seed: args.seed },
            bsns: testbsns(args.clienten, args.seed),
            verdeling: (0..args.clienten).map(|i| basis + u32::from(i < rest)).collect(),
        }
    }

    fn van_dataset(&self, soort: Soort, balk: &ProgressBar) -> Result<(), Fout> {
        if soort == Soort::S323 {
            let tekst = dataset::declaratie(&self.stijl, self.args.prestaties, &self.bsns, &self.verdeling);
            schrijf(&self.args.out, "323.xml", tekst.as_bytes())?;
            let grootte = schema::format_number(&tekst.len().to_string());
            let (prestaties, clienten) = (self.args.prestaties, self.args.clienten);
            return uitvoer::regel(&format!("323.xml: {prestaties} prestaties, {clienten} clients, {grootte} bytes"));
        }
        for (index, (bsn, aantal)) in (1_u32..).zip(self.bsns.iter().zip(&self.verdeling)) {
            let tekst = match soort {
                Soort::S305 => dataset::start(&self.stijl, index, bsn, *aantal),
                Soort::S307 => dataset::stop(&self.stijl, index, bsn, *aantal),
                _ => dataset::toewijzing(&self.stijl, index, bsn, *aantal),
            };
            schrijf(&self.args.out, &format!("{soort}-{index:05}.xml"), tekst.as_bytes())?;
            balk.inc(KLEIN);
        }
        self.geteld(soort)
    }

    /// Messages that only fit their schema: each with values of its own.
    fn los(&self, soort: Soort, balk: &ProgressBar) -> Result<(), Fout> {
        let naam = format!("{}-{}", self.args.standaard, self.args.release);
        let release = catalogus::ingebouwde_release(&naam)?
            .ok_or_else(|| Fout::Gebruik(format!("{naam} is no built-in release; known: 2.3, 3.2")))?;
        let message = release
            .message(soort.nummer())
            .ok_or_else(|| Fout::Gebruik(format!("release {naam} has no message {soort}")))?;
        let mut toeval = Toeval::new(self.args.seed);
        for index in 1..=self.args.clienten {
            let geen = || Fout::Gebruik(format!("no valid {soort} of {naam} can be made"));
            let knoop = willekeurig(&release, message, &mut toeval, Vulling::default()).ok_or_else(geen)?;
            let bytes = schrijf_bericht(&release, message, &knoop).map_err(|_| geen())?;
            schrijf(&self.args.out, &format!("{soort}-{index:05}.xml"), &bytes)?;
            balk.inc(KLEIN);
        }
        self.geteld(soort)
    }

    fn geteld(&self, soort: Soort) -> Result<(), Fout> {
        uitvoer::regel(&format!("{soort}-*.xml: {} messages", self.args.clienten))
    }
}

fn schrijf(map: &Path, naam: &str, bytes: &[u8]) -> Result<(), Fout> {
    uitvoer::schrijf(&map.join(naam), bytes)
}

/// Numbers of the test range that pass the elfproef, in order, from a place that the seed picks.
fn testbsns(aantal: u32, seed: u64) -> Vec<String> {
    let alle: Vec<String> =
        (999_900_006_u32..=999_999_990).map(|n| n.to_string()).filter(|n| Bsn::new(n).elfproef()).collect();
    let begin = usize::try_from(seed.wrapping_mul(509) % alle.len().max(1) as u64).unwrap_or(0);
    alle.iter().cycle().skip(begin).take(aantal as usize).cloned().collect()
}
