//! The way of one message: bytes → level 1 → level 2 → header → body → verdict and retour → one commit.
//!
//! Each arrow is a function with one input and one output. [`controleer`] walks the first part without a store;
//! [`verwerk`] walks it all. The decision itself ([`besluit`]) is pure: message, knowledge, contracts, code lists and
//! reference date go in; verdict, retour bytes and change set come out.

mod besluit;
mod controle;
mod fout;
mod melding;
mod niveau1;
mod nummer;
mod strekking;
mod verwerken;

pub use besluit::{Besluit, Retour, besluit};
pub use controle::{Controle, controleer, controleer_stroom};
pub use fout::PipelineFout;
pub use melding::{Melding, Oordeel, Signaalregel, Uitkomst};
pub use niveau1::{Gelezen, Keten, Omgezet, lees};
pub use verwerken::{Opdracht, Verwerkt, verwerk};
