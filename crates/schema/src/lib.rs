//! XSDs read at start and compiled to tables, and a streaming validator over them.
//!
//! Nothing of one release or message is written in code: a release is a folder of XSDs. The way of the bytes is
//! [`input`] (encoding) → [`validator`] (well-formedness, namespaces, order, cardinality, facets) → a [`Sink`], of which
//! [`tree::TreeBuilder`] is one. Faults in a message are [`Finding`]s in a list; only a schema that cannot be
//! understood is an error ([`SchemaError`]).

mod content;
mod describe;
pub mod diff;
mod error;
mod finding;
pub mod input;
mod load;
mod manifest;
mod model;
mod names;
mod namespaces;
mod pattern;
mod places;
mod reporter;
mod simple;
pub mod stream;
mod tag;
pub mod tree;
mod validator;
mod wellformed;
mod xmldom;

pub use describe::{amount as format_number, kind_of_characters, looks_like_bsn};
pub use error::SchemaError;
pub use finding::{Finding, Locator, Place, Source};
pub use load::{SchemaFile, check_release, load_release};
pub use manifest::{MANIFEST, Manifest, ManifestMessage};
pub use model::{ComplexType, ElementDecl, Message, Particle, Release, SchemaSet, Type, TypeId};
pub use names::{NameId, Names};
pub use pattern::Pattern;
pub use simple::{Base, SimpleType};
pub use validator::{Limits, NoSink, Report, Sink, Value, validate};
