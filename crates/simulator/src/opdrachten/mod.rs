//! What the commands do. Each gives whether the input was in order.

mod beheer;
mod push;
mod start;
mod toon;

use std::io::{self, Write};
use std::path::PathBuf;

use simulator::SimulatorFout;
use simulator::pki::{Geldigheid, Pki};
use thiserror::Error;
use tokio::runtime::{Builder, Runtime};

pub use beheer::fout;
pub use push::push;
pub use start::start;
pub use toon::toon;

use crate::cli::PkiArgs;

/// A command that could not do its work: exit code 2.
#[derive(Debug, Error)]
pub enum Fout {
    /// The simulator.
    #[error(transparent)]
    Simulator(#[from] SimulatorFout),
    /// A file.
    #[error("cannot read {}", pad.display())]
    Bestand { pad: PathBuf, source: io::Error },
    /// Standard output.
    #[error("cannot write to standard output")]
    Uitvoer(#[source] io::Error),
    /// The asynchronous runtime.
    #[error("the program cannot be set up")]
    Runtime(#[source] io::Error),
    /// The control API of a running simulator.
    #[error("no simulator answers on {adres}; start one, or give its address with --beheer")]
    GeenSimulator { adres: std::net::SocketAddr, source: reqwest::Error },
    /// The control API refused.
    #[error("the simulator refused: {0}")]
    Geweigerd(String),
    /// A message that may be taken later.
    #[error("not delivered: {0}; try again with the same --traceer-id")]
    Opnieuw(String),
    /// TLS.
    #[error("TLS cannot be set up")]
    Tls(#[from] rustls::Error),
}

fn runtime() -> Result<Runtime, Fout> {
    Builder::new_multi_thread().enable_all().build().map_err(Fout::Runtime)
}

fn druk_af(tekst: &str) -> Result<(), Fout> {
    writeln!(io::stdout().lock(), "{tekst}").map_err(Fout::Uitvoer)
}

/// Makes certificates.
pub fn pki(args: &PkiArgs) -> Result<bool, Fout> {
    let pki = Pki::open(&args.map).map_err(SimulatorFout::from)?;
    let mut gemaakt = vec![pki.server(&args.naam).map_err(SimulatorFout::from)?];
    let geldig = args.client.iter().map(|cn| (cn, Geldigheid::Nu));
    let verlopen = args.verlopen.iter().map(|cn| (cn, Geldigheid::Verlopen));
    for (cn, geldigheid) in geldig.chain(verlopen) {
        gemaakt.push(pki.client(cn, geldigheid).map_err(SimulatorFout::from)?);
    }
    druk_af(&pki.ca().display().to_string())?;
    for identiteit in gemaakt {
        druk_af(&format!("{} {}", identiteit.certificaat.display(), identiteit.sleutel.display()))?;
    }
    Ok(true)
}
