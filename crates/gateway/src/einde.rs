//! How a command ends: the one place where exit codes are decided.

use std::error::Error;
use std::process::ExitCode;

use thiserror::Error;

use crate::uitvoer;

/// A command that ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Einde {
    /// 0: everything was in order.
    Goed,
    /// 1: the input was found wanting.
    Gebreken,
    /// 2: a path could not be opened, the rest was done.
    Onvolledig,
}

impl Einde {
    pub fn exit_code(self) -> ExitCode {
        match self {
            Einde::Goed => ExitCode::SUCCESS,
            Einde::Gebreken => ExitCode::from(1),
            Einde::Onvolledig => ExitCode::from(2),
        }
    }

    /// The worse of two.
    pub fn en(self, ander: Einde) -> Einde {
        match (self, ander) {
            (Einde::Onvolledig, _) | (_, Einde::Onvolledig) => Einde::Onvolledig,
            (Einde::Gebreken, _) | (_, Einde::Gebreken) => Einde::Gebreken,
            _ => Einde::Goed,
        }
    }
}

/// A command that could not do its work: exit code 2, or 128 and the number of the signal that ended it.
#[derive(Debug, Error)]
pub enum Fout {
    /// The call itself is wrong.
    #[error("{0}")]
    Gebruik(String),
    /// A file or folder.
    #[error("cannot {wat} {pad}")]
    Bestand {
        /// What was tried.
        wat: &'static str,
        /// Path as given.
        pad: String,
        /// Cause.
        source: std::io::Error,
    },
    /// Standard output.
    #[error("cannot write to standard output")]
    Uitvoer(#[source] std::io::Error),
    /// gateway.toml.
    #[error("{0}")]
    Configuratie(String),
    /// Schemas.
    #[error("the schemas cannot be used")]
    Schemas(#[from] bericht::BerichtFout),
    /// Contracts.
    #[error("the contracts cannot be used")]
    Contracten(#[from] contract::ContractFout),
    /// A table that is imported.
    #[error("the table {pad} cannot be read")]
    Tabel {
        /// Path.
        pad: String,
        /// Cause.
        source: Box<contract::invoer::InvoerFout>,
    },
    /// CBS list.
    #[error("the list of gemeenten {pad} cannot be used")]
    Gemeenten {
        /// Path.
        pad: String,
        /// Cause.
        source: regels::GemeentenFout,
    },
    /// Store.
    #[error("the data folder cannot be used")]
    Store(#[from] opslag::StoreError),
    /// The daemon.
    #[error("the daemon cannot run")]
    Dienst(#[from] dienst::DienstFout),
    /// An address to listen on.
    #[error("the daemon cannot listen")]
    Luister(#[from] keten::luister::LuisterFout),
    /// Certificates.
    #[error("the certificates cannot be used")]
    Tls(#[from] keten::tls::TlsFout),
    /// The client for deliveries.
    #[error("endpoint.url cannot be used")]
    Client(#[from] keten::push::ClientFout),
    /// The simulator of the demo.
    #[error("the simulator of the demo cannot run")]
    Simulator(#[from] simulator::SimulatorFout),
    /// The disk failed while the daemon ran.
    #[error("writing to the disk failed: nothing was acknowledged after that. Check the disk, then start again")]
    Noodstop,
    /// A signal, by its number.
    #[error("stopped by signal {0}; what was made is removed")]
    Afgebroken(u8),
    /// An overview of the store.
    #[error("the overview cannot be made")]
    Overzicht(#[from] overzicht::OverzichtFout),
    /// Pipeline.
    #[error("{pad} could not be processed")]
    Pipeline {
        /// Path as given.
        pad: String,
        /// Cause.
        source: pipeline::PipelineFout,
    },
}

impl Fout {
    /// 2, or what a shell makes of a signal.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Fout::Afgebroken(nummer) => ExitCode::from(nummer.saturating_add(128)),
            _ => ExitCode::from(2),
        }
    }

    /// Prints the chain of causes, one line.
    pub fn meld(&self) {
        let mut line = format!("ketenpoort: {self}");
        let mut cause = self.source();
        while let Some(reason) = cause {
            let text = reason.to_string();
            // Some libraries repeat their cause in their own text.
            if !line.contains(&text) {
                line.push_str(": ");
                line.push_str(&text);
            }
            cause = reason.source();
        }
        uitvoer::meld(&line);
    }

    /// Whether a table was cut off because nobody reads it any more.
    pub fn is_dichte_uitvoer(&self) -> bool {
        matches!(self, Fout::Uitvoer(source) if source.kind() == std::io::ErrorKind::BrokenPipe)
    }
}
