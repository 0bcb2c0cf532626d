//! The daemon as others meet it: the real binary in a throw-away folder, parties with tokens, certificates of a
//! throw-away authority, and the simulator in the test process as its endpoint.
// Paths of temporary folders as TOML strings: their debug form is one.
#![allow(clippy::unnecessary_debug_formatting)]
#![allow(dead_code)] // every test file uses its own part

pub mod bericht;
pub mod http;
pub mod overkant;
pub mod proces;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dienst::token::TokenHash;
use keten::tls::{ClientTls, Identiteit};
use simulator::pki::{Geldigheid, Pki};
use tempfile::TempDir;

pub use bericht::Bericht;
pub use overkant::Overkant;
pub use proces::Daemon;

/// The gemeente of the base messages, local.
pub const GEMEENTE: &str = "0344";
/// Another local gemeente.
pub const ANDERE_GEMEENTE: &str = "0363";
/// A local aanbieder.
pub const EIGEN_AANBIEDER: &str = "99990033";
/// The aanbieder of the base messages, elsewhere.
pub const AANBIEDER: &str = "99990011";
/// Another aanbieder elsewhere.
pub const ANDERE_AANBIEDER: &str = "99990022";
/// A gemeente elsewhere.
pub const VERRE_GEMEENTE: &str = "0518";
/// Holder of one token for both local gemeenten.
pub const REGIO: &str = "regio";

/// Nothing that a daemon does takes longer, also on a machine that is busy with other tests.
const GEDULD: Duration = Duration::from_secs(60);

/// Asks again until there is an answer.
#[track_caller]
pub fn tot<T>(wat: &str, mut vraag: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(antwoord) = vraag() {
            return antwoord;
        }
        assert!(begin.elapsed() < GEDULD, "waited in vain: {wat}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The token of a party, or of [`REGIO`].
pub fn token(partij: &str) -> String {
    format!("kp_proef_{partij}")
}

/// An installation: its folder, its authority and its configuration.
pub struct Installatie {
    map: TempDir,
    pki: Pki,
    endpoint: Option<String>,
    /// Sections of gateway.toml beyond the usual ones.
    extra: String,
}

impl Installatie {
    /// One that delivers to this endpoint.
    pub fn met(overkant: &Overkant) -> Self {
        let ClientTls { ca, identiteit } = overkant.client_tls();
        let Identiteit { certificaat, sleutel } = identiteit.expect("a client certificate");
        // Short waits, so that a test of what goes wrong ends soon.
        let sectie = format!(
            "[endpoint]\nurl = {:?}\nca = {ca:?}\ncertificaat = {certificaat:?}\nsleutel = {sleutel:?}\n\
             eerste_seconden = 1\nhoogste_seconden = 1\nonderbreker_seconden = 1\nantwoord_seconden = 30\n",
            overkant.url()
        );
        Self { endpoint: Some(sectie), ..Self::zonder_endpoint() }
    }

    /// One whose deliveries wait.
    pub fn zonder_endpoint() -> Self {
        let map = tempfile::Builder::new().prefix("kp-dienst-").tempdir().expect("a temporary folder");
        let pki = Pki::open(&map.path().join("pki")).expect("an authority");
        let installatie = Self { map, pki, endpoint: None, extra: String::new() };
        installatie.pki.server(&[]).expect("a server certificate");
        installatie
    }

    /// The same with more in gateway.toml.
    pub fn en(self, extra: &str) -> Self {
        Self { extra: format!("{}{extra}\n", self.extra), ..self }
    }

    /// A path in its folder.
    pub fn pad(&self, naam: &str) -> PathBuf {
        self.map.path().join(naam)
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.pad("data")
    }

    /// gateway.toml, written anew.
    pub fn configuratie(&self) -> PathBuf {
        self.schrijf(&self.tekst())
    }

    /// gateway.toml with this text.
    pub fn schrijf(&self, tekst: &str) -> PathBuf {
        let pad = self.pad("gateway.toml");
        std::fs::write(&pad, tekst).expect("gateway.toml");
        pad
    }

    /// The text of gateway.toml.
    pub fn tekst(&self) -> String {
        let pki = self.pki.map();
        let push = format!(
            "[push]\nadres = \"127.0.0.1:0\"\ncertificaat = {:?}\nsleutel = {:?}\nclient_ca = {:?}\n",
            pki.join("server.pem"),
            pki.join("server.key"),
            self.pki.ca()
        );
        let partijen: String = [GEMEENTE, ANDERE_GEMEENTE]
            .map(|code| partij("lokaal", code, &[code, REGIO]))
            .into_iter()
            .chain([partij("lokaal", EIGEN_AANBIEDER, &[EIGEN_AANBIEDER])])
            .chain([AANBIEDER, ANDERE_AANBIEDER, VERRE_GEMEENTE].map(|code| partij("partner", code, &[code])))
            .collect();
        let endpoint = self.endpoint.as_deref().unwrap_or_default();
        format!(
            "[http]\nadres = \"127.0.0.1:0\"\n{push}{endpoint}[verwerking]\nwerkers = 2\n{}\n{partijen}",
            self.extra
        )
    }

    /// Starts its daemon.
    #[track_caller]
    pub fn start(&self) -> Daemon {
        Daemon::start(&self.configuratie())
    }

    /// What a client of its authority shows and trusts.
    pub fn client(&self, cn: &str, geldigheid: Geldigheid) -> ClientTls {
        let identiteit = self.pki.client(cn, geldigheid).expect("a client certificate");
        ClientTls { ca: self.pki.ca(), identiteit: Some(identiteit) }
    }

    /// The authority of the Push interface.
    pub fn ca(&self) -> PathBuf {
        self.pki.ca()
    }

    /// What the hub shows and trusts when it pushes.
    pub fn schakelpunt(&self) -> ClientTls {
        self.client("Schakelpunt", Geldigheid::Nu)
    }
}

/// A party with its tokens, as gateway.toml has it.
pub fn partij(lijst: &str, code: &str, houders: &[&str]) -> String {
    let hashes: Vec<String> = houders.iter().map(|houder| format!("\"{}\"", TokenHash::van(&token(houder)))).collect();
    format!("[[{lijst}]]\ncode = \"{code}\"\ntokens = [{}]\n", hashes.join(", "))
}

/// The files below a folder with their bytes.
pub fn bestanden(map: &Path) -> Vec<(String, Vec<u8>)> {
    let mut gevonden = Vec::new();
    let mut te_doen = vec![map.to_owned()];
    while let Some(hier) = te_doen.pop() {
        for pad in std::fs::read_dir(&hier).expect("a folder").map(|e| e.expect("a readable folder").path()) {
            if pad.is_dir() {
                te_doen.push(pad);
            } else if pad.is_file() {
                let naam = pad.strip_prefix(map).expect("below").display().to_string();
                gevonden.push((naam, std::fs::read(&pad).expect("a readable file")));
            }
        }
    }
    gevonden
}
