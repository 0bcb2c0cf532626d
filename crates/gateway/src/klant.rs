//! The smallest HTTP client over a kept connection, for what talks to our own daemon on loopback: a benchmark must not
//! measure its client, and a demo needs no more.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// One kept connection.
pub struct Klant {
    stream: BufReader<TcpStream>,
    adres: SocketAddr,
    token: String,
}

/// Status and body.
pub struct Antwoord {
    pub status: u16,
    pub inhoud: Vec<u8>,
}

impl Antwoord {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.inhoud).unwrap_or_default()
    }
}

impl Klant {
    /// Connects; every request carries the token.
    pub fn nieuw(adres: SocketAddr, token: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(adres)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        Ok(Self { stream: BufReader::new(stream), adres, token: token.to_owned() })
    }

    /// Hands in a message.
    pub fn bied_aan(&mut self, bericht: &[u8]) -> io::Result<Antwoord> {
        self.vraag("POST", "/v1/berichten", bericht)
    }

    /// Reads something.
    pub fn lees(&mut self, pad: &str) -> io::Result<Antwoord> {
        self.vraag("GET", pad, b"")
    }

    fn vraag(&mut self, methode: &str, pad: &str, inhoud: &[u8]) -> io::Result<Antwoord> {
        let kop = format!(
            "{methode} {pad} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/xml\r\nContent-Length: {}\r\n\r\n",
            self.adres,
            self.token,
            inhoud.len()
        );
        let mut request = kop.into_bytes();
        request.extend_from_slice(inhoud);
        self.stream.get_mut().write_all(&request)?;
        self.antwoord()
    }

    fn antwoord(&mut self) -> io::Result<Antwoord> {
        let kapot = || io::Error::new(io::ErrorKind::InvalidData, "not an HTTP answer");
        let (mut status, mut lengte, mut regel) = (None, 0, String::new());
        loop {
            regel.clear();
            if self.stream.read_line(&mut regel)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let line = regel.trim_end();
            if line.is_empty() {
                break;
            }
            if status.is_none() {
                status = Some(line.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(kapot)?);
            } else if let Some((naam, waarde)) = line.split_once(':')
                && naam.eq_ignore_ascii_case("content-length")
            {
                lengte = waarde.trim().parse().map_err(|_| kapot())?;
            }
        }
        let mut inhoud = Vec::new();
        self.stream.by_ref().take(lengte).read_to_end(&mut inhoud)?;
        Ok(Antwoord { status: status.ok_or_else(kapot)?, inhoud })
    }
}
