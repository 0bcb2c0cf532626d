//! What can be wrong with a schema folder. Faults in messages are findings, not errors.

use thiserror::Error;

/// A schema that cannot be used, always with the file and, where there is one, the line.
#[derive(Debug, Error)]
pub enum SchemaError {
    /// The XSD is not well-formed XML.
    #[error("{file}:{line}: not well-formed")]
    NotXml {
        /// File name as given by the caller.
        file: String,
        /// One-based line.
        line: usize,
        /// What the tokenizer said.
        source: quick_xml::Error,
    },
    /// A construct outside the subset that is supported; never half-understood.
    #[error("{file}:{line}: {construct} is not supported")]
    Unsupported {
        /// File name.
        file: String,
        /// One-based line.
        line: usize,
        /// The construct, e.g. `xs:choice` or a facet.
        construct: String,
    },
    /// A construct that is known but wrong here: a missing attribute, an unknown type, a double name.
    #[error("{file}:{line}: {reason}")]
    Invalid {
        /// File name.
        file: String,
        /// One-based line.
        line: usize,
        /// What is wrong, lower case.
        reason: String,
    },
    /// The pattern facet cannot be compiled.
    #[error("{file}:{line}: pattern cannot be compiled")]
    Pattern {
        /// File name.
        file: String,
        /// One-based line.
        line: usize,
        /// The engine's reason.
        source: Box<regex::Error>,
    },
    /// The folder as a whole lacks something.
    #[error("{folder}: {reason}")]
    Folder {
        /// Folder name as given by the caller.
        folder: String,
        /// What is missing, lower case.
        reason: String,
    },
}
