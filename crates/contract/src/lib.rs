//! Contracts as code.
//!
//! A contract is one TOML file: parties and term, products, tariffs, how amounts follow, everything else that was agreed,
//! and what a person must still decide. Reading has three steps, each a function without a clock, a file or the network:
//!
//! 1. [`controleer_tekst`] reads a text into a [`Contractbestand`] and lists what is wrong with it; it never fails.
//! 2. [`Contract::van`] keeps what is certain. What the file leaves open is kept apart as a [`Blokkade`].
//! 3. Rules ask [`Contracten`] for what holds between two parties on a day.

pub mod afronden;
mod antwoord;
pub mod bestand;
mod codelijst;
mod controle;
mod fout;
pub mod indexatie;
pub mod invoer;
mod laden;
mod lezen;
pub mod model;
pub mod regelsoort;
pub mod reken;
mod samenvatting;
mod schrijf;
mod tarief;
mod verschil;

pub use antwoord::{Aanvraag, Afwijsgrond, Grond, leeftijd};
pub use bestand::{Bevinding, Ernst, Gebrek};
pub use codelijst::Codelijst;
pub use fout::ContractFout;
pub use laden::{Gecontroleerd, controleer_met_lijst, controleer_pad, controleer_tekst, lees_map, lees_tekst};
pub use model::{Bedragwijze, Contractbestand};
pub use samenvatting::{Samenvatting, Uit};
pub use schrijf::tariefblok;
pub use tarief::{Blokkade, Contract, Contracten, Prijs, Prijsafspraak, ProductRegel, TariefRegel, Uitvoering};
pub use verschil::{Verschil, verschillen};
