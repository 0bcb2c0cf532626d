//! The client: a Bsn that cannot be printed, and birth dates.

use std::fmt;

use schema::tree::{NodeId, NodeRef};

use crate::datum::{Datum, datum};
use crate::fout::BerichtFout;
use crate::lezen::{kind, lees_kind, optioneel, tekst};

/// A burgerservicenummer. There is no way to print it: `Debug` hides it and `Display` does not exist. It may be compared,
/// tested and fed to a keyed hash, nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bsn<'a>(&'a str);

impl<'a> Bsn<'a> {
    /// Wraps a value; whether it is a real number is what CS002 says.
    pub fn new(value: &'a str) -> Self {
        Self(value)
    }

    /// The bytes, for the keyed hash only.
    pub fn for_keyed_hash(&self) -> &'a [u8] {
        self.0.as_bytes()
    }

    /// Elfproef (CS002): nine digits with weights 9 to 2 and -1 that add up to a multiple of eleven.
    pub fn elfproef(&self) -> bool {
        let digits: Vec<i32> = self.0.bytes().filter(u8::is_ascii_digit).map(|b| i32::from(b - b'0')).collect();
        if digits.len() != 9 || self.0.len() != 9 {
            return false;
        }
        let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
        digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<i32>() % 11 == 0
    }
}

impl fmt::Debug for Bsn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bsn(*)")
    }
}

/// A birth date of a Client or Relatie; it cannot be printed either.
#[derive(Clone, Copy)]
pub struct Geboortedatum<'a> {
    /// The element `Geboortedatum`.
    pub node: NodeId,
    /// Element `Datum` inside it.
    pub datum_node: NodeId,
    /// The date.
    pub datum: Datum,
    /// DatumGebruik (COD170), when given.
    pub gebruik: Option<&'a str>,
}

impl fmt::Debug for Geboortedatum<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Geboortedatum(*)")
    }
}

impl<'a> Geboortedatum<'a> {
    /// Reads an element `Geboortedatum`.
    pub fn lees(node: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let datum_node = kind(node, "Datum")?;
        Ok(Self {
            node: node.id(),
            datum_node: datum_node.id(),
            datum: lees_kind(node, "Datum", datum)?,
            gebruik: optioneel(node, "DatumGebruik"),
        })
    }
}

/// The client of a message about one client.
#[derive(Debug, Clone, Copy)]
pub struct Client<'a> {
    /// The element `Client`.
    pub node: NodeId,
    /// The element `Bsn`.
    pub bsn_node: NodeId,
    /// The number.
    pub bsn: Bsn<'a>,
}

impl<'a> Client<'a> {
    /// Reads an element `Client`.
    pub fn lees(node: NodeRef<'a>) -> Result<Self, BerichtFout> {
        Ok(Self { node: node.id(), bsn_node: kind(node, "Bsn")?.id(), bsn: Bsn::new(tekst(node, "Bsn")?) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elfproef_on_the_test_range() {
        assert!(Bsn::new("999900006").elfproef());
        assert!(Bsn::new("000000000").elfproef());
        assert!(!Bsn::new("999900007").elfproef());
        assert!(!Bsn::new("99990000").elfproef());
    }

    #[test]
    fn never_printed() {
        assert_eq!(format!("{:?}", Bsn::new("999900006")), "Bsn(*)");
    }
}
