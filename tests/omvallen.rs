//! kill -9 of the daemon at random moments while messages come in: every receipt that was given leads to exactly one
//! delivered retour, and there is no retour without a receipt.
//!
//! Each client hands in its messages one after the other and hands one in again when it saw no receipt for it, as a real
//! sender does. 25 kills; `KETENPOORT_KILLS=200` gives more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dienst::token::TokenHash;
use gedeeld::wortel;
use simulator::{Opties, Simulator};

const TOKEN: &str = "kp_test";
const CLIENTEN: usize = 4;
/// From each so manieth message on one is larger than fits in a row of the store.
const ELKE_GROTE: usize = 12;

fn kills() -> usize {
    std::env::var("KETENPOORT_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(25)
}

/// The `n`-th message of a client: a start of its own aanbieder, with an Identificatie of its own.
fn bericht(client: usize, n: usize) -> Vec<u8> {
    let basis = fs::read_to_string(wortel().join("fixtures/berichten/ijw-305.xml")).unwrap();
    let mut tekst = basis.replace("99990011", &aanbieder(client)).replace("B305", &identificatie(client, n));
    if n.is_multiple_of(ELKE_GROTE) {
        let plek = tekst.find("<Client>").unwrap();
        tekst.insert_str(plek, &" ".repeat(100_000));
    }
    tekst.into_bytes()
}

fn aanbieder(client: usize) -> String {
    format!("9999{:04}", 100 + client)
}

fn identificatie(client: usize, n: usize) -> String {
    format!("K{client}-{n}")
}

/// One message over a connection of its own: a receipt, or nothing when the daemon fell over in between.
fn bied_aan(adres: SocketAddr, bericht: &[u8]) -> Option<String> {
    let mut stream = TcpStream::connect(adres).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let kop = format!(
        "POST /v1/berichten HTTP/1.1\r\nHost: {adres}\r\nAuthorization: Bearer {TOKEN}\r\nConnection: close\r\n\
         Content-Type: application/xml\r\nContent-Length: {}\r\n\r\n",
        bericht.len()
    );
    stream.write_all(kop.as_bytes()).ok()?;
    stream.write_all(bericht).ok()?;
    let mut antwoord = String::new();
    stream.read_to_string(&mut antwoord).ok()?;
    let (kop, inhoud) = antwoord.split_once("\r\n\r\n")?;
    let status = kop.split(' ').nth(1)?;
    // A stopping daemon may refuse; everything else is a fault of this test or of the daemon.
    assert!(matches!(status, "202" | "503"), "{antwoord}");
    let json: serde_json::Value = serde_json::from_str(inhoud).ok()?;
    Some(json["ontvangst"].as_str()?.to_owned())
}

/// What one client has done over all rounds.
#[derive(Default)]
struct Client {
    volgende: usize,
    ontvangsten: BTreeMap<String, String>,
}

impl Client {
    /// Hands in until told to stop; a message without receipt is handed in again in the next round.
    fn werk(&mut self, nummer: usize, adres: SocketAddr, stop: &AtomicBool, gegeven: &AtomicUsize) {
        while !stop.load(Ordering::SeqCst) {
            let Some(ontvangst) = bied_aan(adres, &bericht(nummer, self.volgende)) else {
                std::thread::sleep(Duration::from_millis(2));
                continue;
            };
            self.ontvangsten.insert(identificatie(nummer, self.volgende), ontvangst);
            self.volgende += 1;
            gegeven.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// A daemon in a folder, with the simulator as its endpoint.
struct Poort {
    map: PathBuf,
    /// Where it listens this time.
    adres: SocketAddr,
}

/// A running daemon; killed when it is dropped, also by a test that fails.
struct Proces(Child);

impl Drop for Proces {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Poort {
    fn nieuw(map: &Path, simulator: &Simulator) -> Self {
        let tls = simulator.client("ketenpoort").unwrap();
        let eigen = tls.identiteit.unwrap();
        let hash = TokenHash::van(TOKEN);
        let mut toml = format!(
            "[http]\nadres = \"127.0.0.1:0\"\n[endpoint]\nurl = \"{}\"\nca = \"{}\"\ncertificaat = \"{}\"\n\
             sleutel = \"{}\"\neerste_seconden = 1\nhoogste_seconden = 1\nonderbreker_fouten = 1000\n\
             [[lokaal]]\ncode = \"0344\"\ntokens = [\"{hash}\"]\n",
            simulator.url(),
            tls.ca.display(),
            eigen.certificaat.display(),
            eigen.sleutel.display()
        );
        for client in 0..CLIENTEN {
            writeln!(toml, "[[partner]]\ncode = \"{}\"\ntokens = [\"{hash}\"]", aanbieder(client)).unwrap();
        }
        fs::write(map.join("gateway.toml"), toml).unwrap();
        Self { map: map.to_owned(), adres: ([127, 0, 0, 1], 0).into() }
    }

    /// Starts it and waits until it says where things are.
    fn start(&mut self) -> Proces {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.map.join("log")).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_ketenpoort"))
            .args(["--config", "gateway.toml", "serve"])
            .current_dir(&self.map)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut proces = Proces(child);
        let mut regels = BufReader::new(proces.0.stdout.take().unwrap()).lines().map(Result::unwrap);
        let http =
            |regel: String| regel.strip_prefix("berichten  http://")?.strip_suffix("/v1/berichten")?.parse().ok();
        let adres = regels.find_map(http);
        let er_is = regels.any(|regel| regel.starts_with("partijen"));
        assert!(er_is, "it did not start: {}", fs::read_to_string(self.map.join("log")).unwrap());
        self.adres = adres.unwrap();
        proces
    }

    fn vraag(&self, pad: &str) -> String {
        let mut stream = TcpStream::connect(self.adres).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let kop =
            format!("GET {pad} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\nConnection: close\r\n\r\n");
        stream.write_all(kop.as_bytes()).unwrap();
        let mut antwoord = String::new();
        stream.read_to_string(&mut antwoord).unwrap();
        antwoord.split_once("\r\n\r\n").unwrap().1.to_owned()
    }

    /// Waits until every receipt has led to an entry in the mailbox and nothing waits for delivery. In this order: an
    /// entry comes with its delivery.
    fn wacht_tot_leeg(&self, ontvangsten: usize) {
        let einde = Instant::now() + Duration::from_secs(240);
        loop {
            let beoordeeld = self.postvak().len();
            let tekst = self.vraag("/metrics");
            if beoordeeld >= ontvangsten && tekst.contains("ketenpoort_uitgaand_open 0\n") {
                assert!(tekst.contains("ketenpoort_uitgaand_geparkeerd 0\n"), "{tekst}");
                return;
            }
            assert!(Instant::now() < einde, "work is left, {beoordeeld} of {ontvangsten} are judged: {tekst}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// (Identificatie is not in the mailbox, so) receipts of all entries of the mailbox, in order.
    fn postvak(&self) -> Vec<String> {
        let (mut cursor, mut alle) = (0, Vec::new());
        loop {
            let pagina = self.vraag(&format!("/v1/postvak?partij=0344&max=250&na={cursor}"));
            let pagina: serde_json::Value = serde_json::from_str(&pagina).unwrap();
            for regel in pagina["berichten"].as_array().unwrap() {
                assert_eq!(regel["stand"], "verwerkt", "an entry before its commit");
                alle.push(regel["ontvangst"].as_str().unwrap().to_owned());
            }
            if pagina["meer"] == false {
                return alle;
            }
            cursor = pagina["volgende"].as_u64().unwrap();
        }
    }
}

/// One round: start, let messages come in, kill after a random time.
fn ronde(poort: &mut Poort, clienten: &Mutex<Vec<Client>>, gegeven: &AtomicUsize) {
    let proces = poort.start();
    let adres = poort.adres;
    let stop = AtomicBool::new(false);
    let mut eigen = std::mem::take(&mut *clienten.lock().unwrap());
    let begin = gegeven.load(Ordering::SeqCst);
    std::thread::scope(|scope| {
        for (nummer, client) in eigen.iter_mut().enumerate() {
            let stop = &stop;
            scope.spawn(move || client.werk(nummer, adres, stop, gegeven));
        }
        // At least one receipt, so that the kill falls among messages and not before the first.
        let einde = Instant::now() + Duration::from_secs(60);
        while gegeven.load(Ordering::SeqCst) == begin && Instant::now() < einde {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(u64::from(toeval()) * 6));
        drop(proces);
        stop.store(true, Ordering::SeqCst);
    });
    assert!(gegeven.load(Ordering::SeqCst) > begin, "no receipt in this round");
    *clienten.lock().unwrap() = eigen;
}

/// 0 to 65,535: the round after the first receipt lasts up to 0.4 s.
fn toeval() -> u16 {
    let mut bytes = [0; 2];
    fs::File::open("/dev/urandom").unwrap().read_exact(&mut bytes).unwrap();
    u16::from_le_bytes(bytes)
}

/// The Identificatie of the heenbericht that a delivered retour answers.
fn beantwoord(payload: &[u8]) -> String {
    let tekst = std::str::from_utf8(payload).unwrap();
    let (_, rest) = tekst.split_once("Identificatie>").unwrap().1.split_once("Identificatie>").unwrap();
    rest.split_once('<').unwrap().0.to_owned()
}

#[test]
fn every_receipt_leads_to_one_delivered_retour() {
    let temp = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let simulator = runtime.block_on(Simulator::start(Opties::default())).unwrap();
    let mut poort = Poort::nieuw(temp.path(), &simulator);
    let clienten = Mutex::new((0..CLIENTEN).map(|_| Client::default()).collect::<Vec<_>>());
    let gegeven = AtomicUsize::new(0);
    for _ in 0..kills() {
        ronde(&mut poort, &clienten, &gegeven);
    }

    // What was taken in without its receipt being seen is handed in again, and then everything gets its time.
    let proces = poort.start();
    let mut clienten = clienten.into_inner().unwrap();
    for (nummer, client) in clienten.iter_mut().enumerate() {
        let n = client.volgende;
        let ontvangst = bied_aan(poort.adres, &bericht(nummer, n)).expect("a receipt");
        client.ontvangsten.insert(identificatie(nummer, n), ontvangst);
    }
    poort.wacht_tot_leeg(clienten.iter().map(|client| client.ontvangsten.len()).sum());
    let postvak = poort.postvak();
    drop(proces);

    let ontvangsten: BTreeMap<String, String> = clienten.into_iter().flat_map(|c| c.ontvangsten).collect();
    let berichten = simulator.berichten();
    let mut geteld: BTreeMap<String, usize> = BTreeMap::new();
    for ontvangen in &berichten {
        *geteld.entry(beantwoord(&ontvangen.payload)).or_default() += 1;
    }
    let dubbel: Vec<_> = geteld.iter().filter(|(_, n)| **n > 1).collect();
    assert!(dubbel.is_empty(), "more than one retour: {dubbel:?}");
    let met_retour: BTreeSet<&String> = geteld.keys().collect();
    let met_ontvangst: BTreeSet<&String> = ontvangsten.keys().collect();
    let verloren: Vec<_> = met_ontvangst.difference(&met_retour).collect();
    assert!(verloren.is_empty(), "receipts without a retour: {verloren:?}");
    let zomaar: Vec<_> = met_retour.difference(&met_ontvangst).collect();
    assert!(zomaar.is_empty(), "retours without a receipt: {zomaar:?}");
    let verschillend: BTreeSet<&String> = postvak.iter().collect();
    assert_eq!((postvak.len(), verschillend.len()), (ontvangsten.len(), ontvangsten.len()), "mailbox entries");
    assert!(ontvangsten.values().all(|ontvangst| verschillend.contains(ontvangst)));
    println!("{} kills, {} receipts, {} repeated pushes", kills(), ontvangsten.len(), simulator.herhalingen());
}
