//! Typed access to the messages of iWmo and iJw, and the writing of retours.
//!
//! Views read the tree that the validator's consumer built; they hold values, not XML. A message that passed level 1 can
//! always be read: [`BerichtFout`] means that a schema was loaded which allows what this crate does not understand.

pub mod catalogus;
mod client;
pub mod codelijst;
pub mod dagen;
mod datum;
mod declaratie;
mod declaratie_antwoord;
mod factuur;
mod fout;
mod header;
mod inhoud;
mod klasse;
pub mod knoop;
mod lezen;
mod partij;
pub mod retour;
mod schrijver;
mod soort;
mod startstop;
mod toewijzing;
mod verzoek;
mod waarde;
pub mod willekeurig;

pub use client::{Bsn, Client, Geboortedatum};
pub use datum::{Datum, Periode, datum, toon_datum};
pub use declaratie::{Declaratie, DeclaratieClient, Prestatie};
pub use declaratie_antwoord::DeclaratieAntwoord;
pub use factuur::{Factuur, FactuurClient, FactuurPrestatie, GEEN_NUMMER};
pub use fout::BerichtFout;
pub use header::{Header, HeaderGegevens, Identificatie, XsdVersie, header_gegevens};
pub use inhoud::{Bericht, Inhoud};
pub use klasse::{Klasse, klasse_van_pad};
pub use partij::{Domein, Dossier, Rol};
pub use soort::Soort;
pub use startstop::{StartBericht, StartProduct, StatusAanlevering, StopBericht, StopProduct};
pub use toewijzing::{Omvang, Product, ToegewezenProduct, ToewijzingBericht};
pub use verzoek::{
    AFGEWEZEN, AangevraagdProduct, Antwoord, IN_ONDERZOEK, NieuwProduct, OngewijzigdProduct, TeWijzigenProduct,
    VerzoekToewijzing, VerzoekWijziging,
};
pub use waarde::{Bedrag, DebetCredit, Eenheid, Frequentie, toon_euro, toon_getal};
