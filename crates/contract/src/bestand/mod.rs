//! From text to values with places, and the findings about them.

pub mod boom;
mod sectie;
mod verslag;

pub use sectie::{Sectie, WETTEN, eenheid, kort};
pub use verslag::{Bevinding, Ernst, Gebrek, Verslag};
