//! One file per command.

mod check_config;
mod genereer;
mod process;
mod regels;
mod token;
mod uitgaand;
mod validate;
mod voorraad;
mod waarom;

pub use check_config::check_config;
pub use genereer::genereer;
pub use process::{Dossieropslag, process};
pub use regels::regels;
pub use token::token;
pub use uitgaand::uitgaand;
pub use validate::validate;
pub use waarom::waarom;
