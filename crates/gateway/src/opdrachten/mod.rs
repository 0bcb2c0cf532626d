//! One file per command.

mod check_config;
mod codelijst;
mod contract;
mod contract_args;
mod contract_rijen;
mod genereer;
mod inzage;
mod overzicht;
mod process;
mod reden;
mod regels;
mod release;
mod token;
mod uitgaand;
mod validate;
mod vastgelopen;
mod voorraad;
mod waarom;
mod watals;

pub use check_config::check_config;
pub use codelijst::codelijst;
pub use contract::contract;
pub use contract_args::ContractArgs;
pub use genereer::genereer;
pub use overzicht::{export, kpi};
pub use process::{Dossieropslag, heeft_store, process};
pub use regels::regels;
pub use release::release;
pub use token::token;
pub use uitgaand::uitgaand;
pub use validate::validate;
pub use vastgelopen::vastgelopen;
pub use waarom::waarom;
pub use watals::watals;
