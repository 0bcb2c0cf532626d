//! The standard's rules: one rule, one small file.
//!
//! A rule is a [`Regel`]: its id, level, retourcode and messages, an explanation for people (`uitleg`) and the moments it
//! listens to. The engines in [`beoordeling`] walk over a message and call the rules that listen; they know no rule by
//! name. Everything is pure: message, knowledge, contracts, code lists and reference date go in, findings come out.

mod bedragsom;
pub mod beoordeling;
pub mod contractsignaal;
mod factuurbedrag;
mod gemeenten;
mod melding;
mod moment;
mod prelude;
mod regel;
mod regels;
mod register;
pub mod reken;
mod retourcode;
pub mod spoor;
mod stapelindex;
mod tabel;
pub mod termijn;
mod toepassing;
pub mod werkdag;

pub use gemeenten::{Gemeenten, GemeentenFout};
pub use melding::{Akkoord, Bevinding, Contractgrond, Meldingen, Signaal};
pub use moment::{
    AangevraagdToets, AntwoordToets, ClientToets, DeclaratieToets, KopToets, Moment, Omgeving, OpToewijzing,
    PrestatieToets, StartToets, StopToets, ToegewezenToets, VerzoekAntwoordToets, VerzoekToets,
};
pub use regel::{Regel, Standaarden};
pub use regels::{FACTUURREGELS, REGELS, alle_regels};
pub use retourcode::{Retourcode, betekenis, retourcodes};
pub use spoor::Spoor;
pub use tabel::{Regelfeit, niet_getoetst, regeltabel};
pub use toepassing::{REGELRELEASE, regels_voor};
