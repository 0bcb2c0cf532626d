//! `ketenpoort`: the command line. Configuration, wiring and exit codes; everything that judges is in the crates below.

// Both panic where nobody can read them; `uitvoer` has what does not.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod cli;
mod configuratie;
mod dag;
mod demo;
mod einde;
mod inladen;
mod klant;
mod opdrachten;
mod paden;
mod serve;
mod tekst;
mod uitvoer;
mod vandaag;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{BenchOpdracht, Cli, Opdracht};
use crate::einde::{Einde, Fout};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match voer_uit(&cli) {
        Ok(einde) => einde.exit_code(),
        // A table of which someone read enough (`| head`): there is nobody left to tell, and no other work.
        Err(fout) if fout.is_dichte_uitvoer() => ExitCode::SUCCESS,
        Err(fout) => {
            fout.meld();
            fout.exit_code()
        }
    }
}

fn voer_uit(cli: &Cli) -> Result<Einde, Fout> {
    let configuratie = || configuratie::laad(cli.config.as_deref());
    match &cli.opdracht {
        Opdracht::Serve(args) => serve::serve(args, cli.config.as_deref()),
        Opdracht::Token(args) => opdrachten::token(args),
        Opdracht::Vastgelopen(args) => opdrachten::vastgelopen(args, &configuratie()?),
        Opdracht::Uitgaand(args) => opdrachten::uitgaand(args, &configuratie()?),
        Opdracht::Bench(args) => match &args.opdracht {
            BenchOpdracht::Intake(args) => bench::intake(args, &configuratie()?),
        },
        Opdracht::Waarom(args) => opdrachten::waarom(args, &configuratie()?),
        Opdracht::Validate(args) => opdrachten::validate(args, &configuratie()?),
        Opdracht::Process(args) => opdrachten::process(args, &configuratie()?),
        Opdracht::Watals(args) => opdrachten::watals(args, &configuratie()?),
        Opdracht::Kpi(args) => opdrachten::kpi(args, &configuratie()?),
        Opdracht::Export(args) => opdrachten::export(args, &configuratie()?),
        Opdracht::Regels(args) => opdrachten::regels(args),
        Opdracht::Codelijst(args) => opdrachten::codelijst(args),
        Opdracht::Release(args) => opdrachten::release(args),
        Opdracht::CheckConfig(args) => opdrachten::check_config(args, cli.config.as_deref()),
        Opdracht::Demo => demo::demo(),
        Opdracht::Genereer(args) => opdrachten::genereer(args),
        Opdracht::Contract(args) => opdrachten::contract(args),
    }
}
