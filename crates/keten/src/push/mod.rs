//! VSP Push V1: both halves of the call `POST` [`crate::vsp::PAD`], multipart/form-data with the parts
//! `berichtMetadata` (application/json) and `payload` (application/octet-stream).

mod antwoord;
mod ontvang;
mod verstuur;
mod voortgang;

pub use antwoord::Poging;
pub use ontvang::{Grenzen, Weigering, ontvang, ontvang_delen};
pub use verstuur::{ClientFout, ClientInstellingen, PushClient};
