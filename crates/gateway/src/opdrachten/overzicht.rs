//! `kpi` and `export`: figures and lists out of a data folder, as CSV or JSON.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use bericht::Bsn;
use contract::Contracten;
use overzicht::lijst::{Rij, Soort, Voorwerp, Vraag, Waarde};
use overzicht::{Bsnlijst, kpi as cijfers};
use serde::Serialize;

use super::Dossieropslag;
use crate::cli::{ExportArgs, Exportsoort, KpiArgs, Tabelvorm};
use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::inladen;
use crate::vandaag::vandaag;

/// File in the data folder with the reasons for which a Bsn was shown.
const INZAGE: &str = "inzage.jsonl";

pub fn kpi(args: &KpiArgs, configuratie: &Configuratie) -> Result<Einde, Fout> {
    let contracten = contracten(args.contract.as_deref(), configuratie)?;
    let opslag = open(args.data.as_deref(), configuratie)?;
    let vraag = cijfers::Vraag {
        store: opslag.store(),
        contracten: &contracten,
        periode: args.periode,
        dag: args.today.unwrap_or_else(vandaag),
        mag: &|_| true,
    };
    let uit = cijfers::kpi(&vraag)?;
    let stdout = BufWriter::new(std::io::stdout().lock());
    match args.format {
        Tabelvorm::Csv => {
            let mut csv = csv::Writer::from_writer(stdout);
            uit.iter().try_for_each(|cijfer| csv.serialize(cijfer)).map_err(csv_fout)?;
            csv.flush().map_err(Fout::Uitvoer)?;
        }
        Tabelvorm::Json => {
            let mut stdout = stdout;
            uit.iter().try_for_each(|cijfer| json_regel(&mut stdout, cijfer))?;
            stdout.flush().map_err(Fout::Uitvoer)?;
        }
    }
    Ok(Einde::Goed)
}

pub fn export(args: &ExportArgs, configuratie: &Configuratie) -> Result<Einde, Fout> {
    let reden = args.reden.as_deref().map(reden).transpose()?;
    let keten = inladen::keten(configuratie, args.contract.as_deref())?;
    let data = args.data.as_deref().unwrap_or(&configuratie.data);
    let opslag = open(args.data.as_deref(), configuratie)?;
    let soort = soort(args.lijst);
    let mag = |_: &bericht::Dossier| true;
    let heeft_client = soort.kolommen().contains(&"client");
    let bsns = match reden {
        Some(_) if !heeft_client => {
            return Err(Fout::Gebruik("this list names no clients, so there is no Bsn to show".to_owned()));
        }
        Some(reden) => {
            leg_inzage_vast(data, args, reden)?;
            Some(Bsnlijst::lees(opslag.store(), opslag.hasher(), &keten, &mag)?)
        }
        None => None,
    };
    let vraag = Vraag {
        store: opslag.store(),
        contracten: &keten.contracten,
        periode: args.periode,
        dag: args.today.unwrap_or_else(vandaag),
        client: args.client.clone(),
        mag: &mag,
    };
    let mut tabel = Tabel::nieuw(soort, args.format, bsns)?;
    soort.rijen(&vraag, |rij| tabel.rij(rij))?;
    tabel.klaar()?;
    Ok(Einde::Goed)
}

fn soort(lijst: Exportsoort) -> Soort {
    match lijst {
        Exportsoort::Productie => Soort::Productie,
        Exportsoort::Cbs => Soort::Cbs,
        Exportsoort::Client => Soort::Client,
        Exportsoort::Betalingen => Soort::Betalingen,
        Exportsoort::Open => Soort::Open,
        Exportsoort::Credits => Soort::Credits,
        Exportsoort::Signalen => Soort::Signalen,
        Exportsoort::Voorstellen => Soort::Voorstellen,
        Exportsoort::Steekproef => Soort::Steekproef,
        Exportsoort::Materialiteit => Soort::Materialiteit,
        Exportsoort::Termijnen => Soort::Termijnen,
    }
}

fn contracten(pad: Option<&Path>, configuratie: &Configuratie) -> Result<Contracten, Fout> {
    pad.or(configuratie.contracten_map.as_deref()).map_or_else(|| Ok(Contracten::default()), inladen::contracten)
}

fn open(data: Option<&Path>, configuratie: &Configuratie) -> Result<Dossieropslag, Fout> {
    let data = data.unwrap_or(&configuratie.data);
    Dossieropslag::lees(data, configuratie.sleutel.clone())
}

/// A reason that may be kept: something, and no Bsn.
fn reden(tekst: &str) -> Result<&str, Fout> {
    let tekst = tekst.trim();
    let getallen = tekst.split(|c: char| !c.is_ascii_digit());
    if tekst.is_empty() {
        return Err(Fout::Gebruik("--reden is empty: say why the Bsn is needed".to_owned()));
    }
    if getallen.into_iter().any(|getal| Bsn::new(getal).elfproef()) {
        return Err(Fout::Gebruik("--reden holds a Bsn; it is kept, so leave that out".to_owned()));
    }
    Ok(tekst)
}

/// A line of the record of shown Bsn's.
#[derive(Serialize)]
struct Inzage<'i> {
    /// Milliseconds since 1970.
    moment_ms: u128,
    lijst: &'static str,
    periode: String,
    een_client: bool,
    account: String,
    reden: &'i str,
}

/// Writes down who wants to see Bsn's and why, durable before anything is shown.
fn leg_inzage_vast(data: &Path, args: &ExportArgs, reden: &str) -> Result<(), Fout> {
    let lijst = soort(args.lijst).naam();
    let regel = Inzage {
        moment_ms: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis()),
        lijst,
        periode: format!("{}..{}", args.periode.begin, args.periode.eind),
        een_client: args.client.is_some(),
        account: std::env::var("SUDO_USER").or_else(|_| std::env::var("USER")).unwrap_or_default(),
        reden,
    };
    let pad = data.join(INZAGE);
    let schrijf = || -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
        let mut file = options.open(&pad)?;
        let mut bytes = serde_json::to_vec(&regel)?;
        bytes.push(b'\n');
        file.write_all(&bytes)?;
        file.sync_all()
    };
    schrijf().map_err(|source| Fout::Bestand { wat: "write", pad: pad.display().to_string(), source })?;
    tracing::warn!(lijst, reden, "bsn shown");
    Ok(())
}

/// Rows to standard output as they come, with a column for the Bsn when that is asked for.
struct Tabel {
    kolommen: Vec<&'static str>,
    client: Option<usize>,
    bsns: Option<Bsnlijst>,
    uit: Uit,
}

enum Uit {
    Csv(Box<csv::Writer<std::io::Stdout>>),
    Json(BufWriter<std::io::Stdout>),
}

impl Tabel {
    fn nieuw(soort: Soort, vorm: Tabelvorm, bsns: Option<Bsnlijst>) -> Result<Self, Fout> {
        let mut kolommen = soort.kolommen().to_vec();
        let client = kolommen.iter().position(|kolom| *kolom == "client");
        if bsns.is_some() {
            kolommen.push("bsn");
        }
        let uit = match vorm {
            Tabelvorm::Json => Uit::Json(BufWriter::new(std::io::stdout())),
            Tabelvorm::Csv => {
                let mut csv = csv::Writer::from_writer(std::io::stdout());
                csv.write_record(&kolommen).map_err(csv_fout)?;
                Uit::Csv(Box::new(csv))
            }
        };
        Ok(Self { kolommen, client, bsns, uit })
    }

    fn rij(&mut self, mut rij: Rij) -> Result<(), Fout> {
        if let Some(bsns) = &self.bsns {
            let client = self.client.and_then(|plaats| rij.get(plaats));
            let bsn = match client {
                Some(Waarde::Tekst(client)) => bsns.van(client).map(str::to_owned),
                _ => None,
            };
            rij.push(bsn.into());
        }
        match &mut self.uit {
            Uit::Csv(csv) => {
                let veld = |waarde: Waarde| match waarde {
                    Waarde::Leeg => String::new(),
                    Waarde::Tekst(tekst) => tekst,
                    Waarde::Getal(getal) => getal.to_string(),
                };
                csv.write_record(rij.into_iter().map(veld)).map_err(csv_fout)
            }
            Uit::Json(uit) => json_regel(uit, &Voorwerp { kolommen: &self.kolommen, rij: &rij }),
        }
    }

    fn klaar(self) -> Result<(), Fout> {
        match self.uit {
            Uit::Csv(mut csv) => csv.flush().map_err(Fout::Uitvoer),
            Uit::Json(mut uit) => uit.flush().map_err(Fout::Uitvoer),
        }
    }
}

fn json_regel(uit: &mut impl Write, waarde: &impl Serialize) -> Result<(), Fout> {
    serde_json::to_writer(&mut *uit, waarde).map_err(|e| Fout::Uitvoer(e.into()))?;
    uit.write_all(b"\n").map_err(Fout::Uitvoer)
}

fn csv_fout(fout: csv::Error) -> Fout {
    Fout::Uitvoer(match fout.into_kind() {
        csv::ErrorKind::Io(io) => io,
        _ => std::io::Error::other("a row does not fit its table"),
    })
}
