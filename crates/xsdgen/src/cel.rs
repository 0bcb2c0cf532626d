//! One cell of a table, and the values it can hold. Every error names the row and the column.

use std::str::FromStr;

use crate::feiten::{Bereik, Standaard};
use crate::fout::{Fout, Plek};

/// Text of a cell without a value.
const GEEN: &str = "-";

/// A cell with the place it comes from.
pub(crate) struct Cel {
    pub(crate) plek: Plek,
    pub(crate) kolom: &'static str,
    pub(crate) tekst: String,
}

impl Cel {
    /// The error for a cell that does not hold what its column allows.
    pub(crate) fn fout(&self, verwacht: &'static str) -> Fout {
        Fout::Waarde { plek: self.plek.clone(), kolom: self.kolom, waarde: self.tekst.clone(), verwacht }
    }

    /// A text: not empty, not `-`, no white space around it.
    pub(crate) fn waarde(&self) -> Result<String, Fout> {
        let tekst = self.tekst.as_str();
        if tekst.is_empty() || tekst == GEEN || tekst.trim() != tekst {
            return Err(self.fout("a value without white space around it"));
        }
        Ok(tekst.to_owned())
    }

    /// The value read by `lees`, or nothing for `-`.
    pub(crate) fn optioneel<T>(&self, lees: impl Fn(&Self) -> Result<T, Fout>) -> Result<Option<T>, Fout> {
        if self.tekst == GEEN { Ok(None) } else { lees(self).map(Some) }
    }

    /// A whole number that fits its type.
    pub(crate) fn getal<T: FromStr>(&self) -> Result<T, Fout> {
        self.tekst.parse().map_err(|_| self.fout("a number in range"))
    }

    /// `waarde`, which this cell holds, unless it is below the minimum.
    pub(crate) fn vanaf<T: PartialOrd>(&self, minimum: Option<T>, waarde: Option<T>) -> Result<Option<T>, Fout> {
        match (minimum, &waarde) {
            (Some(minimum), Some(waarde)) if *waarde < minimum => Err(self.fout("at least the minimum")),
            _ => Ok(waarde),
        }
    }

    /// A calendar date in the form of the standard; whether the day exists is not judged.
    pub(crate) fn datum(&self) -> Result<String, Fout> {
        let vorm = |(plek, b): (usize, u8)| if plek == 4 || plek == 7 { b == b'-' } else { b.is_ascii_digit() };
        if self.tekst.len() == 10 && self.tekst.bytes().enumerate().all(vorm) {
            Ok(self.tekst.clone())
        } else {
            Err(self.fout("a date such as 2026-01-31"))
        }
    }

    /// An XML name; the tables keep to ASCII letters, digits and underscores.
    pub(crate) fn naam(&self) -> Result<String, Fout> {
        let begin = self.tekst.starts_with(|c: char| c.is_ascii_alphabetic());
        let mut tekens = self.tekst.chars();
        if begin && tekens.all(|c| c.is_ascii_alphanumeric() || c == '_') {
            Ok(self.tekst.clone())
        } else {
            Err(self.fout("a name of letters, digits and underscores"))
        }
    }

    /// One of a few words, each with its meaning.
    pub(crate) fn keuze<T: Copy>(&self, keuzen: &[(&str, T)], verwacht: &'static str) -> Result<T, Fout> {
        let keuze = keuzen.iter().find(|(woord, _)| *woord == self.tekst);
        keuze.map(|(_, waarde)| *waarde).ok_or_else(|| self.fout(verwacht))
    }

    /// The standards in which a row holds.
    pub(crate) fn bereik(&self) -> Result<Bereik, Fout> {
        let keuzen = [
            ("beide", Bereik::Beide),
            ("ijw", Bereik::Alleen(Standaard::Ijw)),
            ("iwmo", Bereik::Alleen(Standaard::Iwmo)),
        ];
        self.keuze(&keuzen, "ijw, iwmo or beide")
    }
}
