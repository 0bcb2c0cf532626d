//! What can go wrong, with the place in the tables.

use std::fmt;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// A line of a table; the header is line 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plek {
    /// The table.
    pub bestand: PathBuf,
    /// The line, counted from 1.
    pub regel: usize,
}

impl fmt::Display for Plek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.bestand.display(), self.regel)
    }
}

/// Every error of the generator. The first `Plek` is the line to look at.
#[derive(Debug, Error)]
pub enum Fout {
    /// A table or folder cannot be read.
    #[error("cannot read {}", pad.display())]
    Lezen {
        /// The file or folder.
        pad: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The folder of tables has no folder of a release.
    #[error("{}: no folder with tables of a release", map.display())]
    GeenTabellen {
        /// The folder.
        map: PathBuf,
    },
    /// A schema cannot be written.
    #[error("cannot write {}", pad.display())]
    Schrijven {
        /// The file.
        pad: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A table has no rows below its header.
    #[error("{}: the table has no rows", bestand.display())]
    Leeg {
        /// The table.
        bestand: PathBuf,
    },
    /// The header has a column this table does not know.
    #[error("{plek}: unknown column \"{kolom}\"; the columns are: {kolommen}")]
    OnbekendeKolom {
        /// The header line.
        plek: Plek,
        /// The column found.
        kolom: String,
        /// The columns expected.
        kolommen: String,
    },
    /// The header lacks a column, repeats one or has them in another order.
    #[error("{plek}: the columns must be, in this order: {kolommen}")]
    Kop {
        /// The header line.
        plek: Plek,
        /// The columns expected.
        kolommen: String,
    },
    /// A row has too few or too many cells.
    #[error("{plek}: {gevonden} cells where the header has {verwacht} columns")]
    AantalCellen {
        /// The row.
        plek: Plek,
        /// The number of columns.
        verwacht: usize,
        /// The number of cells found.
        gevonden: usize,
    },
    /// A cell has a value its column does not allow.
    #[error("{plek}: column {kolom}: \"{waarde}\" is not {verwacht}")]
    Waarde {
        /// The row.
        plek: Plek,
        /// The column.
        kolom: &'static str,
        /// The value found.
        waarde: String,
        /// What the column allows.
        verwacht: &'static str,
    },
    /// Two rows say something about the same thing.
    #[error("{plek}: double row for {naam} in {standaard}, first on line {eerder}")]
    Dubbel {
        /// The later row.
        plek: Plek,
        /// The line of the earlier row.
        eerder: usize,
        /// What both rows describe.
        naam: String,
        /// The standard in which both hold.
        standaard: &'static str,
    },
    /// The rows of one klasse or list do not stand together, so their order would be unclear.
    #[error("{plek}: the rows of {naam} must stand together; others end on line {eerder}")]
    Verspreid {
        /// The row that stands apart.
        plek: Plek,
        /// The last line of the earlier group.
        eerder: usize,
        /// The klasse or list.
        naam: String,
    },
    /// A row names something that no row defines for the standard.
    #[error("{plek}: unknown {soort} {naam} in {standaard}")]
    Onbekend {
        /// The row with the reference.
        plek: Plek,
        /// What kind of thing is named.
        soort: &'static str,
        /// The name.
        naam: String,
        /// The standard in which the definition is missing.
        standaard: &'static str,
    },
    /// A row defines something that cannot occur in any message of the standard.
    #[error("{plek}: {soort} {naam} is not used in {standaard}")]
    Ongebruikt {
        /// The row with the definition.
        plek: Plek,
        /// What kind of thing is defined.
        soort: &'static str,
        /// The name.
        naam: String,
        /// The standard in which nothing refers to it.
        standaard: &'static str,
    },
}
