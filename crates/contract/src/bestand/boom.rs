//! A TOML document as a tree in which every key and value knows where it stands. Numbers keep their text: an amount never
//! passes through a floating point number.

use bericht::{Datum, datum};
use toml::de::{DeTable, DeValue};

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Waarde {
    /// Byte offset in the text.
    pub plaats: usize,
    /// What stands there.
    pub inhoud: Inhoud,
}

/// The kinds of values that a contract may hold.
#[derive(Debug, Clone)]
pub enum Inhoud {
    /// A string.
    Tekst(String),
    /// A whole number; none when it does not fit.
    Geheel(Option<i64>),
    /// A number with a point, as it was written.
    Getal(String),
    /// True or false.
    Waar(bool),
    /// A date without a time.
    Dag(Datum),
    /// A moment with a time of day, which no contract needs.
    Tijdstip,
    /// A list.
    Lijst(Vec<Waarde>),
    /// A table.
    Tabel(Tabel),
}

impl Inhoud {
    /// Name of the kind, for findings.
    pub fn naam(&self) -> &'static str {
        match self {
            Inhoud::Tekst(_) => "een tekst",
            Inhoud::Geheel(_) => "een geheel getal",
            Inhoud::Getal(_) => "een getal",
            Inhoud::Waar(_) => "true of false",
            Inhoud::Dag(_) => "een datum",
            Inhoud::Tijdstip => "een tijdstip",
            Inhoud::Lijst(_) => "een lijst",
            Inhoud::Tabel(_) => "een tabel",
        }
    }
}

/// A table: keys with their places and values, in the order of the text.
#[derive(Debug, Clone)]
pub struct Tabel {
    /// Byte offset of its head.
    pub plaats: usize,
    /// Key, place of the key, value.
    pub velden: Vec<(String, usize, Waarde)>,
}

impl Tabel {
    /// The value of a key.
    pub fn veld(&self, naam: &str) -> Option<&Waarde> {
        self.velden.iter().find(|(key, ..)| key == naam).map(|(.., waarde)| waarde)
    }
}

/// Parses a text; the error says what is no TOML, and where.
pub fn lees(tekst: &str) -> Result<Tabel, toml::de::Error> {
    let document = DeTable::parse(tekst)?;
    let plaats = document.span().start;
    Ok(tabel(plaats, document.get_ref()))
}

// The parser refuses nesting deeper than eighty, so that this recursion is bounded.
fn tabel(plaats: usize, van: &DeTable<'_>) -> Tabel {
    let mut velden: Vec<(String, usize, Waarde)> = van
        .iter()
        .map(|(key, value)| {
            let waarde = Waarde { plaats: value.span().start, inhoud: inhoud(value.span().start, value.get_ref()) };
            (key.get_ref().to_string(), key.span().start, waarde)
        })
        .collect();
    velden.sort_by_key(|(_, plaats, _)| *plaats);
    Tabel { plaats, velden }
}

fn inhoud(plaats: usize, van: &DeValue<'_>) -> Inhoud {
    match van {
        DeValue::String(tekst) => Inhoud::Tekst(tekst.to_string()),
        DeValue::Integer(getal) => Inhoud::Geheel(i64::from_str_radix(getal.as_str(), getal.radix()).ok()),
        DeValue::Float(getal) => Inhoud::Getal(getal.as_str().to_owned()),
        DeValue::Boolean(waar) => Inhoud::Waar(*waar),
        DeValue::Datetime(moment) if moment.time.is_none() && moment.offset.is_none() => {
            datum(&moment.to_string()).map_or(Inhoud::Tijdstip, Inhoud::Dag)
        }
        DeValue::Datetime(_) => Inhoud::Tijdstip,
        DeValue::Array(lijst) => Inhoud::Lijst(
            lijst
                .iter()
                .map(|v| Waarde { plaats: v.span().start, inhoud: inhoud(v.span().start, v.get_ref()) })
                .collect(),
        ),
        DeValue::Table(binnen) => Inhoud::Tabel(tabel(plaats, binnen)),
    }
}
