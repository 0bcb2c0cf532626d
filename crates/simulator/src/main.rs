//! `ketenpoort-simulator`: the command line around the library.

mod cli;
mod opdrachten;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Opdracht};
use crate::opdrachten::Fout;

/// Where exit codes are decided: 0 fine, 1 the input was found wanting, 2 usage, configuration or I/O.
fn main() -> ExitCode {
    let cli = Cli::parse();
    match voer_uit(&cli) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // Someone closed our output (`| head`): there is nobody left to tell.
        Err(Fout::Uitvoer(fout)) if fout.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(fout) => {
            meld(&fout);
            ExitCode::from(2)
        }
    }
}

fn voer_uit(cli: &Cli) -> Result<bool, Fout> {
    match &cli.opdracht {
        Opdracht::Start(args) => opdrachten::start(args),
        Opdracht::Pki(args) => opdrachten::pki(args),
        Opdracht::Toon(args) => opdrachten::toon(args),
        Opdracht::Fout(args) => opdrachten::fout(args),
        Opdracht::Push(args) => opdrachten::push(args),
    }
}

/// The chain of causes on one line.
fn meld(fout: &Fout) {
    let mut regel = format!("ketenpoort-simulator: {fout}");
    let mut oorzaak = fout.source();
    while let Some(reden) = oorzaak {
        let tekst = reden.to_string();
        // Some libraries repeat their cause in their own text.
        if !regel.contains(&tekst) {
            regel.push_str(": ");
            regel.push_str(&tekst);
        }
        oorzaak = reden.source();
    }
    // Where standard error cannot be written there is no other place to say it, and the status still tells.
    let _ = writeln!(std::io::stderr(), "{regel}");
}
