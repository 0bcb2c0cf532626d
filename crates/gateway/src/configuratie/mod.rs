//! gateway.toml: every key has a default that runs; an unknown key is an error that names the nearest known one.

mod partijen;
mod sleutels;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dienst::bezorging::Stroom;
use dienst::partijen::Partij;
use keten::tls::{ClientTls, Identiteit};
use toml::{Table, Value};

pub use sleutels::{PARTIJSLEUTELS, SLEUTELS};

use crate::einde::Fout;
use sleutels::{dichtstbij, is_sectie};

/// Certificate chain and key of a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luister {
    /// `adres`.
    pub adres: SocketAddr,
    /// `certificaat` and `sleutel`.
    pub tls: Option<Identiteit>,
    /// `client_ca`.
    pub client_ca: Option<PathBuf>,
}

/// `[endpoint]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// `url`.
    pub url: String,
    /// `certificaat`, `sleutel` and `ca`.
    pub tls: ClientTls,
    /// Names in the metadata.
    pub stroom: Stroom,
    /// `tegelijk`.
    pub tegelijk: usize,
    /// `eerste_seconden`, `hoogste_seconden`, `venster_seconden`.
    pub herhaling: keten::herhaal::Herhaling,
    /// `onderbreker_fouten`, `onderbreker_seconden`.
    pub onderbreker: keten::onderbreker::Grenzen,
    /// `antwoord_seconden`.
    pub antwoord: Duration,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logvorm {
    /// A line for people.
    Tekst,
    /// An object per line.
    Json,
}

/// Settings after defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Configuratie {
    /// The file they came from.
    pub bestand: Option<PathBuf>,
    /// What was set, as written; for `check-config`.
    gezet: BTreeMap<&'static str, String>,
    /// `schemas.map`.
    pub schemas_map: Option<PathBuf>,
    /// `intake.max_bytes`.
    pub max_bytes: u64,
    /// `opslag.data`.
    pub data: PathBuf,
    /// `opslag.sleutel`.
    pub sleutel: Option<PathBuf>,
    /// `contracten.map`.
    pub contracten_map: Option<PathBuf>,
    /// `lijsten.gemeenten`.
    pub gemeenten: Option<PathBuf>,
    /// `[http]`.
    pub http: Luister,
    /// `[push]`, when it has an address.
    pub push: Option<Luister>,
    /// `[endpoint]`, when it has a url.
    pub endpoint: Option<Endpoint>,
    /// `mappen.map`.
    pub mappen: Option<PathBuf>,
    /// `mappen.rust_seconden`.
    pub rust: Duration,
    /// `controle.per_minuut`.
    pub controles: NonZeroU32,
    /// `verwerking.werkers`.
    pub werkers: usize,
    /// `log.vorm`.
    pub logvorm: Logvorm,
    /// `log.niveau`.
    pub logniveau: tracing::Level,
    /// `[[lokaal]]` and `[[partner]]`.
    pub partijen: Vec<Partij>,
}

impl Default for Configuratie {
    fn default() -> Self {
        Self {
            bestand: None,
            gezet: BTreeMap::new(),
            schemas_map: None,
            max_bytes: 26_214_400,
            data: PathBuf::from("data"),
            sleutel: None,
            contracten_map: None,
            gemeenten: None,
            http: Luister { adres: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080), tls: None, client_ca: None },
            push: None,
            endpoint: None,
            mappen: None,
            rust: Duration::from_secs(10),
            controles: NonZeroU32::MIN.saturating_add(59),
            // Judging a small message is mostly waiting for the disk, and who waits together shares a sync.
            werkers: (std::thread::available_parallelism().map_or(2, usize::from) * 8).clamp(16, 64),
            logvorm: Logvorm::Tekst,
            logniveau: tracing::Level::INFO,
            partijen: Vec::new(),
        }
    }
}

impl Configuratie {
    /// The value of a key for people.
    pub fn toon(&self, naam: &str) -> Option<&str> {
        self.gezet.get(naam).map(String::as_str)
    }
}

/// Reads the given file, or `gateway.toml` here when there is one, else the defaults.
pub fn laad(pad: Option<&Path>) -> Result<Configuratie, Fout> {
    let gevraagd = pad.is_some();
    let pad = pad.unwrap_or(Path::new("gateway.toml"));
    let tekst = match fs::read_to_string(pad) {
        Ok(tekst) => tekst,
        // Only a file that nobody named may be absent; one that is there and cannot be read is an error always.
        Err(fout) if fout.kind() == ErrorKind::NotFound && !gevraagd => return Ok(Configuratie::default()),
        Err(source) => {
            let pad = pad.display().to_string();
            return Err(Fout::Bestand { wat: "read the configuration", pad, source });
        }
    };
    lees(pad, &tekst).map_err(Fout::Configuratie)
}

/// Reads the text of a configuration; paths in it are relative to its folder.
pub fn lees(pad: &Path, tekst: &str) -> Result<Configuratie, String> {
    let bestand = pad.display();
    let table = tekst.parse::<Table>().map_err(|fout| format!("{bestand}: {}", op_een_regel(&fout, tekst)))?;
    let map = pad.parent().unwrap_or(Path::new(""));
    let mut configuratie = lees_tabel(&table, map).map_err(|reason| format!("{bestand}: {reason}"))?;
    configuratie.bestand = Some(pad.to_owned());
    Ok(configuratie)
}

/// The library tells it over several lines with a piece of the file; here the number of the line is enough.
fn op_een_regel(fout: &toml::de::Error, tekst: &str) -> String {
    let voor = fout.span().and_then(|span| tekst.get(..span.start)).unwrap_or_default();
    format!("line {}: {}", voor.matches('\n').count() + 1, fout.message().replace('\n', ", "))
}

fn lees_tabel(table: &Table, map: &Path) -> Result<Configuratie, String> {
    let mut gelezen = Gelezen { map, waarden: BTreeMap::new() };
    let mut configuratie = Configuratie::default();
    let mut gezien = BTreeSet::new();
    for (naam, value) in table {
        match naam.as_str() {
            "lokaal" | "partner" => {
                configuratie.partijen.extend(partijen::lees(naam, value, naam == "lokaal", &mut gezien)?);
            }
            _ => gelezen.neem_op(naam, value)?,
        }
    }
    gelezen.vul(&mut configuratie)?;
    if let (None, Some(partij)) = (&configuratie.mappen, configuratie.partijen.iter().find(|partij| partij.map)) {
        return Err(format!("party {} has map = true, and there is no mappen.map to put its folder in", partij.code));
    }
    Ok(configuratie)
}

/// The values of the known keys, with the folder that paths are relative to.
struct Gelezen<'g> {
    map: &'g Path,
    waarden: BTreeMap<&'static str, &'g Value>,
}

impl<'g> Gelezen<'g> {
    /// Notes a key, or the keys of a section.
    fn neem_op(&mut self, naam: &str, value: &'g Value) -> Result<(), String> {
        if let Some(sleutel) = SLEUTELS.iter().find(|s| s.naam == naam) {
            self.waarden.insert(sleutel.naam, value);
            return Ok(());
        }
        match value {
            // A section that holds nothing must have a right name too.
            Value::Table(inner) if !naam.contains('.') && (!inner.is_empty() || is_sectie(naam)) => {
                inner.iter().try_for_each(|(kort, value)| self.neem_op(&format!("{naam}.{kort}"), value))
            }
            _ => Err(format!("unknown key {naam}; did you mean {}?", dichtstbij(naam))),
        }
    }

    fn pad(&self, naam: &str) -> Result<Option<PathBuf>, String> {
        match self.waarden.get(naam) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(self.map.join(text))),
            Some(_) => Err(format!("{naam} must be a path between quotes")),
        }
    }

    /// A value for people: a path as it will be used.
    fn toon(&self, naam: &str, value: &Value) -> String {
        match value.as_str() {
            Some(text) if sleutels::is_pad(naam) => self.map.join(text).display().to_string(),
            Some(text) => text.to_owned(),
            None => value.to_string(),
        }
    }

    fn tekst(&self, naam: &str) -> Result<Option<String>, String> {
        match self.waarden.get(naam) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
            Some(_) => Err(format!("{naam} must be a text between quotes")),
        }
    }

    fn getal(&self, naam: &str, van: u64, tot: u64) -> Result<Option<u64>, String> {
        let Some(value) = self.waarden.get(naam) else { return Ok(None) };
        let number = value.as_integer().and_then(|n| u64::try_from(n).ok()).filter(|n| (van..=tot).contains(n));
        number.map(Some).ok_or_else(|| format!("{naam} must be a whole number from {van} to {tot}"))
    }

    fn seconden(&self, naam: &str) -> Result<Option<Duration>, String> {
        Ok(self.getal(naam, 1, 31_536_000)?.map(Duration::from_secs))
    }

    fn adres(&self, naam: &str) -> Result<Option<SocketAddr>, String> {
        let Some(text) = self.tekst(naam)? else { return Ok(None) };
        let wrong = || format!("{naam} must be an address and a port, such as 127.0.0.1:8080 or [::1]:8080");
        text.parse().map(Some).map_err(|_| wrong())
    }

    /// Certificate and key, which go together.
    fn identiteit(&self, sectie: &str) -> Result<Option<Identiteit>, String> {
        let (certificaat, sleutel) =
            (self.pad(&format!("{sectie}.certificaat"))?, self.pad(&format!("{sectie}.sleutel"))?);
        match (certificaat, sleutel) {
            (Some(certificaat), Some(sleutel)) => Ok(Some(Identiteit { certificaat, sleutel })),
            (None, None) => Ok(None),
            (Some(_), None) => Err(format!("{sectie}.certificaat needs {sectie}.sleutel beside it")),
            (None, Some(_)) => Err(format!("{sectie}.sleutel needs {sectie}.certificaat beside it")),
        }
    }

    fn vul(&self, c: &mut Configuratie) -> Result<(), String> {
        c.schemas_map = self.pad("schemas.map")?;
        // Up to just below what a span can address.
        c.max_bytes = self.getal("intake.max_bytes", 1024, 4_000_000_000)?.unwrap_or(c.max_bytes);
        c.data = self.pad("opslag.data")?.unwrap_or_else(|| self.map.join("data"));
        c.sleutel = self.pad("opslag.sleutel")?;
        c.contracten_map = self.pad("contracten.map")?;
        c.gemeenten = self.pad("lijsten.gemeenten")?;
        c.http = self.http(c.http.adres)?;
        c.push = self.push()?;
        c.endpoint = self.endpoint()?;
        c.mappen = self.pad("mappen.map")?;
        c.rust = self.seconden("mappen.rust_seconden")?.unwrap_or(c.rust);
        let controles = self.getal("controle.per_minuut", 1, 100_000)?.and_then(|n| u32::try_from(n).ok());
        c.controles = controles.and_then(NonZeroU32::new).unwrap_or(c.controles);
        let werkers = self.getal("verwerking.werkers", 2, 256)?.and_then(|n| usize::try_from(n).ok());
        c.werkers = werkers.unwrap_or(c.werkers);
        self.log(c)?;
        c.gezet = self.waarden.iter().map(|(naam, value)| (*naam, self.toon(naam, value))).collect();
        Ok(())
    }

    fn log(&self, c: &mut Configuratie) -> Result<(), String> {
        c.logvorm = match self.tekst("log.vorm")?.as_deref() {
            None | Some("tekst") => Logvorm::Tekst,
            Some("json") => Logvorm::Json,
            Some(_) => return Err("log.vorm must be \"tekst\" or \"json\"".to_owned()),
        };
        if let Some(niveau) = self.tekst("log.niveau")? {
            let wrong = |_| "log.niveau must be error, warn, info, debug or trace".to_owned();
            c.logniveau = niveau.parse().map_err(wrong)?;
        }
        Ok(())
    }

    /// Whoever listens where others can listen in needs TLS.
    fn http(&self, standaard: SocketAddr) -> Result<Luister, String> {
        let adres = self.adres("http.adres")?.unwrap_or(standaard);
        let tls = self.identiteit("http")?;
        if tls.is_none() && !adres.ip().is_loopback() {
            return Err(format!(
                "http.adres {adres} can be reached by others, so tokens would go over an open line: configure \
                 http.certificaat and http.sleutel, or listen on 127.0.0.1"
            ));
        }
        Ok(Luister { adres, tls, client_ca: None })
    }

    fn push(&self) -> Result<Option<Luister>, String> {
        let (adres, tls, client_ca) =
            (self.adres("push.adres")?, self.identiteit("push")?, self.pad("push.client_ca")?);
        let Some(adres) = adres else {
            let iets = tls.is_some() || client_ca.is_some();
            return if iets { Err("[push] needs push.adres".to_owned()) } else { Ok(None) };
        };
        if tls.is_none() || client_ca.is_none() {
            let missing =
                "push.adres needs push.certificaat, push.sleutel and push.client_ca: Push is mutual TLS always";
            return Err(missing.to_owned());
        }
        Ok(Some(Luister { adres, tls, client_ca }))
    }

    fn endpoint(&self) -> Result<Option<Endpoint>, String> {
        let (url, ca, identiteit) =
            (self.tekst("endpoint.url")?, self.pad("endpoint.ca")?, self.identiteit("endpoint")?);
        let Some(url) = url else {
            // What stands there would silently do nothing.
            return match self.waarden.keys().find(|naam| naam.starts_with("endpoint.")) {
                Some(naam) => {
                    Err(format!("{naam} does nothing without endpoint.url: name the endpoint, or take it out"))
                }
                None => Ok(None),
            };
        };
        let (Some(ca), Some(identiteit)) = (ca, identiteit) else {
            let missing =
                "endpoint.url needs endpoint.certificaat, endpoint.sleutel and endpoint.ca: it is mutual TLS always";
            return Err(missing.to_owned());
        };
        let klein = |naam, tot| Ok::<_, String>(self.getal(naam, 1, tot)?.and_then(|n| u32::try_from(n).ok()));
        let (mut herhaling, mut onderbreker) =
            (keten::herhaal::Herhaling::default(), keten::onderbreker::Grenzen::default());
        herhaling.eerste = self.seconden("endpoint.eerste_seconden")?.unwrap_or(herhaling.eerste);
        herhaling.hoogste = self.seconden("endpoint.hoogste_seconden")?.unwrap_or(herhaling.hoogste);
        herhaling.venster = self.seconden("endpoint.venster_seconden")?.unwrap_or(herhaling.venster);
        onderbreker.fouten = klein("endpoint.onderbreker_fouten", 1000)?.unwrap_or(onderbreker.fouten);
        let proef = self.getal("endpoint.onderbreker_seconden", 1, 86_400)?.and_then(|n| i64::try_from(n * 1000).ok());
        onderbreker.proef_ms = proef.unwrap_or(onderbreker.proef_ms);
        let tegelijk = self.getal("endpoint.tegelijk", 1, 64)?.and_then(|n| usize::try_from(n).ok());
        Ok(Some(Endpoint {
            url,
            tls: ClientTls { ca, identiteit: Some(identiteit) },
            stroom: self.stroom()?,
            tegelijk: tegelijk.unwrap_or(4),
            herhaling,
            onderbreker,
            antwoord: self.seconden("endpoint.antwoord_seconden")?.unwrap_or(Duration::from_secs(60)),
        }))
    }

    fn stroom(&self) -> Result<Stroom, String> {
        let standaard = Stroom::default();
        Ok(Stroom {
            rol_gemeente: self.tekst("endpoint.rol_gemeente")?.unwrap_or(standaard.rol_gemeente),
            rol_aanbieder: self.tekst("endpoint.rol_aanbieder")?.unwrap_or(standaard.rol_aanbieder),
            actie: self.tekst("endpoint.actie")?.unwrap_or(standaard.actie),
            berichttypen: self.berichttypen()?,
        })
    }

    fn berichttypen(&self) -> Result<BTreeMap<String, String>, String> {
        let wrong = || "endpoint.berichttypen must be a table such as { JW325 = \"JW325\" }".to_owned();
        let Some(value) = self.waarden.get("endpoint.berichttypen") else { return Ok(BTreeMap::new()) };
        let table = value.as_table().ok_or_else(wrong)?;
        table.iter().map(|(naam, value)| Ok((naam.clone(), value.as_str().ok_or_else(wrong)?.to_owned()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lees_hier(tekst: &str) -> Result<Configuratie, String> {
        lees(Path::new("etc/gateway.toml"), tekst)
    }

    #[test]
    fn defaults_run_and_paths_are_relative_to_the_file() {
        let leeg = lees_hier("").unwrap();
        assert_eq!((leeg.max_bytes, leeg.http.adres.to_string()), (26_214_400, "127.0.0.1:8080".to_owned()));
        assert_eq!(leeg.data, PathBuf::from("etc/data"));
        let gevuld = lees_hier("[contracten]\nmap = \"c\"\n[intake]\nmax_bytes = 2048").unwrap();
        assert_eq!(gevuld.contracten_map, Some(PathBuf::from("etc/c")));
        assert_eq!(gevuld.max_bytes, 2048);
        assert_eq!(gevuld.toon("contracten.map"), Some("etc/c"));
    }

    #[test]
    fn unknown_keys_name_the_nearest() {
        for (tekst, nearest) in [
            ("[intake]\nmax_byte = 1", "intake.max_bytes"),
            ("[opslag]\nsluetel = \"x\"", "opslag.sleutel"),
            ("max_bytes = 1", "intake.max_bytes"),
            ("[endpoint]\nurll = \"y\"", "endpoint.url"),
            ("[htpp]\nadres = \"x\"", "http.adres"),
            ("[[lokaal]]\ncoed = \"0363\"", "lokaal.code"),
            ("[[partner]]\nhashes = []", "partner.tokens"),
            ("[[lokal]]\ncode = \"0363\"", "[[lokaal]]"),
            ("[[Lokaal]]\ncode = \"0363\"", "[[lokaal]]"),
            ("[[partners]]\ncode = \"0363\"", "[[partner]]"),
            ("[partij]\ncode = \"0363\"", "partner.code"),
            ("[htpp]", "[http]"),
            ("[Http]\nadres = \"x\"", "http.adres"),
            ("[endpoint]\ncert = \"y\"", "endpoint.certificaat"),
            ("[endpoint]\nURL = \"y\"", "endpoint.url"),
            ("[log]\nlevel = \"info\"", "log.niveau"),
            ("[mapen]\nmap = \"x\"", "mappen.map"),
            ("[contract]\nmap = \"x\"", "contracten.map"),
            ("adres = \"x\"", "http.adres"),
        ] {
            let fout = lees_hier(tekst).unwrap_err();
            assert!(fout.contains(&format!("did you mean {nearest}?")), "{fout}");
        }
    }

    #[test]
    fn wrong_values_are_refused_and_say_what_is_wanted() {
        for (tekst, wants) in [
            ("[intake]\nmax_bytes = \"veel\"", "whole number from 1024"),
            ("[intake]\nmax_bytes = 1", "whole number from 1024"),
            ("[schemas]\nmap = 3", "a path between quotes"),
            ("[schemas]\nmap = \"\"", "a path between quotes"),
            ("x =", "gateway.toml"),
            ("[http]\nadres = \"8080\"", "such as 127.0.0.1:8080"),
            ("[http]\nadres = \"0.0.0.0:8080\"", "http.certificaat"),
            ("[http]\ncertificaat = \"c\"", "needs http.sleutel"),
            ("[push]\nadres = \"127.0.0.1:1\"", "push.client_ca"),
            ("[push]\ncertificaat = \"c\"\nsleutel = \"s\"", "needs push.adres"),
            ("[endpoint]\nurl = \"https://x/\"", "endpoint.ca"),
            (
                "[endpoint]\ncertificaat = \"c\"\nsleutel = \"s\"",
                "endpoint.certificaat does nothing without endpoint.url",
            ),
            ("[endpoint]\ntegelijk = 2", "endpoint.tegelijk does nothing without endpoint.url"),
            ("[[lokaal]]\ncode = \"0363\"\nmap = true", "there is no mappen.map"),
            ("[log]\nvorm = \"xml\"", "tekst"),
            ("[log]\nniveau = \"luid\"", "debug"),
            ("[verwerking]\nwerkers = 1", "from 2"),
            ("[lokaal]\ncode = \"0363\"", "double brackets"),
            ("[[lokaal]]\nmap = true", "needs a code"),
            ("[[lokaal]]\ncode = 363", "four digits"),
            ("[[lokaal]]\ncode = \"0363\"\ntokens = [\"kp_geheim\"]", "ketenpoort token nieuw"),
            ("[[lokaal]]\ncode = \"0363\"\n[[partner]]\ncode = \"0363\"", "more than once"),
        ] {
            let fout = lees_hier(tekst).unwrap_err();
            assert!(fout.contains(wants), "{tekst}: {fout}");
            assert!(!fout.contains("geheim"), "a token is never repeated: {fout}");
        }
    }

    /// The example in the repository is all comment; without the marks it must be a configuration, and hold every key.
    #[test]
    fn the_example_holds_every_key_and_is_right() {
        let voorbeeld = include_str!("../../../../gateway.toml");
        assert_eq!(
            lees_hier(voorbeeld).unwrap(),
            Configuratie { bestand: Some("etc/gateway.toml".into()), ..lees_hier("").unwrap() }
        );
        let zonder: Vec<&str> = voorbeeld.lines().map(|r| r.strip_prefix("# ").unwrap_or(r)).collect();
        let is_sleutel =
            |r: &&str| r.split_once(" = ").is_some_and(|(k, _)| k.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
        let regels: Vec<&str> = zonder.into_iter().filter(|r| r.starts_with('[') || is_sleutel(r)).collect();
        let tekst = regels.join("\n").replace("sha256:...", &format!("sha256:{}", "0a".repeat(32)));
        let gelezen = lees_hier(&tekst).unwrap();
        let ontbreekt: Vec<&str> = SLEUTELS.iter().map(|s| s.naam).filter(|n| gelezen.toon(n).is_none()).collect();
        assert!(ontbreekt.is_empty(), "not in gateway.toml: {ontbreekt:?}");
        assert_eq!(gelezen.partijen.len(), 2);
    }

    #[test]
    fn a_full_file_is_understood() {
        let hash = format!("sha256:{}", "0a".repeat(32));
        let tekst = format!(
            "[http]\nadres = \"0.0.0.0:443\"\ncertificaat = \"c.pem\"\nsleutel = \"k.pem\"\n\
             [push]\nadres = \"[::]:8443\"\ncertificaat = \"c\"\nsleutel = \"k\"\nclient_ca = \"ca\"\n\
             [endpoint]\nurl = \"https://x/\"\ncertificaat = \"c\"\nsleutel = \"k\"\nca = \"ca\"\ntegelijk = 2\n\
             eerste_seconden = 1\nonderbreker_seconden = 2\nberichttypen = {{ JW325 = \"X\" }}\n\
             [log]\nvorm = \"json\"\nniveau = \"debug\"\n[mappen]\nmap = \"m\"\n\
             [[lokaal]]\ncode = \"0363\"\ntokens = [\"{hash}\"]\nmap = true\n[[partner]]\ncode = \"99990001\""
        );
        let c = lees_hier(&tekst).unwrap();
        let endpoint = c.endpoint.unwrap();
        assert_eq!((endpoint.tegelijk, endpoint.onderbreker.proef_ms), (2, 2000));
        assert_eq!(endpoint.stroom.berichttypen.get("JW325").map(String::as_str), Some("X"));
        assert_eq!((c.logvorm, c.logniveau), (Logvorm::Json, tracing::Level::DEBUG));
        assert!(c.partijen[0].lokaal && c.partijen[0].map && !c.partijen[1].lokaal);
        assert_eq!(c.push.unwrap().client_ca, Some(PathBuf::from("etc/ca")));
    }
}
