//! Lines in a row of the store, as bytes, and read from there: every judgement of a declaratie has some hundred thousand of
//! them before it, of which it looks at few.
//!
//! A line is its ReferentieNummer, then the product when it is another than that of the line before, then the first and
//! last day. Lengths go by seven bits a byte; the lowest bit of the first one tells whether a product follows.

use bericht::{Datum, Periode, dagen};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One granted, uncredited debet Prestatie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DebetLijn<'a> {
    /// ReferentieNummer.
    pub referentie: &'a str,
    /// ProductPeriode.
    pub periode: Periode,
    /// ProductCategorie.
    pub categorie: &'a str,
    /// ProductCode.
    pub code: &'a str,
}

impl<'a> DebetLijn<'a> {
    fn product(&self) -> (&'a str, &'a str) {
        (self.categorie, self.code)
    }
}

/// Lines in the order in which they were granted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lijnen(Vec<u8>);

impl Lijnen {
    /// The lines, in order.
    pub fn iter(&self) -> impl Iterator<Item = DebetLijn<'_>> {
        Lezer { rest: &self.0, product: ("", "") }
    }

    /// How many there are.
    pub fn aantal(&self) -> usize {
        self.iter().count()
    }

    /// Adds a line.
    pub fn erbij(&mut self, lijn: DebetLijn<'_>) {
        let ander = self.iter().last().is_none_or(|vorige| vorige.product() != lijn.product());
        self.schrijf(lijn, ander);
    }

    /// Adds a line; `ander` when its product is not that of the line before.
    fn schrijf(&mut self, lijn: DebetLijn<'_>, ander: bool) {
        getal(&mut self.0, (lijn.referentie.len() << 1) | usize::from(ander));
        self.0.extend_from_slice(lijn.referentie.as_bytes());
        if ander {
            for tekst in [lijn.categorie, lijn.code] {
                getal(&mut self.0, tekst.len());
                self.0.extend_from_slice(tekst.as_bytes());
            }
        }
        for dag in [lijn.periode.begin, lijn.periode.eind] {
            self.0.extend_from_slice(&dagen::aantal(dag).to_le_bytes());
        }
    }

    /// Takes the lines with a ReferentieNummer away.
    pub fn eraf(&mut self, referentie: &str) {
        let (mut over, mut vorige) = (Self::default(), None);
        for lijn in self.iter().filter(|lijn| lijn.referentie != referentie) {
            over.schrijf(lijn, vorige != Some(lijn.product()));
            vorige = Some(lijn.product());
        }
        *self = over;
    }
}

impl Serialize for Lijnen {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Lijnen {
    /// Only lines that can all be read are taken in.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes = <&serde_bytes::Bytes>::deserialize(from)?;
        let mut lezer = Lezer { rest: bytes, product: ("", "") };
        lezer.by_ref().for_each(drop);
        if lezer.rest.is_empty() { Ok(Self(bytes.to_vec())) } else { Err(D::Error::custom("lines that break off")) }
    }
}

/// A length, seven bits a byte.
fn getal(bytes: &mut Vec<u8>, mut waarde: usize) {
    loop {
        let [laagste, ..] = waarde.to_le_bytes();
        waarde >>= 7;
        if waarde == 0 {
            return bytes.push(laagste & 0x7F);
        }
        bytes.push(laagste | 0x80);
    }
}

/// What is left to read; nothing is believed of it. At a line that cannot be read it stands still.
struct Lezer<'b> {
    rest: &'b [u8],
    product: (&'b str, &'b str),
}

impl<'b> Iterator for Lezer<'b> {
    type Item = DebetLijn<'b>;

    fn next(&mut self) -> Option<DebetLijn<'b>> {
        let (eerste, rest) = lees_getal(self.rest)?;
        let (referentie, rest) = lees_tekst(eerste >> 1, rest)?;
        let (product, rest) = if eerste & 1 == 1 { lees_product(rest)? } else { (self.product, rest) };
        let (begin, rest) = lees_dag(rest)?;
        let (eind, rest) = lees_dag(rest)?;
        (self.rest, self.product) = (rest, product);
        let (categorie, code) = product;
        Some(DebetLijn { referentie, periode: Periode { begin, eind }, categorie, code })
    }
}

fn lees_product(bytes: &[u8]) -> Option<((&str, &str), &[u8])> {
    let (lengte, rest) = lees_getal(bytes)?;
    let (categorie, rest) = lees_tekst(lengte, rest)?;
    let (lengte, rest) = lees_getal(rest)?;
    let (code, rest) = lees_tekst(lengte, rest)?;
    Some(((categorie, code), rest))
}

fn lees_getal(mut bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut waarde = 0;
    for plaats in (0..usize::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        bytes = rest;
        waarde |= usize::from(byte & 0x7F).checked_shl(plaats)?;
        if *byte < 0x80 {
            return Some((waarde, bytes));
        }
    }
    None
}

fn lees_tekst(lengte: usize, bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (tekst, rest) = bytes.split_at_checked(lengte)?;
    Some((std::str::from_utf8(tekst).ok()?, rest))
}

fn lees_dag(bytes: &[u8]) -> Option<(Datum, &[u8])> {
    let (aantal, rest) = bytes.split_first_chunk::<4>()?;
    Some((dagen::dag(i32::from_le_bytes(*aantal))?, rest))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn lijn<'a>(referentie: &'a str, code: &'a str) -> DebetLijn<'a> {
        let dag = |text| bericht::datum(text).unwrap();
        let periode = Periode { begin: dag("2026-01-01"), eind: dag("2026-01-31") };
        DebetLijn { referentie, periode, categorie: "45", code }
    }

    fn rij(lijnen: &[DebetLijn<'_>]) -> Lijnen {
        let mut rij = Lijnen::default();
        for lijn in lijnen {
            rij.erbij(*lijn);
        }
        rij
    }

    fn terug(bytes: &[u8]) -> Option<Lijnen> {
        rmp_serde::from_slice(&rmp_serde::to_vec(serde_bytes::Bytes::new(bytes)).unwrap()).ok()
    }

    #[test]
    fn lines_keep_their_order_and_their_products() {
        let lang = "x".repeat(300);
        let alle = [lijn("1", "45A01"), lijn(&lang, "45A01"), lijn("", ""), lijn("3", "45A01")];
        let rij_ = rij(&alle);
        assert_eq!(rij_.iter().collect::<Vec<_>>(), alle);
        assert_eq!(terug(&rij_.0).unwrap(), rij_);
        // Without the first, the second has to say its product itself.
        let mut over = rij_;
        over.eraf("1");
        assert_eq!(over, rij(&alle[1..]));
        over.eraf("3");
        over.eraf(&lang);
        assert_eq!(over.iter().collect::<Vec<_>>(), [lijn("", "")]);
    }

    #[test]
    fn what_breaks_off_is_refused() {
        let heel = rij(&[lijn("1", "45A01"), lijn("2", "45A02")]).0;
        let eerste = rij(&[lijn("1", "45A01")]).0.len();
        for lengte in 0..heel.len() {
            assert_eq!(terug(&heel[..lengte]).is_some(), lengte == 0 || lengte == eerste, "{lengte}");
        }
        let mut lang = Vec::new();
        getal(&mut lang, usize::MAX);
        assert!(terug(&lang).is_none());
        assert!(terug(&[0xFF; 12]).is_none());
        assert!(terug(&[2, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]).is_none(), "no text");
    }
}
