//! Spoor: how a rule came to its objection, step by step, as data.
//!
//! A rule hands over what it compared; reports, the stored verdict and other programs read the same steps. A step holds
//! codes, amounts, volumes, period dates and numbers of toewijzingen of the dossier of the message, and nothing else: a
//! [`Waarde`] cannot be made of a Bsn, name, birth date or reference number.

mod tekst;
mod waarde;

use bericht::{Datum, Omvang};
use dossier::{ToewijzingVersie, Verbruik};
use serde::{Deserialize, Serialize};

pub use waarde::{Waarde, code, euro, gevuld};

use crate::reken::{Maximum, verbruikt};

/// A word of our own: known beforehand, or read back from the store.
pub type Woord = std::borrow::Cow<'static, str>;

/// The steps behind a finding, in the order in which they are read. Never empty in a finding of levels 2 to 4.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spoor(Vec<Stap>);

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Stap {
    /// Two values that were compared.
    Compared {
        /// What it is about, mostly the name of an element.
        what: Woord,
        /// The value in the message.
        found: Waarde,
        /// How it should relate to the other.
        must: Moet,
        /// The value it is compared with.
        limit: Waarde,
    },
    /// The version of the toewijzing that was used.
    Toewijzing(Box<Versie>),
    /// Days, weeks, months, years or Sundays that were counted.
    Counted {
        /// What was counted.
        unit: Telling,
        /// How many.
        number: i64,
        /// First day.
        from: Datum,
        /// Last day.
        to: Datum,
        /// Why it was counted like this, when that is not plain.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<Woord>,
    },
    /// What was granted before and not credited, this message included so far.
    Earlier {
        /// Lines.
        lines: u64,
        /// Their volume or amount together.
        sum: Waarde,
    },
    /// A rounding.
    Rounded {
        /// What is rounded.
        what: Woord,
        /// Unrounded, as a fraction of cents.
        fraction: (i64, i64),
        /// Whole cents, half up.
        to: Waarde,
    },
    /// A value that plays a part without being compared itself.
    Value {
        /// What it is.
        what: Woord,
        /// The value.
        value: Waarde,
    },
}

/// What a found value should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moet {
    /// Equal.
    Equal,
    /// Another.
    Differ,
    /// Not more.
    AtMost,
    /// Not less.
    AtLeast,
    /// Not before.
    NotBefore,
    /// Not after.
    NotAfter,
    /// After.
    After,
    /// One of the values named.
    OneOf,
    /// Of the form named.
    Fit,
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// Days.
    Days,
    /// Calendar weeks that a period touches.
    Weeks,
    /// Sundays in a period.
    Sundays,
    /// Periods of four weeks that a period can touch.
    FourWeeks,
    /// Calendar months that a period touches.
    Months,
    /// Years, the one that is begun included.
    Years,
}

/// A version of a toewijzing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versie {
    /// ToewijzingNummer; of nine digits only the last four, for so long a number could be a Bsn.
    pub number: String,
    /// Toewijzingsdatum.
    pub date: Datum,
    /// Toewijzingstijd in whole seconds.
    pub time: String,
    /// How many versions are known; this one has the highest date and time.
    pub versions: u32,
    /// Ingangsdatum.
    pub from: Datum,
    /// Einddatum; null when open.
    pub to: Option<Datum>,
    /// ProductCategorie.
    pub category: Option<Waarde>,
    /// ProductCode.
    pub product: Option<Waarde>,
    /// Omvang: volume, and per what.
    pub volume: Option<Waarde>,
    /// Frequentie of the Omvang: 1 a day, 2 a week, 4 a month, 6 in total.
    pub per: Option<Woord>,
    /// Budget.
    pub budget: Option<Waarde>,
    /// Whether it is deleted (RedenWijziging 13).
    pub deleted: bool,
}

impl Versie {
    fn van(toewijzing: &ToewijzingVersie, versies: usize) -> Self {
        let product = toewijzing.product.as_ref();
        Self {
            number: nummer(toewijzing.nummer),
            date: toewijzing.toewijzingsdatum,
            time: toewijzing.toewijzingstijd.chars().take(8).collect(),
            versions: u32::try_from(versies).unwrap_or(u32::MAX),
            from: toewijzing.ingangsdatum,
            to: toewijzing.einddatum,
            category: product.map(|p| code(&p.categorie)),
            product: product.and_then(|p| p.code.as_deref()).map(code),
            volume: toewijzing.omvang.map(|o| Waarde::volume(o.volume, o.eenheid)),
            per: toewijzing.omvang.map(|o| o.frequentie.code().into()),
            budget: toewijzing.budget.map(euro),
            deleted: toewijzing.reden_wijziging.as_deref() == Some("13"),
        }
    }
}

/// A ToewijzingNummer as it may be shown.
fn nummer(nummer: u32) -> String {
    if nummer < 100_000_000 { nummer.to_string() } else { format!("…{:04}", nummer % 10_000) }
}

/// A comparison: the whole trace of most rules.
pub fn vergelijk(wat: &'static str, gevonden: impl Into<Waarde>, moet: Moet, norm: impl Into<Waarde>) -> Spoor {
    Spoor::default().vergelijk(wat, gevonden, moet, norm)
}

/// The value that decides, as the start of a trace.
pub fn gegeven(wat: &'static str, waarde: impl Into<Waarde>) -> Spoor {
    Spoor::default().gegeven(wat, waarde)
}

/// The version of a toewijzing, as the start of a trace. `bekend` holds all versions of all toewijzingen of the client.
pub fn op_versie(toewijzing: &ToewijzingVersie, bekend: &[ToewijzingVersie]) -> Spoor {
    op_een_van(toewijzing, bekend.iter().filter(|v| v.nummer == toewijzing.nummer).count())
}

/// The same, when it is known how many versions there are.
pub fn op_een_van(toewijzing: &ToewijzingVersie, versies: usize) -> Spoor {
    Spoor(vec![Stap::Toewijzing(Box::new(Versie::van(toewijzing, versies)))])
}

impl Spoor {
    /// The steps.
    pub fn stappen(&self) -> &[Stap] {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_leeg(&self) -> bool {
        self.0.is_empty()
    }

    /// The steps as lines for people, in Dutch.
    pub fn regels(&self) -> Vec<String> {
        self.0.iter().map(tekst::regel).collect()
    }

    /// Without room that is not used: a large refusal keeps many.
    pub(crate) fn krimp(&mut self) {
        self.0.shrink_to_fit();
    }

    fn met(mut self, stap: Stap) -> Self {
        self.0.push(stap);
        self
    }

    /// Adds a comparison.
    #[must_use]
    pub fn vergelijk(
        self,
        wat: &'static str,
        gevonden: impl Into<Waarde>,
        moet: Moet,
        norm: impl Into<Waarde>,
    ) -> Self {
        self.met(Stap::Compared { what: wat.into(), found: gevonden.into(), must: moet, limit: norm.into() })
    }

    /// Adds a value that plays a part.
    #[must_use]
    pub fn gegeven(self, wat: &'static str, waarde: impl Into<Waarde>) -> Self {
        self.met(Stap::Value { what: wat.into(), value: waarde.into() })
    }

    /// Adds the steps of another trace.
    #[must_use]
    pub fn en(mut self, ander: Spoor) -> Self {
        self.0.extend(ander.0);
        self
    }

    /// Adds how a maximum was counted; nothing for a total.
    #[must_use]
    pub fn geteld(self, maximum: Maximum) -> Self {
        let Some((unit, because)) = maximum.telling else { return self };
        let because = because.map(Into::into);
        let (number, periode) = (maximum.aantal.unwrap_or(1), maximum.periode);
        self.met(Stap::Counted { unit, number, from: periode.begin, to: periode.eind, because })
    }

    /// Adds the volume granted before on a toewijzing.
    #[must_use]
    pub fn eerder_volume(self, omvang: &Omvang, verbruik: &Verbruik) -> Self {
        let sum = Waarde::telvolume(verbruikt(omvang, verbruik), omvang.eenheid);
        self.met(Stap::Earlier { lines: verbruik.debets.aantal() as u64, sum })
    }

    /// Adds the amount granted before on a toewijzing.
    #[must_use]
    pub fn eerder_bedrag(self, verbruik: &Verbruik) -> Self {
        self.met(Stap::Earlier { lines: verbruik.debets.aantal() as u64, sum: euro(verbruik.bedrag) })
    }

    /// Adds a rounding of a fraction of cents to whole cents.
    #[must_use]
    pub fn afgerond(self, wat: &'static str, breuk: (i64, i64), naar: i64) -> Self {
        self.met(Stap::Rounded { what: wat.into(), fraction: breuk, to: euro(naar) })
    }
}
