//! The keten's other side: an endpoint that takes in VSP Push V1 over mutual TLS, checks it strictly, keeps a ledger of
//! every request, and fails on command. A real server on a real socket, for tests and demos; no one should run it where
//! real messages go. Source: transport.md 5.

mod beheer;
mod bewaren;
mod dienst;
mod fout;
pub mod fouten;
mod inhoud;
mod ledger;
pub mod pki;
mod simulator;
mod staat;
pub mod verstuur;

pub use fout::SimulatorFout;
pub use ledger::{Ledgerregel, Ontvangen};
pub use simulator::{Opties, Simulator, TlsBron};
pub use staat::BijHerhaling;
