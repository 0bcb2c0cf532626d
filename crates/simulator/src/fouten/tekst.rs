//! Faults as text, for the command line and the ledger: `<fault>[@<when>][@<berichttype>]`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::{Fout, Soort, Wanneer};

/// A text that names no fault.
#[derive(Debug, Error, PartialEq, Eq)]
#[error(
    "\"{0}\" is no fault; write <fault>[@<when>][@<berichttype>] with fault 400..599[:<retry-after>][:<code>], hangen, \
    traag-lezen:<bytes/s>, traag-antwoorden:<bytes/s>, reset-verzoek:<bytes>, opslaan-reset, opslaan-hangen, \
    reset-antwoord or neer:<seconds>, and when volgende=<n>, elke=<n>, altijd or procent=<0..100>,<seed>"
)]
pub struct Onleesbaar(String);

impl fmt::Display for Soort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Soort::Antwoord { status, retry_after, code } => {
                write!(f, "{status}")?;
                retry_after.iter().try_for_each(|seconden| write!(f, ":{seconden}"))?;
                code.iter().try_for_each(|code| write!(f, ":{code}"))
            }
            Soort::Hangen => f.write_str("hangen"),
            Soort::TraagLezen { bytes_per_seconde } => write!(f, "traag-lezen:{bytes_per_seconde}"),
            Soort::TraagAntwoorden { bytes_per_seconde } => write!(f, "traag-antwoorden:{bytes_per_seconde}"),
            Soort::ResetVerzoek { na_bytes } => write!(f, "reset-verzoek:{na_bytes}"),
            Soort::OpslaanReset => f.write_str("opslaan-reset"),
            Soort::OpslaanHangen => f.write_str("opslaan-hangen"),
            Soort::ResetAntwoord => f.write_str("reset-antwoord"),
            Soort::Neer { seconden } => write!(f, "neer:{seconden}"),
        }
    }
}

impl fmt::Display for Wanneer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wanneer::Volgende(aantal) => write!(f, "volgende={aantal}"),
            Wanneer::Elke(zoveelste) => write!(f, "elke={zoveelste}"),
            Wanneer::Altijd => f.write_str("altijd"),
            Wanneer::Percentage { procent, seed } => write!(f, "procent={procent},{seed}"),
        }
    }
}

impl fmt::Display for Fout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.fout, self.bij)?;
        self.berichttype.iter().try_for_each(|type_| write!(f, "@{type_}"))
    }
}

impl FromStr for Fout {
    type Err = Onleesbaar;

    fn from_str(tekst: &str) -> Result<Self, Onleesbaar> {
        let mut delen = tekst.split('@');
        let fout = delen.next().and_then(soort);
        let bij = delen.next().map_or(Some(Wanneer::Volgende(1)), wanneer);
        let (berichttype, rest) = (delen.next().map(str::to_owned), delen.next());
        match (fout, bij, berichttype.as_deref(), rest) {
            (Some(fout), Some(bij), type_, None) if type_ != Some("") => {
                Ok(Fout { fout, bij, berichttype }).and_then(Fout::gekeurd)
            }
            _ => Err(Onleesbaar(tekst.to_owned())),
        }
    }
}

impl Fout {
    /// Refuses numbers that mean nothing, also those that come as JSON.
    ///
    /// # Errors
    /// [`Onleesbaar`].
    pub fn gekeurd(self) -> Result<Self, Onleesbaar> {
        let fout_goed = match &self.fout {
            Soort::Antwoord { status, code, .. } => {
                let als_code = |c: &String| c.len() <= 10 && c.bytes().all(|b| b.is_ascii_alphanumeric());
                (400..=599).contains(status) && code.as_ref().is_none_or(als_code)
            }
            Soort::TraagLezen { bytes_per_seconde: n }
            | Soort::TraagAntwoorden { bytes_per_seconde: n }
            | Soort::Neer { seconden: n } => *n > 0,
            _ => true,
        };
        let bij_goed = match self.bij {
            Wanneer::Volgende(n) | Wanneer::Elke(n) => n > 0,
            Wanneer::Percentage { procent, .. } => procent <= 100,
            Wanneer::Altijd => true,
        };
        if fout_goed && bij_goed { Ok(self) } else { Err(Onleesbaar(self.to_string())) }
    }
}

fn soort(tekst: &str) -> Option<Soort> {
    let mut delen = tekst.split(':');
    let naam = delen.next()?;
    let argumenten: Vec<&str> = delen.collect();
    if let Ok(status) = naam.parse() {
        let getal = argumenten.first().and_then(|na| na.parse().ok());
        let codes = argumenten.get(usize::from(getal.is_some())..).unwrap_or_default();
        return match codes {
            [] => Some(Soort::Antwoord { status, retry_after: getal, code: None }),
            [code] if !code.is_empty() => {
                Some(Soort::Antwoord { status, retry_after: getal, code: Some((*code).to_owned()) })
            }
            _ => None,
        };
    }
    match (naam, argumenten.as_slice()) {
        ("hangen", []) => Some(Soort::Hangen),
        ("traag-lezen", [n]) => Some(Soort::TraagLezen { bytes_per_seconde: n.parse().ok()? }),
        ("traag-antwoorden", [n]) => Some(Soort::TraagAntwoorden { bytes_per_seconde: n.parse().ok()? }),
        ("reset-verzoek", [n]) => Some(Soort::ResetVerzoek { na_bytes: n.parse().ok()? }),
        ("opslaan-reset", []) => Some(Soort::OpslaanReset),
        ("opslaan-hangen", []) => Some(Soort::OpslaanHangen),
        ("reset-antwoord", []) => Some(Soort::ResetAntwoord),
        ("neer", [n]) => Some(Soort::Neer { seconden: n.parse().ok()? }),
        _ => None,
    }
}

fn wanneer(tekst: &str) -> Option<Wanneer> {
    match tekst.split_once('=') {
        None => (tekst == "altijd").then_some(Wanneer::Altijd),
        Some(("volgende", n)) => Some(Wanneer::Volgende(n.parse().ok()?)),
        Some(("elke", n)) => Some(Wanneer::Elke(n.parse().ok()?)),
        Some(("procent", beide)) => {
            let (procent, seed) = beide.split_once(',')?;
            Some(Wanneer::Percentage { procent: procent.parse().ok()?, seed: seed.parse().ok()? })
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for tekst in [
            "500@volgende=1",
            "503:120@elke=3",
            "422:BRS13@altijd@JW323",
            "429:7:BRS06@procent=20,7",
            "hangen@volgende=2",
            "traag-lezen:100@altijd",
            "traag-antwoorden:1@altijd@WMO301",
            "reset-verzoek:1000@elke=2",
            "opslaan-reset@volgende=1",
            "opslaan-hangen@volgende=1",
            "reset-antwoord@volgende=1",
            "neer:60@volgende=1",
        ] {
            assert_eq!(tekst.parse::<Fout>().unwrap().to_string(), tekst);
        }
        assert_eq!("hangen".parse::<Fout>().unwrap().to_string(), "hangen@volgende=1");
    }

    #[test]
    fn what_means_nothing_is_refused() {
        for tekst in [
            "",
            "@",
            "200",
            "399",
            "600",
            "500:",
            "500:1:2:3",
            "500:BRS13:2",
            "500@",
            "500@soms",
            "500@volgende=0",
            "500@elke=x",
            "500@procent=101,1",
            "500@procent=10",
            "500@altijd@",
            "500@altijd@a@b",
            "hangen:1",
            "traag-lezen",
            "traag-lezen:0",
            "neer:0",
            "reset-verzoek:-1",
            "anders",
            "422:een lange tekst",
        ] {
            assert!(tekst.parse::<Fout>().is_err(), "{tekst}");
        }
    }
}
