//! What was granted on one toewijzing and not credited.

use std::collections::BTreeMap;

use bericht::{Eenheid, Periode};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// One granted, uncredited debet Prestatie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebetLijn {
    /// ReferentieNummer.
    pub referentie: SmolStr,
    /// ProductPeriode.
    pub periode: Periode,
    /// ProductCategorie.
    pub categorie: SmolStr,
    /// ProductCode.
    pub code: SmolStr,
}

/// What a granted Prestatie adds or takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boeking {
    /// Unit of the volume.
    pub eenheid: Eenheid,
    /// GeleverdVolume in that unit.
    pub volume: i64,
    /// IngediendBedrag in eurocent, without its sign.
    pub bedrag: i64,
}

/// Counters of one toewijzing, apart from the toewijzing itself so that a declaratie rewrites little.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verbruik {
    /// Granted volume per unit as declared (minutes and hours are kept apart).
    pub volume: BTreeMap<Eenheid, i64>,
    /// Granted amount in eurocent.
    pub bedrag: i64,
    /// The lines behind the sums.
    #[serde(with = "lijnen")]
    pub debets: Vec<DebetLijn>,
}

impl Verbruik {
    /// Adds a granted debet.
    pub fn erbij(&mut self, lijn: DebetLijn, eenheid: Eenheid, volume: i64, bedrag: i64) {
        *self.volume.entry(eenheid).or_default() += volume;
        self.bedrag += bedrag;
        self.debets.push(lijn);
    }

    /// Takes a credited debet away, by its ReferentieNummer.
    pub fn eraf(&mut self, referentie: &str, eenheid: Eenheid, volume: i64, bedrag: i64) {
        *self.volume.entry(eenheid).or_default() -= volume;
        self.bedrag -= bedrag;
        self.debets.retain(|lijn| lijn.referentie != referentie);
    }
}

/// Lines in a row of the store, as bytes: every judgement of a declaratie reads some hundred thousand of them, and this is
/// what reading a dossier costs most.
mod lijnen {
    use bericht::{Datum, Periode, dagen};
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use smol_str::SmolStr;

    use super::DebetLijn;

    /// Lines of one product together, which is how they mostly come: categorie, code, how many, and of each the
    /// ReferentieNummer and the first and last day.
    pub fn serialize<S: Serializer>(lijnen: &[DebetLijn], to: S) -> Result<S::Ok, S::Error> {
        let zelfde = |a: &DebetLijn, b: &DebetLijn| (&a.categorie, &a.code) == (&b.categorie, &b.code);
        let mut bytes = Vec::with_capacity(16 + 32 * lijnen.len());
        for groep in lijnen.chunk_by(zelfde) {
            let Some(DebetLijn { categorie, code, .. }) = groep.first() else { continue };
            tekst(&mut bytes, categorie);
            tekst(&mut bytes, code);
            getal(&mut bytes, groep.len());
            for DebetLijn { referentie, periode, .. } in groep {
                tekst(&mut bytes, referentie);
                for dag in [periode.begin, periode.eind] {
                    bytes.extend_from_slice(&dagen::aantal(dag).to_le_bytes());
                }
            }
        }
        to.serialize_bytes(&bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<DebetLijn>, D::Error> {
        let bytes = <&serde_bytes::Bytes>::deserialize(from)?;
        Lezer(bytes).lijnen().ok_or_else(|| D::Error::custom("lines that break off"))
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

    fn tekst(bytes: &mut Vec<u8>, tekst: &str) {
        getal(bytes, tekst.len());
        bytes.extend_from_slice(tekst.as_bytes());
    }

    /// What is left to read; nothing is believed of it.
    struct Lezer<'b>(&'b [u8]);

    impl Lezer<'_> {
        fn lijnen(mut self) -> Option<Vec<DebetLijn>> {
            let mut lijnen = Vec::new();
            while !self.0.is_empty() {
                let (categorie, code) = (self.tekst()?, self.tekst()?);
                let aantal = self.getal()?;
                // A line takes at least nine bytes. With room for the one that this judgement may add.
                lijnen.reserve(aantal.min(self.0.len() / 9) + 1);
                for _ in 0..aantal {
                    let referentie = self.tekst()?;
                    let periode = Periode { begin: self.dag()?, eind: self.dag()? };
                    lijnen.push(DebetLijn { referentie, periode, categorie: categorie.clone(), code: code.clone() });
                }
            }
            Some(lijnen)
        }

        fn getal(&mut self) -> Option<usize> {
            let mut waarde = 0;
            for plaats in (0..usize::BITS).step_by(7) {
                let (byte, rest) = self.0.split_first()?;
                self.0 = rest;
                waarde |= usize::from(byte & 0x7F).checked_shl(plaats)?;
                if *byte < 0x80 {
                    return Some(waarde);
                }
            }
            None
        }

        fn tekst(&mut self) -> Option<SmolStr> {
            let lengte = self.getal()?;
            let (tekst, rest) = self.0.split_at_checked(lengte)?;
            self.0 = rest;
            std::str::from_utf8(tekst).ok().map(SmolStr::new)
        }

        fn dag(&mut self) -> Option<Datum> {
            let (aantal, rest) = self.0.split_first_chunk::<4>()?;
            self.0 = rest;
            dagen::dag(i32::from_le_bytes(*aantal))
        }
    }

    #[cfg(test)]
    #[allow(clippy::unwrap_used)]
    mod tests {
        use super::*;
        use crate::verbruik::Verbruik;

        fn lijn(referentie: &str, code: &str) -> DebetLijn {
            let dag = |text| bericht::datum(text).unwrap();
            DebetLijn {
                referentie: referentie.into(),
                periode: Periode { begin: dag("2026-01-01"), eind: dag("2026-01-31") },
                categorie: "45".into(),
                code: code.into(),
            }
        }

        #[test]
        fn lines_keep_their_order_and_what_breaks_off_is_refused() {
            let lang = "x".repeat(300);
            let debets = vec![lijn("1", "45A01"), lijn(&lang, "45A01"), lijn("", ""), lijn("3", "45A01")];
            let verbruik = Verbruik { debets, ..Verbruik::default() };
            let row = rmp_serde::to_vec(&verbruik).unwrap();
            assert_eq!(rmp_serde::from_slice::<Verbruik>(&row).unwrap(), verbruik);
            let mut bytes = Vec::new();
            tekst(&mut bytes, "45");
            tekst(&mut bytes, "45A01");
            getal(&mut bytes, usize::MAX);
            assert!(Lezer(&bytes).lijnen().is_none());
        }
    }
}
