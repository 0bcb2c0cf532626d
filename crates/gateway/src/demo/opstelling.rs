//! The set-up of the demo: a simulator in this process, the daemon as a process of its own, and the doors between them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use bericht::Datum;
use bytes::Bytes;
use dienst::token::{TokenHash, nieuw};
use keten::push::{ClientInstellingen, Poging, PushClient};
use serde_json::Value;
use simulator::verstuur::{Zending, client, verstuur};
use simulator::{Opties, Simulator, SimulatorFout};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::Uitgekomen;
use super::onderbreking::Onderbreking;
use super::verhaal::{AANBIEDER, CONTRACT, Deur, GEMEENTE, GEMEENTE_GV21, Stap};
use crate::einde::Fout;
use crate::klant::Klant;
use crate::uitvoer;

/// How long a step may take before the demo gives up.
const GEDULD: Duration = Duration::from_secs(20);
/// How often is looked whether something came.
const PAS: Duration = Duration::from_millis(10);

/// Everything that runs. Dropped, it takes the daemon and the folder with it.
pub struct Opstelling {
    /// First, so that it ends before its folder goes.
    dienst: Proces,
    klant: Klant,
    push: PushClient,
    simulator: Simulator,
    runtime: Runtime,
    onderbreking: Onderbreking,
    waar: Vec<String>,
    map: TempDir,
}

/// The daemon; killed when the demo ends early.
struct Proces(Child);

impl Drop for Proces {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn bestand(wat: &'static str, pad: &Path) -> impl Fn(std::io::Error) -> Fout {
    let pad = pad.display().to_string();
    move |source| Fout::Bestand { wat, pad: pad.clone(), source }
}

fn op_tijd() -> Instant {
    Instant::now() + GEDULD
}

impl Opstelling {
    /// Starts simulator and daemon.
    pub fn begin(dag: Datum, onderbreking: &Onderbreking) -> Result<Self, Fout> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|source| Fout::Dienst(dienst::DienstFout::Start(source)))?;
        // Before the first folder is made.
        onderbreking.vang(&runtime)?;
        let temp = std::env::temp_dir();
        let map = tempfile::Builder::new().prefix("ketenpoort-demo-").tempdir().map_err(bestand("use", &temp))?;
        let opties = Opties { xsd: true, ..Opties::default() };
        let simulator = runtime.block_on(Simulator::start(opties))?;
        let token = nieuw().map_err(|_| Fout::Gebruik("the system gives no random numbers".to_owned()))?;
        configureer(map.path(), &simulator, &token)?;
        let (dienst, waar) = start(map.path(), dag, onderbreking)?;
        let (http, push) = adressen(&waar)?;
        let klant = Klant::nieuw(http, &token).map_err(|source| Fout::Bestand {
            wat: "reach the daemon at",
            pad: http.to_string(),
            source,
        })?;
        let hub = simulator.client("schakelpunt")?;
        let push = client(push, &hub, ClientInstellingen::default())?;
        let onderbreking = onderbreking.clone();
        Ok(Self { dienst, klant, push, simulator, runtime, onderbreking, waar, map })
    }

    /// What the daemon said about itself, and the simulator.
    pub fn waar_wat_is(&self) -> Vec<String> {
        let mut regels = vec![format!("simulator  {}", self.simulator.url())];
        regels.extend(self.waar.iter().cloned());
        regels
    }

    /// Plays one step and waits for its verdict and for what must be delivered.
    pub fn speel(&mut self, stap: &'static Stap) -> Result<Uitgekomen, Fout> {
        self.onderbreking.kijk()?;
        let (ontvangst, herhaald) = match stap.deur {
            Deur::Http => self.per_http(stap)?,
            Deur::Map => (self.per_map(stap)?, false),
            Deur::Push => (self.per_push(stap)?, false),
        };
        let status = self.wacht_op(&ontvangst)?;
        let bezorgd = leveringen(&status).iter().any(|l| l.get("stand") == Some(&Value::from("afgeleverd")));
        let uitleg = self.lees(&format!("/v1/berichten/{ontvangst}/waarom"))?;
        let regels = uitleg.get("regels").and_then(Value::as_array).into_iter().flatten();
        let waarom = regels.filter_map(|regel| regel.as_str().map(str::to_owned)).collect();
        Ok(Uitgekomen { stap, status, waarom, bezorgd, herhaald })
    }

    /// Waits a moment, unless the demo is to end.
    fn pas(&self) -> Result<(), Fout> {
        self.onderbreking.kijk()?;
        std::thread::sleep(PAS);
        Ok(())
    }

    fn lees(&mut self, pad: &str) -> Result<Value, Fout> {
        let antwoord = self.klant.lees(pad).map_err(bestand("read", Path::new(pad)))?;
        Ok(antwoord.json())
    }

    fn per_http(&mut self, stap: &Stap) -> Result<(String, bool), Fout> {
        let antwoord =
            self.klant.bied_aan(stap.bericht.as_bytes()).map_err(bestand("hand in", Path::new(stap.naam)))?;
        let json = antwoord.json();
        let ontvangst = json.get("ontvangst").and_then(Value::as_str).filter(|_| antwoord.status == 202);
        let ontvangst = ontvangst.ok_or_else(|| mislukt(stap, &json.to_string()))?.to_owned();
        Ok((ontvangst, json.get("nieuw") == Some(&Value::Bool(false))))
    }

    /// Drops a file and waits until it is in `verwerkt/`, under its receipt.
    fn per_map(&self, stap: &Stap) -> Result<String, Fout> {
        let partij = if stap.naam.contains("301") { GEMEENTE } else { AANBIEDER };
        let map = self.map.path().join("mappen").join(partij);
        let voor = namen(&map.join("verwerkt"));
        uitvoer::schrijf(&map.join("in").join(format!("{}.xml", stap.naam)), stap.bericht.as_bytes())?;
        let einde = op_tijd();
        loop {
            if let Some(nieuw) = namen(&map.join("verwerkt")).into_iter().find(|naam| !voor.contains(naam)) {
                return Ok(nieuw.trim_end_matches(".xml").to_owned());
            }
            if Instant::now() > einde {
                return Err(mislukt(stap, "the file was not taken"));
            }
            self.pas()?;
        }
    }

    /// Pushes as the hub does; the receipt is found in the mailbox of the gemeente.
    fn per_push(&mut self, stap: &Stap) -> Result<String, Fout> {
        let cursor = self.cursor()?;
        let bytes = Bytes::from_static(stap.bericht.as_bytes());
        let (_, poging) = self.runtime.block_on(verstuur(&self.push, &Zending::default(), bytes))?;
        if poging != Poging::Afgeleverd {
            return Err(mislukt(stap, &format!("{poging:?}")));
        }
        let (einde, pad) = (op_tijd(), format!("/v1/postvak?partij={GEMEENTE}&na={cursor}"));
        loop {
            let nieuw = self.lees(&pad)?;
            let ontvangst = nieuw.pointer("/berichten/0/ontvangst").and_then(Value::as_str);
            if let Some(ontvangst) = ontvangst {
                return Ok(ontvangst.to_owned());
            }
            if Instant::now() > einde {
                return Err(mislukt(stap, "it does not show up in the mailbox"));
            }
            self.pas()?;
        }
    }

    fn cursor(&mut self) -> Result<u64, Fout> {
        let lijst = self.lees(&format!("/v1/postvak?partij={GEMEENTE}&max=250"))?;
        Ok(lijst.get("volgende").and_then(Value::as_u64).unwrap_or_default())
    }

    fn wacht_op(&mut self, ontvangst: &str) -> Result<Value, Fout> {
        let (einde, pad) = (op_tijd(), format!("/v1/berichten/{ontvangst}"));
        loop {
            let status = self.lees(&pad)?;
            let bezig = |l: &Value| matches!(l.get("stand").and_then(Value::as_str), Some("wacht" | "bezig"));
            let klaar = status.get("stand") == Some(&Value::from("verwerkt"));
            if klaar && !leveringen(&status).iter().any(bezig) {
                return Ok(status);
            }
            if Instant::now() > einde {
                return Err(Fout::Gebruik(format!("the demo waited too long for {pad}: {status}")));
            }
            self.pas()?;
        }
    }

    /// What is left where at the end.
    pub fn bewijs(&mut self) -> Result<Vec<String>, Fout> {
        let postvak = self.lees(&format!("/v1/postvak?partij={GEMEENTE}&max=250"))?;
        let aantal = postvak.get("berichten").and_then(Value::as_array).map_or(0, Vec::len);
        let mappen = self.map.path().join("mappen");
        let uit = namen(&mappen.join(GEMEENTE).join("uit")).len();
        let retour = namen(&mappen.join(AANBIEDER).join("retour")).len();
        let herhaald = self.simulator.herhalingen();
        Ok(vec![
            format!(
                "de keten heeft {} berichten ontvangen, elk één keer ({herhaald} herhaald)",
                self.simulator.aantal()
            ),
            format!("in het postvak van {GEMEENTE} liggen {aantal} berichten, in de map uit/ {uit} bestanden"),
            format!("in de map retour/ van {AANBIEDER} liggen {retour} retouren"),
        ])
    }

    /// Stops the daemon as an operator does, and removes everything.
    pub fn eind(self) -> Result<(), Fout> {
        let Self { mut dienst, simulator, runtime, map, .. } = self;
        let pid = dienst.0.id().to_string();
        let kill = Command::new("kill").args(["-TERM", &pid]).status();
        let einde = op_tijd();
        while kill.is_ok() && Instant::now() < einde && matches!(dienst.0.try_wait(), Ok(None)) {
            std::thread::sleep(PAS);
        }
        drop(dienst);
        runtime.block_on(simulator.stop());
        let pad = map.path().to_owned();
        map.close().map_err(bestand("remove", &pad))
    }
}

fn leveringen(status: &Value) -> &[Value] {
    status.get("leveringen").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn mislukt(stap: &Stap, waarom: &str) -> Fout {
    Fout::Gebruik(format!("step {} of the demo failed: {waarom}", stap.naam))
}

/// Where the daemon takes in messages, by HTTP and by Push, as it says at its start.
fn adressen(waar: &[String]) -> Result<(SocketAddr, &str), Fout> {
    let achter = |woord: &str| waar.iter().find_map(|regel| regel.strip_prefix(woord));
    let http = achter("berichten  http://").and_then(|rest| rest.strip_suffix("/v1/berichten")?.parse().ok());
    let onbekend = || Fout::Gebruik("the daemon of the demo does not say where it listens".to_owned());
    http.zip(achter("push       ")).ok_or_else(onbekend)
}

/// File names in a folder, without what is being written.
fn namen(map: &Path) -> Vec<String> {
    let entries = fs::read_dir(map).into_iter().flatten().flatten();
    entries.filter_map(|e| e.file_name().into_string().ok()).filter(|naam| !naam.starts_with('.')).collect()
}

fn configureer(map: &Path, simulator: &Simulator, token: &str) -> Result<(), Fout> {
    let pki = simulator.pki().ok_or_else(|| Fout::Gebruik("the simulator has no PKI".to_owned()))?;
    let naar_keten = simulator.client("ketenpoort")?;
    let (eigen, server) = (naar_keten.identiteit.unwrap_or_else(leeg), pki.server(&[]).map_err(SimulatorFout::from)?);
    let hash = TokenHash::van(token);
    let toml = format!(
        "[http]\nadres = \"127.0.0.1:0\"\n\n\
         [push]\nadres = \"127.0.0.1:0\"\ncertificaat = {}\nsleutel = {}\nclient_ca = {}\n\n\
         [endpoint]\nurl = \"{}\"\ncertificaat = {}\nsleutel = {}\nca = {}\neerste_seconden = 1\n\n\
         [mappen]\nmap = \"mappen\"\n\n[contracten]\nmap = \"contracten\"\n\n[log]\nniveau = \"warn\"\n\n\
         [[lokaal]]\ncode = \"{GEMEENTE}\"\ntokens = [\"{hash}\"]\nmap = true\n\n\
         [[lokaal]]\ncode = \"{GEMEENTE_GV21}\"\ntokens = [\"{hash}\"]\n\n\
         [[partner]]\ncode = \"{AANBIEDER}\"\ntokens = [\"{hash}\"]\nmap = true\n",
        tekst(&server.certificaat),
        tekst(&server.sleutel),
        tekst(&pki.ca()),
        simulator.url(),
        tekst(&eigen.certificaat),
        tekst(&eigen.sleutel),
        tekst(&naar_keten.ca),
    );
    let contracten = map.join("contracten");
    fs::create_dir(&contracten).map_err(bestand("create", &contracten))?;
    uitvoer::schrijf(&contracten.join("gv21.toml"), CONTRACT.as_bytes())?;
    uitvoer::schrijf(&map.join("gateway.toml"), toml.as_bytes())
}

/// A path as TOML text, quotes included.
fn tekst(pad: &Path) -> String {
    toml::Value::from(pad.display().to_string()).to_string()
}

fn leeg() -> keten::tls::Identiteit {
    keten::tls::Identiteit { certificaat: PathBuf::new(), sleutel: PathBuf::new() }
}

/// The daemon, from this same program; what it prints until it runs.
fn start(map: &Path, dag: Datum, onderbreking: &Onderbreking) -> Result<(Proces, Vec<String>), Fout> {
    let zelf = std::env::current_exe().map_err(bestand("find", Path::new("this program")))?;
    let child = Command::new(&zelf)
        .args(["--config", "gateway.toml", "serve", "--today", &dag.to_string()])
        .current_dir(map)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // Ctrl-C is for the demo, which ends its daemon itself.
        .process_group(0)
        .spawn()
        .map_err(bestand("start", &zelf))?;
    let mut proces = Proces(child);
    let (zeg, hoor) = mpsc::channel();
    if let Some(stdout) = proces.0.stdout.take() {
        std::thread::spawn(move || {
            BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|regel| zeg.send(regel))
        });
    }
    let (mut waar, einde) = (Vec::new(), op_tijd());
    loop {
        onderbreking.kijk()?;
        match hoor.recv_timeout(PAS) {
            Ok(regel) => waar.push(regel),
            Err(RecvTimeoutError::Timeout) if Instant::now() < einde => {}
            Err(_) => return Err(Fout::Gebruik("the daemon of the demo did not start".to_owned())),
        }
        if waar.last().is_some_and(|regel| regel.starts_with("partijen")) {
            return Ok((proces, waar));
        }
    }
}
