//! Weeks, volumes and rounding. Integers only.

mod afronden;
mod tijd;
mod tonen;
mod volume;

pub use afronden::{bedrag_minuten, bedrag_zonder_contract, deel_afgerond, tarief_per_minuut};
pub use tijd::{dagen, eerste_van_maand, laatste_van_maand, maanden, weken, zondagen};
pub use tonen::{toon_telling, toon_volume};
pub use volume::{Maximum, eenheid_past, in_teleenheid, maximum_periode, maximum_termijn, verbruikt};
