//! What every rule file needs.

pub use bericht::Soort::{S301, S303, S305, S307, S315, S317, S319, S323, S325};
pub use bericht::{
    Bericht, DebetCredit, Eenheid, Factuur, FactuurPrestatie, Prestatie, toon_datum, toon_euro, toon_getal,
};

pub use crate::melding::Meldingen;
pub use crate::moment::{
    AangevraagdToets, AntwoordToets, ClientToets, DeclaratieToets, KopToets, Moment, OpToewijzing, PrestatieToets,
    StartToets, StopToets, ToegewezenToets, VerzoekAntwoordToets, VerzoekToets,
};
pub use crate::regel::{Regel, Standaarden};
pub use crate::spoor::{Moet, Spoor, Waarde, code, euro, gegeven, gevuld, op_versie, vergelijk};
