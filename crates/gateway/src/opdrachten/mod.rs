//! One file per command.

mod check_config;
mod contract;
mod contract_args;
mod contract_rijen;
mod genereer;
mod process;
mod regels;
mod validate;

pub use check_config::check_config;
pub use contract::contract;
pub use contract_args::ContractArgs;
pub use genereer::genereer;
pub use process::{Dossieropslag, Verwerker, process};
pub use regels::regels;
pub use validate::validate;
