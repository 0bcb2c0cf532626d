//! Logs on standard error, as lines for people or objects for programs. Nothing of a person gets here: events carry
//! receipts (random numbers), kinds of messages, sizes and outcomes.

use std::io::IsTerminal;

use tracing::Level;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use crate::configuratie::Logvorm;

/// Our own crates. Libraries may show addresses and headers at finer levels, so they never log below warn.
const EIGEN: [&str; 6] = ["ketenpoort", "dienst", "keten", "pipeline", "opslag", "simulator"];

/// Starts the log of this process.
pub fn begin(vorm: Logvorm, niveau: Level) {
    let filter = EIGEN
        .iter()
        .fold(Targets::new().with_default(LevelFilter::WARN), |filter, naam| filter.with_target(*naam, niveau));
    let laag = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let laag = match vorm {
        Logvorm::Tekst => laag.with_target(false).boxed(),
        Logvorm::Json => laag.json().flatten_event(true).boxed(),
    };
    // A second start in one process, as in tests, keeps the first log.
    let _ = tracing_subscriber::registry().with(laag.with_filter(filter)).try_init();
}
