//! The arguments of `ketenpoort contract`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use rust_decimal::Decimal;

use crate::dag::dag;

#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "docs/contracten.md tells what a contract file may hold.\n\nExamples:\n  \
    ketenpoort contract check fixtures/contracten\n  ketenpoort contract tarief gv21.toml 40A04 --volume 500"
)]
pub struct ContractArgs {
    #[command(subcommand)]
    pub wat: ContractOpdracht,
}

#[derive(Debug, Subcommand)]
pub enum ContractOpdracht {
    /// Check contract files: what is wrong, what would mend it, and what the file itself leaves open
    Check(CheckArgs),
    /// Show tariffs, and what a volume comes to under each way of rounding
    Tarief(TariefArgs),
    /// Compute the tariffs of a next year as lines to put in the file
    Indexeer(IndexeerArgs),
    /// Tell what changed between two versions
    Diff(DiffArgs),
    /// Turn a tariff table (CSV, xlsx, ods, xls) into lines to put in a file
    Importeer(ImporteerArgs),
}

#[derive(Debug, Args)]
#[command(
    after_help = "A folder means its *.toml, in order of name. Exit status 1 when any file has an error; warnings and open \
    items are counted and printed.\n\nExamples:\n  ketenpoort contract check gv21.toml\n  \
    ketenpoort contract check --json --codelijst codes.csv contracten/"
)]
pub struct CheckArgs {
    /// One JSON object per file on one line
    #[arg(long)]
    pub json: bool,
    /// Product code list (CSV, xlsx, ods) with columns code, cat and perhaps wet; a code outside it is an error
    #[arg(long, value_name = "FILE")]
    pub codelijst: Option<PathBuf>,
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  ketenpoort contract tarief gv21.toml\n  \
    ketenpoort contract tarief gv21.toml 40A04 --datum 2021-05-01 \\\n      --volume 500 --eenheid 01")]
pub struct TariefArgs {
    /// One JSON object per tariff on one line
    #[arg(long)]
    pub json: bool,
    /// Only tariffs that hold on this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dag)]
    pub datum: Option<NaiveDate>,
    /// Volume to compute the amount of
    #[arg(long, value_parser = clap::value_parser!(i64).range(0..=99_999_999))]
    pub volume: Option<i64>,
    /// Unit of the volume, as in a message [default: the unit in which is declared]
    #[arg(long, value_name = "01|04|14|16|82|84")]
    pub eenheid: Option<String>,
    /// File or folder
    #[arg(value_name = "PATH")]
    pub pad: PathBuf,
    /// Only this product
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Figures are shares: 2% is 0.02. Which ones are needed follows from [indexation] in the file: half of the \
    provisional OVA wants --voorlopig, --loon, --cpi and --kapitaal; the ratio of CAO wages wants --index-nieuw and \
    --index-oud.\n\nExample:\n  ketenpoort contract indexeer gv21.toml --vanaf 2022-01-01 \\\n      --voorlopig 0.02 --loon 0.025 --cpi 0.013 --kapitaal 0.01"
)]
pub struct IndexeerArgs {
    /// One JSON object
    #[arg(long)]
    pub json: bool,
    /// First day of the new tariffs
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dag)]
    pub vanaf: NaiveDate,
    /// Provisional OVA of the new year
    #[arg(long, allow_negative_numbers = true)]
    pub voorlopig: Option<Decimal>,
    /// Definitive index of wages of the year that ends
    #[arg(long, allow_negative_numbers = true)]
    pub loon: Option<Decimal>,
    /// Definitive CPI of the year that ends
    #[arg(long, allow_negative_numbers = true)]
    pub cpi: Option<Decimal>,
    /// Definitive index of capital costs of the year that ends
    #[arg(long, allow_negative_numbers = true)]
    pub kapitaal: Option<Decimal>,
    /// Index of the new year
    #[arg(long)]
    pub index_nieuw: Option<Decimal>,
    /// Index of the year before
    #[arg(long)]
    pub index_oud: Option<Decimal>,
    /// The contract
    #[arg(value_name = "FILE")]
    pub bestand: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ketenpoort contract diff gv21.toml gv21-2022.toml")]
pub struct DiffArgs {
    /// One JSON object per difference on one line
    #[arg(long)]
    pub json: bool,
    /// The contract as it was
    #[arg(value_name = "OLD")]
    pub oud: PathBuf,
    /// The contract as it is
    #[arg(value_name = "NEW")]
    pub nieuw: PathBuf,
}

/// Laws as an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Wet {
    Wmo,
    Jw,
}

#[derive(Debug, Args)]
#[command(
    after_help = "The first row holds the headings: code, cat, per and tarief must be there; naam, wet, declared_unit, \
    declared and fact may be. Dutch headings such as Productcode and Eenheid are known too. CSV may be divided by comma, \
    semicolon or tab.\n\nExamples:\n  ketenpoort contract importeer tarieven.csv --vanaf 2022-01-01 --wet jw\n  \
    ketenpoort contract importeer tarieven.xlsx --blad 2022 \\\n      --vanaf 2022-01-01 --tot 2022-12-31 --feit GV21-101"
)]
pub struct ImporteerArgs {
    /// One JSON object
    #[arg(long)]
    pub json: bool,
    /// First day of the tariffs
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dag)]
    pub vanaf: NaiveDate,
    /// Last day of the tariffs
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dag)]
    pub tot: Option<NaiveDate>,
    /// Law of rows that do not say it
    #[arg(long)]
    pub wet: Option<Wet>,
    /// Fact number of rows that do not say it
    #[arg(long, value_name = "FACT")]
    pub feit: Option<String>,
    /// Sheet of a spreadsheet [default: the first]
    #[arg(long, value_name = "NAME")]
    pub blad: Option<String>,
    /// The table
    #[arg(value_name = "FILE")]
    pub tabel: PathBuf,
}
