//! The commands and their options.

use std::path::PathBuf;

use bericht::Periode;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::dag::dag;
use crate::opdrachten::ContractArgs;

/// Checks iWmo and iJw messages and makes the right retour.
#[derive(Debug, Parser)]
#[command(name = "ketenpoort", version, arg_required_else_help = true)]
#[command(after_help = "Exit status: 0 fine, 1 the input was found wanting, 2 usage, configuration or I/O.\n\n\
    Example:\n  ketenpoort process --data dossier --out retour 301.xml 323.xml")]
pub struct Cli {
    /// Configuration file [default: gateway.toml here, when there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub opdracht: Opdracht,
}

#[derive(Debug, Subcommand)]
pub enum Opdracht {
    /// Run the daemon: take messages in, judge and answer them, deliver the retours
    Serve(ServeArgs),
    /// Make tokens for parties
    Token(TokenArgs),
    /// Explain the verdict on a message that the daemon took in
    Waarom(WaaromArgs),
    /// List deliveries that wait or were given up, try them again, or drop them
    Uitgaand(UitgaandArgs),
    /// List messages that could not be judged through no fault of their own, and judge them again
    Vastgelopen(VastgelopenArgs),
    /// Check messages on level 1 (schema) and level 2 (rules in the message); nothing is stored
    Validate(ValidateArgs),
    /// Judge messages against a dossier and write a retour for each
    Process(ProcessArgs),
    /// What would other contracts have made of the declaraties of a period? Nothing is sent or stored
    Watals(WatalsArgs),
    /// Indicators over a month or a year: use, waiting, duration, return, ends, cost, turnover
    Kpi(KpiArgs),
    /// Lists for others: production, beleidsinformatie, client statement, payments, open declarations, credits
    Export(ExportArgs),
    /// List and explain the rules that are built
    Regels(RegelsArgs),
    /// Show a code list of the standard with short labels
    Codelijst(CodelijstArgs),
    /// Say whether a release folder can be loaded, or what changed between two releases
    Release(ReleaseArgs),
    /// Say whether serve would start with a configuration file, and what it comes to
    CheckConfig(CheckConfigArgs),
    /// Play a small story from toewijzing to credit in a throw-away folder
    #[command(after_help = "Ctrl-C ends it and clears up as well (status 130).\n\nExample:\n  ketenpoort demo")]
    Demo,
    /// Measure this program on this machine
    Bench(BenchArgs),
    /// Make synthetic messages: a declaratie with its toewijzingen, starts and stops, or any other message
    Genereer(GenereerArgs),
    /// Contracts as code: check, tariffs, indexation, differences, import
    Contract(ContractArgs),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Prints where things are and runs until SIGTERM or Ctrl-C, which let work in hand finish. SIGHUP reads \
    the configuration, contracts and certificates again; one that is broken, gone or without parties is refused, and the \
    running one stays.\n\n\
    Examples:\n  ketenpoort serve\n  ketenpoort --config /etc/ketenpoort/gateway.toml serve"
)]
pub struct ServeArgs {
    /// Data folder [default: opslag.data]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Reference date of every message, for a rehearsal [default: the Dutch day on which it comes in]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dag)]
    pub today: Option<NaiveDate>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ketenpoort token nieuw")]
pub struct TokenArgs {
    #[command(subcommand)]
    pub opdracht: TokenOpdracht,
}

#[derive(Debug, Subcommand)]
pub enum TokenOpdracht {
    /// Print a new token and the hash that goes into gateway.toml
    #[command(after_help = "Example:\n  ketenpoort token nieuw --json")]
    Nieuw {
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Works beside a running daemon and without one.\n\nExamples:\n  ketenpoort waarom \
    2f0c6a9e-58a5-4d4e-9f43-0a5d4c1b7e11\n  ketenpoort waarom 2f0c6a9e-58a5-4d4e-9f43-0a5d4c1b7e11 3")]
pub struct WaaromArgs {
    /// The receipt
    #[arg(value_name = "ONTVANGST")]
    pub ontvangst: String,
    /// One Prestatie of a 323, counted from 1
    #[arg(value_name = "PRESTATIE", value_parser = clap::value_parser!(u32).range(1..))]
    pub prestatie: Option<u32>,
    /// Data folder [default: opslag.data]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ketenpoort bench intake")]
pub struct BenchArgs {
    #[command(subcommand)]
    pub opdracht: BenchOpdracht,
}

#[derive(Debug, Subcommand)]
pub enum BenchOpdracht {
    /// Durable intake over loopback HTTP, judged and answered: in groups, with a sync per commit, and beside a large
    /// declaratie
    Intake(BenchIntakeArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Works in a folder that is removed afterwards; --map says on which disk.\n\nExamples:\n  \
    ketenpoort bench intake\n  ketenpoort genereer --toewijzingen --out /tmp/groot\n  ketenpoort bench intake \
    --declaratie /tmp/groot --map /var/tmp\n  ketenpoort bench intake --trage-schijf 2")]
pub struct BenchIntakeArgs {
    /// How many start messages of 2 KB, at most 8,000 per connection
    #[arg(long, default_value_t = 8_000, value_parser = aantal::<1, 100_000>)]
    pub berichten: usize,
    /// Connections at the same time, each of another aanbieder
    #[arg(long, default_value_t = 16, value_parser = aantal::<1, 256>)]
    pub verbindingen: usize,
    /// Folder that `genereer --toewijzingen` wrote: also measure while its declaratie is judged
    #[arg(long, value_name = "DIR")]
    pub declaratie: Option<PathBuf>,
    /// Folder on the disk to measure [default: the working folder]
    #[arg(long, value_name = "DIR")]
    pub map: Option<PathBuf>,
    /// Adds so many milliseconds to every sync, to see what a slower disk makes of it
    #[arg(long, default_value_t = 0, value_parser = aantal::<0, 1000>, value_name = "MS")]
    pub trage_schijf: usize,
    /// One JSON object per way on one line
    #[arg(long)]
    pub json: bool,
}

/// A whole number within bounds.
fn aantal<const VAN: usize, const TOT: usize>(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|n| (VAN..=TOT).contains(n));
    number.ok_or_else(|| format!("a whole number from {VAN} to {TOT}"))
}

#[derive(Debug, Args)]
#[command(after_help = "Works beside a running daemon and without one.\n\nExamples:\n  ketenpoort uitgaand lijst\n  \
    ketenpoort uitgaand herhaal 17\n  ketenpoort uitgaand vervallen 17 --reden 'opnieuw ingediend'")]
pub struct UitgaandArgs {
    /// Data folder [default: opslag.data]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    #[command(subcommand)]
    pub opdracht: UitgaandOpdracht,
}

#[derive(Debug, Subcommand)]
pub enum UitgaandOpdracht {
    /// List deliveries: those that were given up, unless asked otherwise
    #[command(
        after_help = "Example:\n  ketenpoort uitgaand lijst --open --json\n  ketenpoort uitgaand lijst --alle --max 50 --na 1200"
    )]
    Lijst {
        /// Those that wait or are under way
        #[arg(long)]
        open: bool,
        /// All, ended ones included, the latest first
        #[arg(long, conflicts_with = "open")]
        alle: bool,
        /// Only what comes after this number in the list
        #[arg(long, value_name = "NUMMER")]
        na: Option<u64>,
        /// How many at most, up to 1000; whether there are more is told on stderr
        #[arg(long, default_value_t = 1000, value_name = "N")]
        max: usize,
        /// One JSON object per delivery on one line
        #[arg(long)]
        json: bool,
    },
    /// Try deliveries again at once, with the same bytes and the same traceerId
    #[command(after_help = "Examples:\n  ketenpoort uitgaand herhaal 17 18\n  ketenpoort uitgaand herhaal --alle")]
    Herhaal {
        /// Numbers from the list
        #[arg(required_unless_present = "alle", value_name = "NUMMER")]
        nummers: Vec<u64>,
        /// All that were given up
        #[arg(long, conflicts_with = "nummers")]
        alle: bool,
    },
    /// Take a delivery off for good
    #[command(after_help = "Example:\n  ketenpoort uitgaand vervallen 17 --reden 'opnieuw ingediend'")]
    Vervallen {
        /// Number from the list
        #[arg(value_name = "NUMMER")]
        nummer: u64,
        /// Why; kept with the delivery. No names, no Bsn
        #[arg(long)]
        reden: String,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Such a message keeps its receipt and its bytes; the log and this list say what went wrong. \
    Works beside a running daemon and without one.\n\nExamples:\n  ketenpoort vastgelopen lijst\n  \
    ketenpoort vastgelopen opnieuw --alle")]
pub struct VastgelopenArgs {
    /// Data folder [default: opslag.data]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    #[command(subcommand)]
    pub opdracht: VastgelopenOpdracht,
}

#[derive(Debug, Subcommand)]
pub enum VastgelopenOpdracht {
    /// List them: receipt, message, moment of reception and the reason
    #[command(after_help = "Examples:\n  ketenpoort vastgelopen lijst\n  ketenpoort vastgelopen lijst --json")]
    Lijst {
        /// One JSON object per message on one line
        #[arg(long)]
        json: bool,
    },
    /// Judge them again, after what stood in the way is gone
    #[command(after_help = "Example:\n  ketenpoort vastgelopen opnieuw --alle")]
    Opnieuw {
        /// Receipts from the list
        #[arg(required_unless_present = "alle", value_name = "ONTVANGST")]
        ontvangsten: Vec<String>,
        /// All of them
        #[arg(long, conflicts_with = "ontvangsten")]
        alle: bool,
    },
    /// Close one without a verdict, so that its sender can hand the same in again
    #[command(
        after_help = "Example:\n  ketenpoort vastgelopen vervallen 7f0c4f0e-5b0a-4d0c-9b64-0f8a3c1f2d11 \\\n      --reden 'bytes kwijt'"
    )]
    Vervallen {
        /// Receipt from the list
        #[arg(value_name = "ONTVANGST")]
        ontvangst: String,
        /// Why; kept with the receipt, and its sender gets to read it. No names, no Bsn
        #[arg(long)]
        reden: String,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "A folder means its *.xml (or *.XML), in order of name, not those in folders below it.\n\n\
    Examples:\n  ketenpoort validate 323.xml\n  ketenpoort validate --json --level 1 berichten/")]
pub struct ValidateArgs {
    /// One JSON object per file on one line
    #[arg(long)]
    pub json: bool,
    /// Explain every finding: what was compared, and what the rule asks
    #[arg(long)]
    pub why: bool,
    /// 1 stops after the schema, 2 adds the rules in the message
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=2))]
    pub level: u8,
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Without --data the dossier is in memory and gone afterwards. The retour of X.xml is written as \
    X.<302...325>.xml.\n\nExamples:\n  ketenpoort process --data dossier --out retour 301.xml 305.xml 323.xml\n  \
    ketenpoort process --json --today 2026-05-06 berichten/\n  ketenpoort process --why --data dossier 323.xml\n  \
    ketenpoort process --contracts nieuw --against oud 301.xml 323.xml\n\nWith --against every file is judged twice, in \
    two dossiers in memory. What comes out otherwise is printed, with totals: status 1 when anything does. No retour is \
    written and nothing is sent."
)]
pub struct ProcessArgs {
    /// One JSON object per file on one line
    #[arg(long)]
    pub json: bool,
    /// Data folder: the dossier is kept there [default: in memory]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Folder with contracts (*.toml), or one contract
    #[arg(long, value_name = "PATH")]
    pub contracts: Option<PathBuf>,
    /// What if: the contracts to compare with, a folder or one file
    #[arg(long, value_name = "PATH", requires = "contracts", conflicts_with_all = ["data", "out", "why"])]
    pub against: Option<PathBuf>,
    /// Reference date, also the date on retours [default: today in the Netherlands]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dag)]
    pub today: Option<NaiveDate>,
    /// Explain the verdict: what was compared, counted and declared before; for granted lines too
    #[arg(long)]
    pub why: bool,
    /// Folder for the retours
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Files and folders, judged in this order
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Compares with the verdicts as they are stored. Per dossier the rows are taken back to just before the first \
    declaratie of the period, and every message from there to its last declaratie is judged again in memory, in order of \
    arrival and on its own reference date: each line sees the dossier as it was known then, and what the other contracts \
    make of earlier lines of the period. Code lists and rules are those of this program. Compared are 323s, and 303s of \
    release 2.3, that were judged here and whose DeclaratiePeriode shares a day with the period. Beside a daemon that has \
    the data folder it reads one moment.\n\n\
    Classes: gelijk; nu toegekend; nu geweigerd; andere code (refused both times); ander bedrag (same verdict and codes, and \
    signals put another amount at stake).\n\nExit status: 0 nothing differs, 1 something does, 2 as ever.\n\nExamples:\n  \
    ketenpoort watals --contract nieuw.toml --periode 2026-03\n  ketenpoort watals --contract contracten/ --periode 2026 \
    --data kopie --json"
)]
pub struct WatalsArgs {
    /// The contracts to try: one file, or a folder. They take the place of all that are configured
    #[arg(long, value_name = "PATH")]
    pub contract: PathBuf,
    /// Month or year of the DeclaratiePeriode
    #[arg(long, value_name = "YYYY-MM|YYYY", value_parser = tijdvak)]
    pub periode: Periode,
    /// Data folder [default: opslag.data]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// One JSON object per line, those that stay the same included, and one with totals
    #[arg(long)]
    pub json: bool,
}

/// Form of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tabelvorm {
    /// Comma separated, with names on the first line
    Csv,
    /// One JSON object per line
    Json,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Per dossier (domein, gemeente, aanbieder), and per product within it. Money is in euro, shares are parts of \
    one; teller and noemer say what a figure was made of, money in eurocent. With contracts a figure is compared with what \
    was agreed, and the fact is named. docs/keuzes.md says how each is counted (K5 to K12). Beside a daemon that has the \
    data folder it reads one moment; the daemon gives the same at GET /v1/overzicht/kpi.\n\nExamples:\n  ketenpoort kpi --periode 2026\n  ketenpoort kpi \
    --data dossier --periode 2026-03 \\\n      --contract fixtures/contracten/gv21.toml --format json"
)]
pub struct KpiArgs {
    /// Data folder [default: opslag.data]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Month or year
    #[arg(long, value_name = "YYYY-MM|YYYY", value_parser = tijdvak)]
    pub periode: Periode,
    /// Contracts for norms and limits: one file, or a folder [default: contracten.map]
    #[arg(long, value_name = "PATH")]
    pub contract: Option<PathBuf>,
    /// Form
    #[arg(long, value_enum, default_value_t = Tabelvorm::Csv)]
    pub format: Tabelvorm,
    /// Day up to which the period has passed [default: today in the Netherlands]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dag)]
    pub today: Option<NaiveDate>,
}

/// Which list to export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Exportsoort {
    /// Granted volume and amount per product, unit and month
    Productie,
    /// Toewijzingen with start and end per client, for beleidsinformatie
    Cbs,
    /// Granted Prestaties per client
    Client,
    /// Granted amount per declaratie and the last day to pay
    Betalingen,
    /// Sent and not answered, or refused and not granted since
    Open,
    /// What was taken back, step by step
    Credits,
    /// What contracts say of toewijzingen, starts, stops, lines and amounts that one message cannot show
    Signalen,
    /// Fines, costs, sanctions and recovery that contracts speak of, as proposals, and steps of a ladder
    Voorstellen,
    /// Clients to look into, the same whenever it is asked again
    Steekproef,
    /// Faults and uncertainties against the limits of a contract
    Materialiteit,
    /// What is still to be answered, by whom and until when; of everything that began in the period
    Termijnen,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A client is a keyed hash that means nothing outside this installation. With --met-bsn the Bsn is read from \
    the stored messages; the reason is first written to inzage.jsonl in the data folder, with the moment, the list, the period, \
    the uid of this process, and SUDO_USER and USER as claims. Amounts are in eurocent. Beside a daemon that has the data folder it reads one \
    moment; the daemon gives the same at GET /v1/overzicht/<lijst>.\n\nExamples:\n  ketenpoort export productie --periode 2026 > productie.csv\n  ketenpoort \
    export betalingen --data dossier --periode 2026-03 \\\n      --contract contracten/ --format json\n  ketenpoort export cbs --periode \
    2026 --met-bsn \\\n      --reden 'levering beleidsinformatie'"
)]
pub struct ExportArgs {
    /// The list
    #[arg(value_enum)]
    pub lijst: Exportsoort,
    /// Data folder [default: opslag.data]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Month or year
    #[arg(long, value_name = "YYYY-MM|YYYY", value_parser = tijdvak)]
    pub periode: Periode,
    /// Only this client, by its keyed hash
    #[arg(long, value_name = "HASH")]
    pub client: Option<String>,
    /// Contracts, for days to pay in and what they agree on: one file, or a folder [default: contracten.map]
    #[arg(long, value_name = "PATH")]
    pub contract: Option<PathBuf>,
    /// Form
    #[arg(long, value_enum, default_value_t = Tabelvorm::Csv)]
    pub format: Tabelvorm,
    /// Day up to which the period has passed, for what is due and missing [default: today in the Netherlands]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dag)]
    pub today: Option<NaiveDate>,
    /// Also the Bsn of each client, where a stored message has it
    #[arg(long, requires = "reden")]
    pub met_bsn: bool,
    /// Why the Bsn is needed; it is kept. No names, no Bsn
    #[arg(long, requires = "met_bsn", value_name = "TEKST")]
    pub reden: Option<String>,
}

/// A month or a year.
fn tijdvak(text: &str) -> Result<Periode, String> {
    overzicht::tijdvak(text).ok_or_else(|| "a month (2026-03) or a year (2026)".to_owned())
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ketenpoort regels\n  ketenpoort regels TR321\n  ketenpoort regels --bericht 307 --json"
)]
pub struct RegelsArgs {
    /// Only this rule, with its full explanation
    pub regel: Option<String>,
    /// Only rules of this message, e.g. 323
    #[arg(long, value_name = "NUMMER")]
    pub bericht: Option<String>,
    /// Only rules of this level
    #[arg(long, value_name = "2|3|4", value_parser = clap::value_parser!(u8).range(2..=4))]
    pub niveau: Option<u8>,
    /// Count the rules per level and message, beside those of the standard
    #[arg(long, conflicts_with_all = ["regel", "json"])]
    pub tellen: bool,
    /// One JSON object per rule on one line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ketenpoort codelijst\n  ketenpoort codelijst WJ756\n  ketenpoort codelijst WJ001 9321\n  \
    ketenpoort codelijst WJ756 --op 2019-06-01 --json"
)]
pub struct CodelijstArgs {
    /// Name of the list [default: name all lists]
    #[arg(value_name = "LIJST")]
    pub lijst: Option<String>,
    /// Only this code
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
    /// Only codes in use on this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dag)]
    pub op: Option<NaiveDate>,
    /// One JSON object per code, or per list, on one line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ketenpoort release check xsd/ijw-3.2\n  ketenpoort release diff ijw-2.3 ijw-3.2\n\nThe built-in releases go by name: ijw-2.3, ijw-3.2, iwmo-2.3, iwmo-3.2."
)]
pub struct ReleaseArgs {
    #[command(subcommand)]
    pub opdracht: ReleaseOpdracht,
}

#[derive(Debug, Subcommand)]
pub enum ReleaseOpdracht {
    /// Say whether a folder can be loaded, and name all that is not understood (status 1) with file and line
    #[command(after_help = "Example:\n  ketenpoort release check /etc/ketenpoort/xsd/ijw-3.2")]
    Check {
        /// Folder with XSDs and, mostly, a release.toml
        #[arg(value_name = "DIR")]
        map: PathBuf,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Print what changed: messages, elements, cardinality, facets, codes; status 1 when anything did
    #[command(after_help = "Example:\n  ketenpoort release diff ijw-2.3 ijw-3.2")]
    Diff {
        /// Folder or built-in release
        #[arg(value_name = "A")]
        voor: String,
        /// Folder or built-in release
        #[arg(value_name = "B")]
        na: String,
        /// One JSON object per change on one line
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ketenpoort check-config gateway.toml")]
pub struct CheckConfigArgs {
    /// The file [default: as for the other commands]
    #[arg(value_name = "FILE")]
    pub bestand: Option<PathBuf>,
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Messages 301, 305, 307 and 323 of release 3.2 belong together: process them in that order (305 before 323, \
    307 last) and all is granted. Every other message fits its schema and stands on its own, one file per client. The same \
    options give the same bytes.\n\nExamples:\n  ketenpoort genereer --prestaties 30000 --out /tmp/groot\n  \
    ketenpoort genereer --bericht 301 --bericht 305 --bericht 323 \\\n      --clienten 10 --prestaties 20 --out /tmp/klein\n  \
    ketenpoort genereer --bericht 303 --release 2.3 --standaard iwmo \\\n      --clienten 5 --prestaties 5 --seed 7 --out /tmp/oud\n  \
    ketenpoort genereer --data /tmp/dossier --opgeslagen 100000 --out /tmp/groot"
)]
pub struct GenereerArgs {
    /// Message to make, e.g. 301; may be given more than once
    #[arg(long, value_name = "NUMMER", default_value = "323")]
    pub bericht: Vec<String>,
    /// Standard
    #[arg(long, default_value = "ijw", value_parser = ["ijw", "iwmo"])]
    pub standaard: String,
    /// Release
    #[arg(long, default_value = "3.2", value_parser = ["2.3", "3.2"])]
    pub release: String,
    /// Another seed gives other clients, numbers and values
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// How many prestaties the declaratie holds
    #[arg(long, default_value_t = 30_000, value_parser = clap::value_parser!(u32).range(1..=400_000))]
    pub prestaties: u32,
    /// How many clients they are spread over
    #[arg(long, default_value_t = 7_500, value_parser = clap::value_parser!(u32).range(1..=8_000))]
    pub clienten: u32,
    /// Also write the toewijzingen, one file per client; the same as --bericht 301
    #[arg(long)]
    pub toewijzingen: bool,
    /// Also fill a new data folder, as earlier messages would have left it, in bulk
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// How many toewijzingen that folder holds, those of the declaratie among them
    #[arg(long, default_value_t = 1_000_000, requires = "data", value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    pub opgeslagen: u32,
    /// How many earlier prestaties were granted on each of them
    #[arg(long, default_value_t = 5, requires = "data", value_parser = clap::value_parser!(u8).range(0..=5))]
    pub eerdere: u8,
    /// Folder for the files
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

#[cfg(test)]
#[path = "../../../tests/gedeeld/voorbeelden.rs"]
mod voorbeelden;

#[cfg(test)]
mod tests {
    use super::{Cli, voorbeelden};

    #[test]
    fn every_example_can_be_pasted() {
        voorbeelden::keur::<Cli>();
    }
}
