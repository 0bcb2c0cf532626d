//! What the rules know: toewijzing, start, stop and prestatie per (domein, gemeente, aanbieder), and the plain data that
//! crosses the seam to the store: read set, rows, change set.
//!
//! Nothing here reads a clock, a file or the network. A decision is a pure function: rows in, [`ChangeSet`] out.

mod clientsleutel;
mod kennis;
mod record;
mod seam;
mod sleutel;
mod toewijzing;
mod verbruik;
mod voorraad;

pub use clientsleutel::{ClientSleutel, Sleutelhasher};
pub use kennis::{Kennis, Leesplan, Nieuw, bericht_key};
pub use record::{
    BerichtRecord, ClientFeit, DeclaratieFeit, EigenNummer, IdentificatieFeit, Lading, NummerFeit, PrestatieFeit,
    Record, ReferentieFeit, RetourRecord, StandFeit, StartFeit, StopFeit, Uitslag, VerwijzingFeit, VerzoekFeit,
};
pub use seam::{BerichtId, ChangeSet, Insert, OutboxItem, ReadResult, ReadSet, Row, Table, Update, Version};
pub use sleutel::Key;
pub use toewijzing::{Toewijzing, ToewijzingVersie, bekend_bij, geldige_versie, geldige_versie_bij};
pub use verbruik::{DebetLijn, Verbruik};
pub use voorraad::{Voorraadclient, voorraad};
