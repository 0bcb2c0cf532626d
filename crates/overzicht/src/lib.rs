//! What stored traffic comes to. Pure but for the store that is read: no clock, no files, no network, and nothing is
//! written.
//!
//! [`kpi`] counts indicators over a period, [`lijst`] gives rows for others to work with, [`watals`] judges stored traffic
//! again under other contracts. A client is its keyed hash throughout; [`Bsnlijst`] is the one way back.

mod afspraken;
mod bsn;
mod fout;
pub mod kpi;
pub mod lijst;
mod lopen;
mod netto;
mod tijdvak;
pub mod watals;

pub use bsn::Bsnlijst;
pub use fout::OverzichtFout;
pub use tijdvak::tijdvak;
