//! One figure.

use rust_decimal::Decimal;
use serde::Serialize;

/// What a figure is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Eenheid {
    /// Euro, two decimals.
    Euro,
    /// A share; 1 is all.
    Deel,
    /// Days.
    Dagen,
    /// Hours.
    Uren,
    /// A count.
    Aantal,
}

/// One figure with what it was made of, flat, so that a table of them is a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cijfer {
    /// Kind, e.g. `uitnutting`.
    pub kpi: &'static str,
    /// Wettelijk domein.
    pub domein: &'static str,
    /// CBS code.
    pub gemeente: String,
    /// AGB code.
    pub aanbieder: String,
    /// ProductCategorie; none for the dossier as a whole.
    pub categorie: Option<String>,
    /// ProductCode; none for the dossier as a whole, and for toewijzingen without one.
    pub product: Option<String>,
    /// What was counted; money in eurocent.
    pub teller: i64,
    /// Out of, or divided by, how many.
    pub noemer: i64,
    /// The figure, rounded half up to two decimals, a share to four; none when there is nothing to divide by.
    pub waarde: Option<Decimal>,
    /// What it is in.
    pub eenheid: Eenheid,
    /// The limit of a contract that it is compared with.
    pub grens: Option<String>,
    /// How it stands against that: `binnen`, `waarschuwing`, `onder` or `boven`.
    pub stand: Option<&'static str>,
    /// The fact in the contract.
    pub feit: Option<String>,
}
