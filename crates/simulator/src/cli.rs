//! The commands and their options.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use simulator::fouten::Fout;
use tracing::level_filters::LevelFilter;
use uuid::Uuid;

/// Plays the other side of the keten: VSP Push V1 over mutual TLS, failing on command. For tests and demos.
#[derive(Debug, Parser)]
#[command(name = "ketenpoort-simulator", version, arg_required_else_help = true)]
#[command(after_help = "Exit status: 0 fine, 1 the message was refused, 2 usage, configuration or I/O.\n\n\
    Example:\n  ketenpoort-simulator start --pki pki --client ketenpoort")]
pub struct Cli {
    #[command(subcommand)]
    pub opdracht: Opdracht,
}

#[derive(Debug, Subcommand)]
pub enum Opdracht {
    /// Listen until interrupted
    Start(StartArgs),
    /// Make a throw-away authority and certificates, or add some to one
    Pki(PkiArgs),
    /// Show the ledger of a running simulator
    Toon(ToonArgs),
    /// Command faults of a running simulator
    Fout(FoutArgs),
    /// Send one message to a gateway
    Push(PushArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "A fault is <fault>[@<when>][@<berichttype>]:\n  \
    400..599[:<retry-after>][:<code>]  answer this\n  \
    hangen                             never answer\n  \
    traag-lezen:<bytes/s>              read slowly\n  \
    traag-antwoorden:<bytes/s>         answer slowly\n  \
    reset-verzoek:<bytes>              reset after so many bytes\n  \
    opslaan-reset                      store, then reset\n  \
    opslaan-hangen                     store, then never answer\n  \
    reset-antwoord                     store, then half an answer\n  \
    neer:<seconds>                     accept nobody\n\
    when: volgende=<n> (default: 1), elke=<n>, altijd, procent=<0..100>,<seed>\n\n\
    Control API, JSON over HTTP:\n  \
    GET  /ledger, /berichten, /berichten/{traceerId}, /berichten/{traceerId}/payload\n  \
    GET, POST, DELETE /fouten; POST /neer, /reset\n\n\
    Examples:\n  ketenpoort-simulator start --pki pki --client ketenpoort --map ontvangen\n  \
    ketenpoort-simulator start --fout 503:2@elke=3 --fout 422:BRS13@altijd@JW323")]
pub struct StartArgs {
    /// Address of the endpoint
    #[arg(long, default_value = "127.0.0.1:8443", value_name = "ADDRESS")]
    pub adres: SocketAddr,
    /// Address of the control API, on loopback
    #[arg(long, default_value = "127.0.0.1:8444", value_name = "ADDRESS")]
    pub beheer: SocketAddr,
    /// Folder of the own authority; made when there is none [default: one that disappears]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["cert", "key", "client_ca"])]
    pub pki: Option<PathBuf>,
    /// Also make a client certificate with this common name
    #[arg(long, value_name = "CN", conflicts_with = "cert")]
    pub client: Vec<String>,
    /// Name of this host in the own server certificate, besides localhost
    #[arg(long, value_name = "NAME", conflicts_with = "cert")]
    pub naam: Vec<String>,
    /// PEM of a server certificate made elsewhere
    #[arg(long, value_name = "FILE", requires_all = ["key", "client_ca"])]
    pub cert: Option<PathBuf>,
    /// PEM of its key
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub key: Option<PathBuf>,
    /// PEM of the authorities of clients
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub client_ca: Option<PathBuf>,
    /// Also keep messages as files in this folder
    #[arg(long, value_name = "DIR")]
    pub map: Option<PathBuf>,
    /// Refuse payloads that do not fit their schema (BRS13)
    #[arg(long)]
    pub xsd: bool,
    /// Largest payload in bytes (BRS06)
    #[arg(long, default_value_t = 26_214_400, value_name = "BYTES")]
    pub max_bytes: u64,
    /// Berichttype that must say what it answers (IB021)
    #[arg(long, value_name = "TYPE")]
    pub antwoord_verplicht: Vec<String>,
    /// Refuse a message that is known already (BRS114) instead of answering 204 again
    #[arg(long)]
    pub brs114: bool,
    /// Fault in force from the start; may be given more than once
    #[arg(long, value_name = "FAULT")]
    pub fout: Vec<Fout>,
    /// Log: off, error, warn, info, debug
    #[arg(long, default_value = "info", value_name = "LEVEL")]
    pub log: LevelFilter,
    /// Print the addresses as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Writes ca.pem and ca.key, server.pem and server.key, and client-<CN>.pem and client-<CN>.key, \
    with mode 0600.\n\nExample:\n  ketenpoort-simulator pki pki --client ketenpoort --verlopen oud"
)]
pub struct PkiArgs {
    /// Folder
    #[arg(value_name = "DIR")]
    pub map: PathBuf,
    /// Client certificate with this common name
    #[arg(long, value_name = "CN")]
    pub client: Vec<String>,
    /// Client certificate with this common name that expired yesterday
    #[arg(long, value_name = "CN")]
    pub verlopen: Vec<String>,
    /// Name in the server certificate, besides localhost
    #[arg(long, value_name = "NAME")]
    pub naam: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ketenpoort-simulator toon --json")]
pub struct ToonArgs {
    /// Address of the control API
    #[arg(long, default_value = "127.0.0.1:8444", value_name = "ADDRESS")]
    pub beheer: SocketAddr,
    /// The ledger as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "`ketenpoort-simulator start --help` lists the faults.\n\n\
    Examples:\n  ketenpoort-simulator fout 503:2@volgende=3 hangen@elke=10\n  ketenpoort-simulator fout --wis")]
pub struct FoutArgs {
    /// Address of the control API
    #[arg(long, default_value = "127.0.0.1:8444", value_name = "ADDRESS")]
    pub beheer: SocketAddr,
    /// First lift the faults in force
    #[arg(long)]
    pub wis: bool,
    /// Faults
    #[arg(value_name = "FAULT", required_unless_present = "wis")]
    pub fouten: Vec<Fout>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "What is not given is taken from the message (berichttype, sender, addressee) or made (ids).\n\n\
    Example:\n  ketenpoort-simulator push --url https://localhost:8443 --ca pki/ca.pem \\\n      --cert pki/client-x.pem --key pki/client-x.key 323.xml"
)]
pub struct PushArgs {
    /// Address of the gateway; with scheme, host and port only the path is added
    #[arg(long, value_name = "URL")]
    pub url: String,
    /// PEM of our certificate
    #[arg(long, value_name = "FILE")]
    pub cert: PathBuf,
    /// PEM of its key
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// PEM of the authorities that the gateway may lean on
    #[arg(long, value_name = "FILE")]
    pub ca: PathBuf,
    /// AGB code or gemeente code of the sender
    #[arg(long, value_name = "CODE")]
    pub afzender: Option<String>,
    /// Role of the sender, e.g. Instelling
    #[arg(long, value_name = "ROL")]
    pub rol_afzender: Option<String>,
    /// AGB code or gemeente code of the addressee
    #[arg(long, value_name = "CODE")]
    pub geadresseerde: Option<String>,
    /// Role of the addressee, e.g. Gemeente
    #[arg(long, value_name = "ROL")]
    pub rol_geadresseerde: Option<String>,
    /// E.g. JW323
    #[arg(long, value_name = "TYPE")]
    pub berichttype: Option<String>,
    /// Version of the standard, e.g. 3.2
    #[arg(long, value_name = "VERSION", value_parser = versie, default_value = "3.2")]
    pub versie: (u16, u16),
    /// What is asked
    #[arg(long, default_value = "Indienen", value_name = "ACTIE")]
    pub actie: String,
    /// Id of the message; give the same one to try again
    #[arg(long, value_name = "UUID")]
    pub traceer_id: Option<Uuid>,
    /// Id of the conversation
    #[arg(long, value_name = "UUID")]
    pub conversatie_id: Option<Uuid>,
    /// Id of the message that this one answers
    #[arg(long, value_name = "UUID")]
    pub als_antwoord_op: Option<Uuid>,
    /// Own reference, never a Bsn
    #[arg(long, value_name = "TEXT")]
    pub referentie: Option<String>,
    /// The result as JSON
    #[arg(long)]
    pub json: bool,
    /// The message
    #[arg(value_name = "FILE")]
    pub bestand: PathBuf,
}

fn versie(tekst: &str) -> Result<(u16, u16), String> {
    let (groot, klein) = tekst.split_once('.').ok_or("write it as 3.2")?;
    let getal = |deel: &str| deel.parse().map_err(|_| "write it as 3.2".to_owned());
    Ok((getal(groot)?, getal(klein)?))
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
