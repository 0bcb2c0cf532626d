//! What the rules know: toewijzing, start, stop and prestatie per (domein, gemeente, aanbieder), and the plain data that
//! crosses the seam to the store: read set, rows, change set.
//!
//! Nothing here reads a clock, a file or the network. A decision is a pure function: rows in, [`ChangeSet`] out.

mod clientsleutel;
mod kennis;
mod poort;
mod record;
mod seam;
mod sleutel;
mod snel;
mod terugblik;
mod terugdraaien;
mod toewijzing;
mod verbruik;
mod voorraad;

pub use clientsleutel::{ClientSleutel, Sleutelhasher};
pub use kennis::{Kennis, Leesplan, Nieuw, bericht_key, prestaties_prefix};
pub use poort::{
    Deur, EerderFeit, OntvangstId, OntvangstRecord, PostvakItem, Richting, Stand, VspNummers, WachtFeit, Zending,
    eerder_key, ontvangst_key,
};
pub use record::{
    AntwoordFeit, BerichtRecord, ClientFeit, DeclaratieFeit, EigenNummer, Honorering, IdentificatieFeit, Lading,
    NummerFeit, PrestatieFeit, Record, ReferentieFeit, RetourRecord, StandFeit, StartFeit, StopFeit, Teruggenomen,
    Uitslag, VerwijzingFeit, VerzoekFeit, VerzondenFeit,
};
pub use seam::{BerichtId, ChangeSet, Insert, OutboxItem, ReadResult, ReadSet, Row, Table, Update, Version};
pub use sleutel::Key;
pub use smol_str::SmolStr;
pub use snel::{Snelmap, Snelset};
pub use terugblik::{TERUGBLIK_TABELLEN, client_van, dossier_prefix, dossier_van, terugblik};
pub use toewijzing::{
    Toewijzing, ToewijzingVersie, bekend_bij, geldige_versie, geldige_versie_bij, geldige_versie_op, geldige_versies,
    geldige_versies_op,
};
pub use verbruik::{Boeking, DebetLijn, Lijnen, Verbruik, Verbruiken, Volumes};
pub use voorraad::{Voorraadclient, voorraad};
