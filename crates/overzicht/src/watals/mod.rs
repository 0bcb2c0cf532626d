//! What if: the same messages under other contracts, line by line. Nothing is sent and nothing is stored.

mod lijn;
mod terug;
mod totaal;

pub use lijn::{Kant, Klasse, Lijn, Over, vergelijk};
pub use terug::{Vraag, watals};
pub use totaal::{Stand, Totalen};
