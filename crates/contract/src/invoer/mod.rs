//! Import of a tariff table: cells from CSV or from a spreadsheet, columns by their heading, faults with their row.

mod csv;
mod rijen;
mod werkblad;

use thiserror::Error;

pub use self::csv::uit_csv;
pub use rijen::{Aanvulling, Celfout, tarieven};
pub use werkblad::uit_werkblad;

/// Cells as texts, with the row number that people see; empty rows are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cellen(pub Vec<(usize, Vec<String>)>);

/// Most rows that are read; a tariff table has hundreds.
pub(crate) const MEESTE_RIJEN: usize = 100_000;

/// A table that cannot be read at all.
#[derive(Debug, Error)]
pub enum InvoerFout {
    /// The bytes are no spreadsheet that the library knows.
    #[error("this is no spreadsheet that can be read")]
    Werkblad(#[source] calamine::Error),
    /// The bytes are no CSV.
    #[error("this is no CSV that can be read")]
    Csv(#[source] ::csv::Error),
    /// There is no sheet with the name.
    #[error("there is no sheet {0}; there is {1}")]
    GeenBlad(String, String),
    /// The table is larger than any tariff table.
    #[error("the table has more than {MEESTE_RIJEN} rows")]
    TeGroot,
}
