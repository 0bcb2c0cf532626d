//! The control API and the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod hulp;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use hulp::wortel;
use serde_json::{Value, json};

// ---- a running simulator ----

struct Lopend {
    proces: Child,
    plekken: Value,
}

impl Lopend {
    fn start(extra: &[&str]) -> Self {
        let vast = [
            "start",
            "--adres",
            "127.0.0.1:0",
            "--beheer",
            "127.0.0.1:0",
            "--client",
            "Zender",
            "--json",
            "--log",
            "info",
        ];
        let mut proces = programma(&vast).args(extra).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut regel = String::new();
        BufReader::new(proces.stdout.take().unwrap()).read_line(&mut regel).unwrap();
        Self { proces, plekken: serde_json::from_str(&regel).expect("addresses as JSON") }
    }

    fn beheer(&self) -> SocketAddr {
        self.plekken["beheer"].as_str().unwrap().strip_prefix("http://").unwrap().parse().unwrap()
    }

    fn push(&self, extra: &[&str], bestand: &Path) -> Output {
        let pad = |waarde: &Value| waarde.as_str().unwrap().to_owned();
        let client = &self.plekken["clienten"][0];
        programma(&["push", "--json"])
            .args(["--url", &pad(&self.plekken["url"]), "--ca", &pad(&self.plekken["ca"])])
            .args(["--cert", &pad(&client["cert"]), "--key", &pad(&client["key"])])
            .args(extra)
            .arg(bestand)
            .output()
            .unwrap()
    }

    fn commando(&self, args: &[&str]) -> Output {
        programma(args).args(["--beheer", &self.beheer().to_string()]).output().unwrap()
    }

    /// Ends it as an operator would; its log.
    fn stop(mut self) -> String {
        // By the shell, which has it built in: the program may not be there.
        let klaar = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.proces.id())]).status().unwrap();
        assert!(klaar.success());
        assert!(self.proces.wait().unwrap().success(), "it ends well");
        let mut log = String::new();
        self.proces.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Lopend {
    fn drop(&mut self) {
        let _ = self.proces.kill();
    }
}

fn programma(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ketenpoort-simulator"));
    command.args(args).stdin(Stdio::null());
    command
}

fn tekst(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn fout(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// One plain HTTP call: status and body.
fn http(adres: SocketAddr, methode: &str, pad: &str, inhoud: &str) -> (u16, String) {
    let mut tcp = TcpStream::connect(adres).unwrap();
    let lengte = inhoud.len();
    write!(tcp, "{methode} {pad} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {lengte}\r\n\r\n{inhoud}")
        .unwrap();
    let mut antwoord = String::new();
    tcp.read_to_string(&mut antwoord).unwrap();
    let (kop, rest) = antwoord.split_once("\r\n\r\n").unwrap();
    (kop.split(' ').nth(1).unwrap().parse().unwrap(), rest.to_owned())
}

fn bericht() -> std::path::PathBuf {
    wortel().join("fixtures/demo/06-jeugd-323.xml")
}

#[test]
fn a_message_can_be_sent_followed_and_fetched() {
    let sim = Lopend::start(&[]);
    let output = sim.push(&[], &bericht());
    assert_eq!(output.status.code(), Some(0), "{}", fout(&output));
    let verstuurd: Value = serde_json::from_str(&tekst(&output)).unwrap();
    assert_eq!(verstuurd["uitkomst"], "afgeleverd");
    let id = verstuurd["metadata"]["referentiegegevens"]["traceerId"].as_str().unwrap().to_owned();

    let json = |pad: &str| serde_json::from_str::<Value>(&http(sim.beheer(), "GET", pad, "").1).unwrap();
    assert_eq!(json("/ledger")[0]["traceerId"], Value::from(id.clone()));
    assert_eq!(json("/berichten")[0]["traceerId"], Value::from(id.clone()));
    assert_eq!(json(&format!("/berichten/{id}"))["herhalingen"], 0);
    let (_, payload) = http(sim.beheer(), "GET", &format!("/berichten/{id}/payload"), "");
    assert_eq!(payload.as_bytes(), std::fs::read(bericht()).unwrap());
    for onbekend in ["/berichten/x", "/berichten/00000000-0000-0000-0000-000000000000", "/anders"] {
        assert_eq!(http(sim.beheer(), "GET", onbekend, "").0, 404, "{onbekend}");
    }

    let tabel = tekst(&sim.commando(&["toon"]));
    assert!(tabel.contains(&id) && tabel.contains("204 (opgeslagen)"), "{tabel}");
    assert!(tabel.ends_with("1 requests, 1 messages stored, 0 repeats\n"), "{tabel}");
    let ledger: Value = serde_json::from_str(&tekst(&sim.commando(&["toon", "--json"]))).unwrap();
    assert_eq!(ledger[0]["berichttype"], "JW323");
    assert_eq!(http(sim.beheer(), "POST", "/reset", "").0, 204);
    assert_eq!(json("/ledger"), json!([]));

    // The log follows the request and holds nothing of the message.
    let log = sim.stop();
    assert!(log.contains(&id), "{log}");
    let inhoud = std::fs::read_to_string(bericht()).unwrap();
    let bsn: Vec<&str> = inhoud.split("Bsn>").skip(1).step_by(2).map(|deel| deel.split('<').next().unwrap()).collect();
    assert!(!bsn.is_empty() && bsn.iter().all(|bsn| !log.contains(bsn)), "{log}");
}

#[test]
fn faults_are_commanded_over_http_and_from_the_command_line() {
    let sim = Lopend::start(&["--fout", "422:BRS13"]);
    let geweigerd = sim.push(&[], &bericht());
    assert_eq!(geweigerd.status.code(), Some(1), "{}", fout(&geweigerd));
    assert!(tekst(&geweigerd).contains("HTTP 422, BRS13"));

    let fouten = json!([
        { "fout": { "antwoord": { "status": 503, "retry_after": 2 } }, "bij": { "volgende": 1 }, "berichttype": "JW323" },
        { "fout": "hangen", "bij": { "elke": 1000 } },
    ]);
    assert_eq!(http(sim.beheer(), "POST", "/fouten", &fouten.to_string()).0, 204);
    let gezet: Value = serde_json::from_str(&http(sim.beheer(), "GET", "/fouten", "").1).unwrap();
    assert_eq!(gezet.as_array().unwrap().len(), 2);
    let later = sim.push(&[], &bericht());
    assert_eq!(later.status.code(), Some(2));
    assert!(fout(&later).contains("HTTP 503; try again"), "{}", fout(&later));

    for onzin in [
        "",
        "{}",
        "[1]",
        r#"{"fout":"anders","bij":"altijd"}"#,
        r#"{"fout":"hangen","bij":{"elke":0}}"#,
        r#"{"fout":"hangen","bij":"altijd","meer":1}"#,
        r#"{"fout":{"antwoord":{"status":200}},"bij":"altijd"}"#,
    ] {
        assert_eq!(http(sim.beheer(), "POST", "/fouten", onzin).0, 400, "{onzin}");
    }
    let output = sim.commando(&["fout", "--wis", "500@altijd"]);
    assert_eq!(output.status.code(), Some(0), "{}", fout(&output));
    assert_eq!(sim.push(&[], &bericht()).status.code(), Some(2));
    assert_eq!(http(sim.beheer(), "DELETE", "/fouten", "").0, 204);
    assert_eq!(sim.push(&[], &bericht()).status.code(), Some(0));
    assert_eq!(http(sim.beheer(), "POST", "/neer", "{}").0, 400);
    assert_eq!(http(sim.beheer(), "POST", "/neer", r#"{"seconden":60}"#).0, 204);
    let weg = (0..50).any(|_| sim.push(&[], &bericht()).status.code() == Some(2));
    assert!(weg, "it is down");
}

#[test]
fn a_repeat_is_recognised_by_its_id() {
    let sim = Lopend::start(&["--brs114"]);
    let zelfde = [
        "--traceer-id",
        "0190b7a5-0000-7000-8000-000000000001",
        "--conversatie-id",
        "0190b7a5-0000-7000-8000-000000000002",
    ];
    assert_eq!(sim.push(&zelfde, &bericht()).status.code(), Some(0));
    let weer = sim.push(&zelfde, &bericht());
    assert_eq!(weer.status.code(), Some(1));
    assert!(tekst(&weer).contains("BRS114"));
}

#[test]
fn trouble_has_its_exit_code_and_says_what_to_do() {
    let map = tempfile::tempdir().unwrap();
    let pad = |naam: &str| map.path().join(naam).display().to_string();
    let gemaakt = programma(&["pki", &pad("pki"), "--client", "goed", "--verlopen", "oud"]).output().unwrap();
    assert_eq!(gemaakt.status.code(), Some(0), "{}", fout(&gemaakt));
    assert_eq!(tekst(&gemaakt).lines().count(), 4);
    let push = |cert: &str, key: &str, url: &str| {
        let mut command = programma(&["push", "--url", url, "--ca", &pad("pki/ca.pem")]);
        command.args(["--cert", &pad(cert), "--key", &pad(key)]).arg(bericht()).output().unwrap()
    };
    let gevallen = [
        (push("weg.pem", "weg.key", "https://localhost:1"), "does not exist"),
        (push("pki/client-oud.pem", "pki/client-oud.key", "https://localhost:1"), "expired on"),
        (push("pki/client-goed.pem", "pki/client-oud.key", "https://localhost:1"), "does not belong to"),
        (push("pki/client-goed.pem", "pki/client-goed.key", "http://localhost:1"), "https://"),
        (push("pki/client-goed.pem", "pki/client-goed.key", "https://localhost:1"), "connection refused"),
        (programma(&["toon", "--beheer", "127.0.0.1:1"]).output().unwrap(), "no simulator answers"),
        (programma(&["start", "--beheer", "0.0.0.0:0"]).output().unwrap(), "loopback"),
        (programma(&["start", "--fout", "onzin"]).output().unwrap(), "is no fault"),
        (programma(&["pki", &pad("pki"), "--client", "a/b"]).output().unwrap(), "cannot be the name"),
    ];
    for (output, verwacht) in gevallen {
        assert_eq!(output.status.code(), Some(2), "{verwacht}: {}", fout(&output));
        assert!(fout(&output).contains(verwacht), "{verwacht}: {}", fout(&output));
    }
}

#[test]
fn every_command_has_help_with_an_example() {
    for command in ["start", "pki", "toon", "fout", "push"] {
        let output = programma(&[command, "--help"]).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(tekst(&output).contains("Example"), "{command}");
    }
}
