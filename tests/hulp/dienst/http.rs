//! HTTP over a plain socket: a test can send what a library would refuse to, and sees what really came back.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use super::GEDULD;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Antwoord {
    /// Status.
    pub status: u16,
    /// Header fields, names in lower case.
    pub kop: Vec<(String, String)>,
    /// Body.
    pub inhoud: Vec<u8>,
}

impl Antwoord {
    fn lees(bytes: &[u8]) -> Option<Self> {
        let einde = bytes.windows(4).position(|deel| deel == b"\r\n\r\n")?;
        let kop = std::str::from_utf8(&bytes[..einde]).expect("a head of plain text");
        let (regel, velden) = kop.split_once("\r\n").unwrap_or((kop, ""));
        let status = regel.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        let veld = |regel: &str| regel.split_once(": ").map(|(n, w)| (n.to_ascii_lowercase(), w.to_owned()));
        let kop: Vec<_> = velden.lines().filter_map(veld).collect();
        let antwoord = Self { status, kop, inhoud: bytes[einde + 4..].to_vec() };
        if let Some(lengte) = antwoord.veld("content-length") {
            assert_eq!(lengte, antwoord.inhoud.len().to_string(), "the whole body");
        }
        Some(antwoord)
    }

    /// A header field.
    pub fn veld(&self, naam: &str) -> Option<&str> {
        self.kop.iter().find(|(n, _)| n == naam).map(|(_, waarde)| waarde.as_str())
    }

    /// The body as text.
    #[track_caller]
    pub fn tekst(&self) -> &str {
        std::str::from_utf8(&self.inhoud).expect("UTF-8")
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.inhoud).unwrap_or_else(|e| panic!("no JSON ({e}): {self}"))
    }

    /// Demands a status.
    #[track_caller]
    pub fn met(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// Demands a refusal of this kind, in the form that all of them have; the problem details.
    #[track_caller]
    pub fn probleem(self, status: u16, soort: &str) -> Value {
        let antwoord = self.met(status);
        assert_eq!(antwoord.veld("content-type"), Some("application/problem+json"), "{antwoord}");
        assert_eq!(antwoord.veld("content-language"), Some("nl"), "{antwoord}");
        assert_eq!(antwoord.veld("cache-control"), Some("no-store"), "{antwoord}");
        let probleem = antwoord.json();
        assert_eq!(probleem["type"], format!("urn:ketenpoort:probleem:{soort}"), "{antwoord}");
        assert_eq!(probleem["status"], status, "{antwoord}");
        for veld in ["title", "title_en", "detail", "detail_en"] {
            assert!(probleem[veld].as_str().is_some_and(|tekst| tekst.len() >= 4), "{veld} in {antwoord}");
        }
        for veld in ["title", "detail"] {
            assert_ne!(probleem[veld], probleem[format!("{veld}_en")], "{antwoord}");
        }
        probleem
    }
}

impl std::fmt::Display for Antwoord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}\n{}", self.status, self.kop, String::from_utf8_lossy(&self.inhoud))
    }
}

/// How a body goes over the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lengte {
    /// With Content-Length.
    Vooraf,
    /// In chunks, without saying how much will come.
    Onbekend,
}

/// A request that is being made up.
#[derive(Debug, Clone)]
#[must_use]
pub struct Verzoek {
    adres: SocketAddr,
    regel: String,
    kop: Vec<(String, String)>,
    inhoud: Vec<u8>,
    lengte: Lengte,
    stukken: Option<(usize, Duration)>,
}

impl Verzoek {
    /// A request without a body.
    pub fn nieuw(adres: SocketAddr, methode: &str, pad: &str) -> Self {
        let kop = vec![("Host".to_owned(), adres.to_string()), ("Connection".to_owned(), "close".to_owned())];
        let regel = format!("{methode} {pad} HTTP/1.1");
        Self { adres, regel, kop, inhoud: Vec::new(), lengte: Lengte::Vooraf, stukken: None }
    }

    /// With a header field.
    pub fn veld(mut self, naam: &str, waarde: &str) -> Self {
        self.kop.push((naam.to_owned(), waarde.to_owned()));
        self
    }

    /// With the token of a party.
    pub fn als(self, partij: &str) -> Self {
        let waarde = format!("Bearer {}", super::token(partij));
        self.veld("Authorization", &waarde)
    }

    /// With a body.
    pub fn inhoud(self, bytes: impl Into<Vec<u8>>) -> Self {
        Self { inhoud: bytes.into(), ..self }
    }

    /// Without saying beforehand how long the body is.
    pub fn in_stukken(self) -> Self {
        Self { lengte: Lengte::Onbekend, ..self }
    }

    /// With a pause after every so many bytes of the body.
    pub fn traag(self, bytes: usize, pauze: Duration) -> Self {
        Self { stukken: Some((bytes, pauze)), ..self }
    }

    fn kop(&self) -> String {
        let mut kop = format!("{}\r\n", self.regel);
        kop.extend(self.kop.iter().map(|(naam, waarde)| format!("{naam}: {waarde}\r\n")));
        let lengte = match self.lengte {
            Lengte::Vooraf => format!("Content-Length: {}\r\n\r\n", self.inhoud.len()),
            Lengte::Onbekend => "Transfer-Encoding: chunked\r\n\r\n".to_owned(),
        };
        kop.push_str(&lengte);
        kop
    }

    fn verbind(&self) -> std::io::Result<TcpStream> {
        let lijn = TcpStream::connect(self.adres)?;
        lijn.set_read_timeout(Some(GEDULD))?;
        lijn.set_write_timeout(Some(GEDULD))?;
        Ok(lijn)
    }

    fn schrijf_inhoud(&self, lijn: &mut TcpStream) -> std::io::Result<()> {
        let (per_keer, pauze) = self.stukken.unwrap_or((64 << 10, Duration::ZERO));
        for stuk in self.inhoud.chunks(per_keer) {
            match self.lengte {
                Lengte::Vooraf => lijn.write_all(stuk)?,
                Lengte::Onbekend => {
                    lijn.write_all(&[format!("{:x}\r\n", stuk.len()).as_bytes(), stuk, b"\r\n"].concat())?;
                }
            }
            std::thread::sleep(pauze);
        }
        if self.lengte == Lengte::Onbekend {
            lijn.write_all(b"0\r\n\r\n")?;
        }
        Ok(())
    }

    /// Sends it; `None` when the other side closed without an answer.
    #[track_caller]
    pub fn probeer(&self) -> Option<Antwoord> {
        let mut lijn = self.verbind().ok()?;
        // At once: a connection that says nothing is left, and a thread may take its time to start. Whoever answers early
        // stops reading, so that writing may fail.
        let kop = lijn.write_all(self.kop().as_bytes());
        let mut schrijver = lijn.try_clone().expect("a socket");
        std::thread::scope(|scope| {
            scope.spawn(move || kop.and_then(|()| self.schrijf_inhoud(&mut schrijver)));
            let mut bytes = Vec::new();
            let _ = lijn.read_to_end(&mut bytes);
            Antwoord::lees(&bytes)
        })
    }

    /// Sends it and demands an answer.
    #[track_caller]
    pub fn stuur(&self) -> Antwoord {
        self.probeer().unwrap_or_else(|| panic!("no answer to {}", self.regel))
    }

    /// Sends the head, does `dan` once the other side asks for the body, and sends that.
    #[track_caller]
    pub fn onderweg(self, dan: impl FnOnce()) -> Antwoord {
        const GA_DOOR: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
        let verzoek = self.veld("Expect", "100-continue");
        let mut lijn = verzoek.verbind().expect("a connection");
        lijn.write_all(verzoek.kop().as_bytes()).expect("the head");
        let mut tussen = [0; GA_DOOR.len()];
        lijn.read_exact(&mut tussen).expect("an answer to the head");
        assert_eq!(tussen, GA_DOOR, "{}", String::from_utf8_lossy(&tussen));
        dan();
        verzoek.schrijf_inhoud(&mut lijn).expect("the body");
        let mut bytes = Vec::new();
        let _ = lijn.read_to_end(&mut bytes);
        Antwoord::lees(&bytes).unwrap_or_else(|| panic!("no answer to {}", verzoek.regel))
    }

    /// Sends the head and so many bytes of the body, and breaks off.
    pub fn breek_af(&self, bytes: usize) {
        let mut lijn = self.verbind().expect("a connection");
        lijn.write_all(self.kop().as_bytes()).expect("the head");
        lijn.write_all(&self.inhoud[..bytes]).expect("a part of the body");
    }
}
