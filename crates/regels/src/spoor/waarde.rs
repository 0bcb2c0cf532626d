//! Values that may stand in a trace.

use bericht::{Bedrag, Datum, Eenheid, Product};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Woord;

/// A value that may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waarde {
    /// A date that is no birth date.
    Date(Datum),
    /// An amount in eurocent, written in euros: `-12.50`.
    #[serde(serialize_with = "schrijf_euro", deserialize_with = "lees_euro")]
    Euro(i64),
    /// A volume in its unit.
    Volume {
        /// How much; eurocent for euro's.
        amount: i64,
        /// Unit.
        unit: Eenheid,
    },
    /// A count.
    Number(i64),
    /// A code of at most five letters and digits.
    Code(Woord),
    /// Words of our own.
    Text(Woord),
    /// There is a value.
    Filled,
    /// There is none.
    Empty,
    /// There is a value that is not shown.
    Withheld,
}

/// An amount in eurocent.
pub fn euro(cent: i64) -> Waarde {
    Waarde::Euro(cent)
}

/// Whether an element is there, without its value.
pub fn gevuld(is: bool) -> Waarde {
    if is { Waarde::Filled } else { Waarde::Empty }
}

/// A code from a message; what does not look like a code is not shown.
pub fn code(tekst: &str) -> Waarde {
    let onschuldig = tekst.len() <= 5 && tekst.bytes().all(|b| b.is_ascii_alphanumeric());
    match tekst {
        "" => Waarde::Empty,
        _ if onschuldig => Waarde::Code(tekst.to_owned().into()),
        _ => Waarde::Withheld,
    }
}

impl Waarde {
    /// A volume.
    pub fn volume(aantal: i64, eenheid: Eenheid) -> Self {
        match eenheid {
            Eenheid::Euro => Waarde::Euro(aantal),
            unit => Waarde::Volume { amount: aantal, unit },
        }
    }

    /// A volume in the unit in which a toewijzing is counted: hours are counted in minutes.
    pub fn telvolume(aantal: i64, eenheid: Eenheid) -> Self {
        Self::volume(aantal, if eenheid == Eenheid::Uur { Eenheid::Minuut } else { eenheid })
    }

    /// The ProductCode of a product, as far as it is there.
    pub fn productcode(product: Option<&Product>) -> Self {
        product.and_then(|p| p.code.as_deref()).map_or(Waarde::Empty, code)
    }

    /// The ProductCategorie of a product, as far as it is there.
    pub fn categorie(product: Option<&Product>) -> Self {
        product.map_or(Waarde::Empty, |p| code(&p.categorie))
    }
}

impl From<Datum> for Waarde {
    fn from(datum: Datum) -> Self {
        Waarde::Date(datum)
    }
}

impl From<Option<Datum>> for Waarde {
    fn from(datum: Option<Datum>) -> Self {
        datum.map_or(Waarde::Empty, Waarde::Date)
    }
}

impl From<Bedrag> for Waarde {
    fn from(bedrag: Bedrag) -> Self {
        Waarde::Euro(bedrag.getekend())
    }
}

impl From<usize> for Waarde {
    fn from(aantal: usize) -> Self {
        Waarde::Number(i64::try_from(aantal).unwrap_or(i64::MAX))
    }
}

/// Words of our own.
impl From<&'static str> for Waarde {
    fn from(woorden: &'static str) -> Self {
        Waarde::Text(woorden.into())
    }
}

/// Euros with two decimals: amounts are shown as people know them, and a long run of digits is broken.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference
fn schrijf_euro<S: Serializer>(cent: &i64, to: S) -> Result<S::Ok, S::Error> {
    let (sign, size) = (if *cent < 0 { "-" } else { "" }, cent.unsigned_abs());
    to.serialize_str(&format!("{sign}{}.{:02}", size / 100, size % 100))
}

fn lees_euro<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    let tekst = String::deserialize(from)?;
    // Without its point it is the number of cents.
    let cent = tekst.split_once('.').filter(|(_, cent)| cent.len() == 2).map(|(heel, cent)| format!("{heel}{cent}"));
    cent.and_then(|cent| cent.parse().ok()).ok_or_else(|| serde::de::Error::custom("not an amount in euros"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_shown_and_nothing_else() {
        assert_eq!(code("45A04"), Waarde::Code("45A04".into()));
        assert_eq!(code(""), Waarde::Empty);
        for persoon in ["999900006", "Jansen", "J. V."] {
            assert_eq!(code(persoon), Waarde::Withheld, "{persoon}");
        }
    }

    #[test]
    fn hours_are_counted_in_minutes_and_euros_are_amounts() {
        assert_eq!(Waarde::telvolume(90, Eenheid::Uur), Waarde::Volume { amount: 90, unit: Eenheid::Minuut });
        assert_eq!(Waarde::telvolume(90, Eenheid::Euro), euro(90));
    }

    proptest! {
        #[test]
        fn an_amount_comes_back_from_its_text(cent in -1_000_000_000_000_i64..1_000_000_000_000) {
            let tekst = serde_json::to_string(&euro(cent)).unwrap();
            prop_assert_eq!(serde_json::from_str::<Waarde>(&tekst).unwrap(), euro(cent));
        }
    }
}
