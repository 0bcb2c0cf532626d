//! One file per command.

mod check_config;
mod codelijst;
mod genereer;
mod process;
mod regels;
mod release;
mod validate;

pub use check_config::check_config;
pub use codelijst::codelijst;
pub use genereer::genereer;
pub use process::{Dossieropslag, Verwerker, process};
pub use regels::regels;
pub use release::release;
pub use validate::validate;
