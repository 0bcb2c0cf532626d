//! The smallest HTTP client that can keep a connection: a benchmark must not measure its own client.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

/// One kept connection.
pub struct Klant {
    stream: BufReader<TcpStream>,
    kop: String,
}

impl Klant {
    /// Connects; every request carries the token.
    pub fn nieuw(adres: SocketAddr, token: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(adres)?;
        stream.set_nodelay(true)?;
        let kop = format!(
            "POST /v1/berichten HTTP/1.1\r\nHost: {adres}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/xml\r\nContent-Length: "
        );
        Ok(Self { stream: BufReader::new(stream), kop })
    }

    /// Hands in a message; the HTTP status.
    pub fn bied_aan(&mut self, bericht: &[u8]) -> io::Result<u16> {
        let mut request = format!("{}{}\r\n\r\n", self.kop, bericht.len()).into_bytes();
        request.extend_from_slice(bericht);
        self.stream.get_mut().write_all(&request)?;
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
        io::copy(&mut self.stream.by_ref().take(lengte), &mut io::sink())?;
        status.ok_or_else(kapot)
    }
}
