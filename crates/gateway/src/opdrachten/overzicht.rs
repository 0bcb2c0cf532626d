//! `kpi` and `export`: figures and lists out of a data folder, as CSV or JSON.

use std::io::{BufWriter, Write};
use std::path::Path;

use overzicht::lijst::{Rij, Soort, Voorwerp, Vraag, Waarde};
use overzicht::{Bsnlijst, kpi as cijfers};
use serde::Serialize;

use super::reden::reden;
use super::{Dossieropslag, inzage};
use crate::cli::{ExportArgs, Exportsoort, KpiArgs, Tabelvorm};
use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::inladen;
use crate::vandaag::vandaag;

pub fn kpi(args: &KpiArgs, configuratie: &Configuratie) -> Result<Einde, Fout> {
    let contracten = inladen::contracten(args.contract.as_deref(), configuratie)?;
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
    let reden = args.reden.as_deref().map(|tekst| reden(tekst, "the Bsn is needed")).transpose()?;
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
            inzage::leg_vast(data, args, soort.naam(), reden)?;
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

fn open(data: Option<&Path>, configuratie: &Configuratie) -> Result<Dossieropslag, Fout> {
    let data = data.unwrap_or(&configuratie.data);
    Dossieropslag::lees(data, configuratie.sleutel.clone())
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
