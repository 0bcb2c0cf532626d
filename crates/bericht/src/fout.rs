//! When a message cannot be read although its schema allowed it, or a retour cannot be written.

use thiserror::Error;

/// Errors of this crate. Paths hold element names only, never values.
#[derive(Debug, Error)]
pub enum BerichtFout {
    /// A schema set could not be loaded.
    #[error("the schemas cannot be loaded")]
    Schema(#[from] schema::SchemaError),
    /// A folder with schemas could not be read.
    #[error("cannot read the schema folder {folder}")]
    Folder {
        /// Folder as given.
        folder: String,
        /// Cause.
        source: std::io::Error,
    },
    /// A value that the schema allows and this crate does not understand.
    #[error("the value at {path} is not understood")]
    Waarde {
        /// Path of the element.
        path: String,
    },
    /// An element that this crate needs and the schema leaves out.
    #[error("{element} is missing below {path}")]
    Ontbreekt {
        /// Path of the parent.
        path: String,
        /// Local name.
        element: &'static str,
    },
    /// The retour of this message is not in the release.
    #[error("release {release} has no message {soort}")]
    GeenRetour {
        /// Release.
        release: String,
        /// Message number.
        soort: String,
    },
}
