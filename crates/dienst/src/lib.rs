//! The daemon: from drop to delivered retour.
//!
//! [`ontvangst`] takes a message in through any door and gives a receipt once it is on disk. [`verwerking`] judges what
//! waits and commits message, dossier change, verdict, retour, delivery and mailbox entries as one. [`bezorging`] empties
//! the outbox; [`http`], [`push`] and [`mappen`] are the faces to others. [`poort::Poort`] is what they share.
//!
//! The rules below read no clock; here is where moments and random numbers are made.

pub mod beheer;
mod beheerlog;
pub mod bezorging;
mod controle;
mod fout;
pub mod http;
mod intrekken;
mod klok;
pub mod mappen;
mod meting;
pub mod ontvangst;
pub mod partijen;
pub mod poort;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod proef;
pub mod push;
mod ruimte;
pub mod token;
pub mod verwerking;
mod verzenden;
mod wachtrij;
pub mod weergave;
mod weigering;

pub use controle::Controle;
pub use fout::DienstFout;
pub use klok::{dag, nu_ms, tijdstip};
pub use meting::{Aangeboden, Afloop, Beoordeeld, Bezorgd, Meting};
pub use poort::{Poort, keten_van_oorzaken};
pub use weigering::{Uitleg, Weigering};
