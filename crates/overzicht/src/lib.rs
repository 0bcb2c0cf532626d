//! What stored traffic comes to. Pure but for the store that is read: no clock, no files, no network, and nothing is
//! written.
//!
//! [`watals`] judges stored traffic again under other contracts.

mod fout;
mod lopen;
pub mod watals;

pub use fout::OverzichtFout;
