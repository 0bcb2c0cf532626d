//! The way of one message: bytes → level 1 → level 2 → header → body → verdict and retour → one commit.
//!
//! Each arrow is a function with one input and one output. [`controleer`] walks the first part without a store;
//! [`verwerk`] walks it all; [`verzend`] stops after level 2 and books what goes to a party elsewhere. The decision itself
//! ([`besluit`]) is pure: message, knowledge, contracts, code lists and reference date go in; verdict, retour bytes and
//! change set come out.

mod antwoord;
mod besluit;
mod controle;
mod fout;
mod melding;
mod niveau1;
mod nummer;
mod strekking;
mod terugtrekken;
mod verwerken;
mod verzenden;
mod volgnummer;
mod voorcontrole;
mod waarom;

pub use besluit::{Besluit, IN_RIJ, RETOUR_MAX, Retour, besluit};
pub use controle::{Controle, controleer, controleer_stroom, onbegrepen};
pub use fout::PipelineFout;
pub use melding::{Melding, Oordeel, Regeluitleg, Signaalregel, Toegekend, Toets, Uitkomst};
pub use niveau1::{Gelezen, Keten, Omgezet, lees};
pub use nummer::sha256_hex;
pub use terugtrekken::trek_terug;
pub use verwerken::{
    Beslist, Bijvoegen, Opdracht, Verwerkt, bericht_record, haal, lees_oordeel, proef, verwerk, verwerk_met,
};
pub use verzenden::{Verzonden, proef_verzenden, verzend, verzend_na_voorcontrole};
pub use volgnummer::volgnummer;
pub use voorcontrole::voorcontrole;
pub use waarom::{waarom, waarom_bevindingen};
