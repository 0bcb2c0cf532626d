//! Contract facts that rules may use: product codes, units, tariffs.
//!
//! The file is the head of a contract as it will grow later: scope and tariffs. Everything a file may hold is checked when
//! it is loaded; an unknown key is an error that names it.

mod fout;
mod lezen;
mod tarief;

pub use fout::ContractFout;
pub use lezen::{lees_map, lees_tekst};
pub use tarief::{Contract, Contracten, TariefRegel, Uitvoering};
