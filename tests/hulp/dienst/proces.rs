//! A running daemon: started, asked, signalled and stopped as an operator does it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::http::{Antwoord, Verzoek};
use super::{GEDULD, tot};
use crate::gedeeld::{Afloop, draai, ketenpoort};

/// A process that runs `ketenpoort serve`; killed when it is dropped.
pub struct Daemon {
    kind: Child,
    configuratie: PathBuf,
    log: PathBuf,
    /// Lines that it printed at its start.
    pub regels: Vec<String>,
    adres: SocketAddr,
}

impl Daemon {
    /// Starts one and waits until it says where it listens.
    #[track_caller]
    pub fn start(configuratie: &Path) -> Self {
        Self::start_met(configuratie, serve(configuratie))
    }

    /// Starts one in the folder of its gateway.toml, without naming that file.
    #[track_caller]
    pub fn start_in_map(configuratie: &Path) -> Self {
        let mut command = ketenpoort();
        command.current_dir(configuratie.parent().expect("a folder")).arg("serve");
        Self::start_met(configuratie, command)
    }

    #[track_caller]
    fn start_met(configuratie: &Path, mut command: Command) -> Self {
        let log = configuratie.with_extension("log");
        // Behind what a daemon before this one wrote.
        let stderr = File::options().create(true).append(true).open(&log).expect("a log");
        let mut kind = command.stdout(Stdio::piped()).stderr(stderr).spawn().expect("the daemon starts");
        let stdout = kind.stdout.take().expect("its output");
        let (zender, ontvanger) = channel();
        std::thread::spawn(move || {
            BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|regel| zender.send(regel))
        });
        let mut regels = Vec::new();
        loop {
            match ontvanger.recv_timeout(Duration::from_secs(60)) {
                Ok(regel) => regels.push(regel),
                Err(RecvTimeoutError::Disconnected | RecvTimeoutError::Timeout) => {
                    let _ = kind.kill();
                    panic!("no start: {regels:?}\n{}", std::fs::read_to_string(&log).unwrap_or_default());
                }
            }
            // The last line of the list.
            if regels.last().is_some_and(|regel| regel.starts_with("partijen")) {
                break;
            }
        }
        let http = regels.iter().find_map(|regel| regel.strip_prefix("berichten  http://")).expect("an address");
        let adres = http.trim_end_matches("/v1/berichten").parse().expect("an address");
        Self { kind, configuratie: configuratie.to_owned(), log, regels, adres }
    }

    /// Where it takes in Push.
    pub fn push_url(&self) -> &str {
        self.regels.iter().find_map(|regel| regel.strip_prefix("push       ")).expect("a Push address")
    }

    /// Everything it logged, and those before it in the same folder.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).expect("a log")
    }

    // ---- HTTP ----

    /// A request.
    pub fn verzoek(&self, methode: &str, pad: &str) -> Verzoek {
        Verzoek::nieuw(self.adres, methode, pad)
    }

    /// Asks something.
    #[track_caller]
    pub fn get(&self, partij: &str, pad: &str) -> Antwoord {
        self.verzoek("GET", pad).als(partij).stuur()
    }

    /// A message that is handed in.
    pub fn bied_aan(&self, partij: &str, bytes: impl Into<Vec<u8>>) -> Verzoek {
        self.verzoek("POST", "/v1/berichten").als(partij).veld("Content-Type", "application/xml").inhoud(bytes)
    }

    /// Hands in a message that is taken in; the number of its receipt.
    #[track_caller]
    pub fn lever(&self, partij: &str, bytes: impl Into<Vec<u8>>) -> String {
        let bewijs = self.bied_aan(partij, bytes).stuur().met(202).json();
        bewijs["ontvangst"].as_str().expect("a receipt").to_owned()
    }

    /// The status of a receipt, as one of its parties sees it.
    #[track_caller]
    pub fn status(&self, partij: &str, ontvangst: &str) -> Value {
        self.get(partij, &format!("/v1/berichten/{ontvangst}")).met(200).json()
    }

    /// The status, once the message is judged.
    #[track_caller]
    pub fn beoordeeld(&self, partij: &str, ontvangst: &str) -> Value {
        tot("a verdict", || Some(self.status(partij, ontvangst)).filter(|status| status["stand"] != "wacht"))
    }

    /// The status, once its delivery stands like this.
    #[track_caller]
    pub fn bezorgd(&self, partij: &str, ontvangst: &str, stand: &str) -> Value {
        tot(&format!("a delivery that is {stand}"), || {
            Some(self.status(partij, ontvangst)).filter(|status| status["leveringen"][0]["stand"] == stand)
        })
    }

    /// Hands in a message and waits for the verdict.
    #[track_caller]
    pub fn oordeel(&self, partij: &str, bytes: impl Into<Vec<u8>>) -> Value {
        let ontvangst = self.lever(partij, bytes);
        self.beoordeeld(partij, &ontvangst)
    }

    /// Bytes of a message: `inhoud` or `retour`.
    #[track_caller]
    pub fn bytes(&self, partij: &str, ontvangst: &str, wat: &str) -> Vec<u8> {
        self.get(partij, &format!("/v1/berichten/{ontvangst}/{wat}")).met(200).inhoud
    }

    /// The mailbox of a party as its own holder sees it.
    #[track_caller]
    pub fn postvak(&self, partij: &str) -> Vec<Value> {
        let lijst = self.get(partij, "/v1/postvak").met(200).json();
        lijst["berichten"].as_array().expect("entries").clone()
    }

    /// A line of `/metrics`, without its name; 0 when it is not there.
    #[track_caller]
    pub fn meting(&self, naam: &str) -> u64 {
        let tekst = self.verzoek("GET", "/metrics").stuur().met(200);
        let waarde = tekst.tekst().lines().find_map(|regel| regel.strip_prefix(naam)?.strip_prefix(' ')?.parse().ok());
        waarde.unwrap_or(0)
    }

    // ---- process ----

    /// Runs another command with the same configuration.
    pub fn opdracht(&self, args: &[&str]) -> Afloop {
        opdracht(&self.configuratie, args)
    }

    /// Sends a signal.
    pub fn sein(&self, naam: &str) {
        // By the shell, which has it built in: the program may not be there.
        let gelukt = Command::new("sh").args(["-c", &format!("kill -{naam} {}", self.kind.id())]).status();
        assert!(gelukt.is_ok_and(|status| status.success()), "kill -{naam}");
    }

    /// Ends it with SIGTERM; the exit code.
    pub fn stop(mut self) -> Option<i32> {
        self.sein("TERM");
        self.einde()
    }

    /// Waits for its end.
    pub fn einde(&mut self) -> Option<i32> {
        tot("the end of the daemon", || self.kind.try_wait().expect("a process")).code()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.kind.kill();
        let _ = self.kind.wait();
        if std::thread::panicking() {
            eprintln!("log of the daemon:\n{}", self.log());
        }
    }
}

/// The call that runs a daemon.
pub fn serve(configuratie: &Path) -> Command {
    let mut command = ketenpoort();
    command.arg("--config").arg(configuratie).arg("serve");
    command
}

/// Starts a daemon that ends by itself, because it cannot start; one that does start is killed.
#[track_caller]
pub fn start_kort(configuratie: &Path) -> Afloop {
    let mut kind = serve(configuratie).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be run");
    let begin = Instant::now();
    while kind.try_wait().expect("a process").is_none() {
        if begin.elapsed() > GEDULD {
            let _ = kind.kill();
            panic!("it goes on: {:?}", kind.wait_with_output());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Afloop::van(kind.wait_with_output().expect("its output"))
}

/// Runs a command with this configuration to its end.
pub fn opdracht(configuratie: &Path, args: &[&str]) -> Afloop {
    let pad = configuratie.display().to_string();
    draai([&["--config", &pad], args].concat())
}
