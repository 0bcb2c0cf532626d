//! Indicators over a period, from rows that pass by one at a time: per dossier, and per product within it.
//!
//! What is kept in memory is a counter per toewijzing and per client, never a Prestatie.

mod tellen;
mod uitkomst;

use bericht::{Datum, Dossier, Periode};
use contract::Contracten;
use dossier::{Key, Record, Table, client_van};
use opslag::Store;

use crate::afspraken::Dossierafspraken;
use crate::fout::OverzichtFout;
use crate::lopen::loop_af;
use tellen::Telling;
pub use uitkomst::{Cijfer, Eenheid};

/// What is asked.
pub struct Vraag<'v> {
    /// The stored traffic; only read.
    pub store: &'v dyn Store,
    /// Contracts for limits and norms; none is fine.
    pub contracten: &'v Contracten,
    /// Month or year. A Prestatie counts by the first day of its ProductPeriode, a start by its Begindatum, an end by its
    /// Einddatum.
    pub periode: Periode,
    /// Day up to which the period has passed; what is counted in proportion is counted up to here.
    pub dag: Datum,
    /// Which dossiers count.
    pub mag: &'v dyn Fn(&Dossier) -> bool,
}

impl std::fmt::Debug for Vraag<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vraag {{ periode: {:?}, dag: {} }}", self.periode, self.dag)
    }
}

/// All figures, in order of dossier, product and kind.
pub fn kpi(vraag: &Vraag<'_>) -> Result<Vec<Cijfer>, OverzichtFout> {
    let mut telling = Telling::nieuw(vraag.periode, vraag.dag);
    let afspraken = |dossier: &Dossier| Dossierafspraken::van(vraag.contracten, dossier, vraag.periode, vraag.dag);
    // Clients first: a Prestatie says little without its toewijzing.
    loop_af(vraag.store, Table::Client, &Key::new(), |row| {
        let Record::Client(feit) = row.record else { return Ok(()) };
        let Some(dossier) = telling.dossier(&row.key, Table::Client, vraag.mag, &afspraken)? else { return Ok(()) };
        if let Some(client) = client_van(&row.key).map(|client| client.number()) {
            telling.client(dossier, client, &feit);
        }
        Ok(())
    })?;
    loop_af(vraag.store, Table::Prestatie, &Key::new(), |row| {
        let Record::Prestatie(feit) = row.record else { return Ok(()) };
        if let Some(dossier) = telling.dossier(&row.key, Table::Prestatie, vraag.mag, &afspraken)? {
            telling.prestatie(dossier, &feit);
        }
        Ok(())
    })?;
    Ok(telling.cijfers())
}
