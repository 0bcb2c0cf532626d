//! The compiled tables of one release, and the set of releases that are live together.

use std::collections::HashMap;

use crate::manifest::Manifest;
use crate::names::{NameId, Names};
use crate::simple::SimpleType;

/// Number of a type within one release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TypeId(pub(crate) u32);

/// A simple or a complex type.
#[derive(Debug)]
pub enum Type {
    /// Text only.
    Simple(SimpleType),
    /// Child elements only; no message of the standard has attributes or mixed content.
    Complex(ComplexType),
}

/// A sequence of elements.
#[derive(Debug, Default)]
pub struct ComplexType {
    /// Name as declared; `None` when anonymous.
    pub name: Option<Box<str>>,
    /// Elements in the order of the sequence.
    pub particles: Vec<Particle>,
}

/// One element of a sequence with its cardinality.
#[derive(Debug, Clone, Copy)]
pub struct Particle {
    /// Name of the element.
    pub name: NameId,
    /// Type of the element.
    pub ty: TypeId,
    /// Least number of occurrences.
    pub min: u32,
    /// Greatest number of occurrences; `None` for unbounded.
    pub max: Option<u32>,
}

/// A global element: the root of a message.
#[derive(Debug, Clone, Copy)]
pub struct ElementDecl {
    /// Name of the element.
    pub name: NameId,
    /// Type of the element.
    pub ty: TypeId,
}

/// One message of a release.
#[derive(Debug)]
pub struct Message {
    /// Message number without the letters, e.g. `323`.
    pub code: String,
    /// Target namespace.
    pub namespace: String,
    /// Root element.
    pub root: ElementDecl,
    /// `BasisschemaXsdVersie` and `BerichtXsdVersie` of the appinfo, when given (IV034).
    pub versions: Option<(String, String)>,
}

/// All messages of one release of one standard.
#[derive(Debug)]
pub struct Release {
    /// `iwmo` or `ijw`, from the appinfo.
    pub standard: String,
    /// Release such as `3.2`, from the appinfo.
    pub release: String,
    /// Element names.
    pub names: Names,
    /// Namespace of the basisschema, which the messages import.
    pub base_namespace: String,
    pub(crate) types: Vec<Type>,
    pub(crate) named: HashMap<(Box<str>, Box<str>), TypeId>,
    /// Messages in order of their code.
    pub messages: Vec<Message>,
    /// The manifest beside the schemas, when there is one.
    pub manifest: Option<Manifest>,
    /// Gives the short label of a code of a published list, for explanations only; the lists themselves are no schema.
    pub label: fn(list: &str, code: &str) -> Option<&'static str>,
}

impl Release {
    /// A type by number; `None` for a number of another release.
    pub fn type_of(&self, id: TypeId) -> Option<&Type> {
        self.types.get(id.0 as usize)
    }

    /// The simple type behind a number.
    pub fn simple(&self, id: TypeId) -> Option<&SimpleType> {
        match self.type_of(id)? {
            Type::Simple(simple) => Some(simple),
            Type::Complex(_) => None,
        }
    }

    /// The complex type behind a number.
    pub fn complex(&self, id: TypeId) -> Option<&ComplexType> {
        match self.type_of(id)? {
            Type::Complex(complex) => Some(complex),
            Type::Simple(_) => None,
        }
    }

    /// A message by its number, e.g. `323`.
    pub fn message(&self, code: &str) -> Option<&Message> {
        self.messages.iter().find(|m| m.code == code)
    }

    /// Whether `candidate` may stand in for `declared` through `xsi:type`.
    pub(crate) fn derives_from(&self, candidate: TypeId, declared: TypeId) -> bool {
        candidate == declared || self.simple(candidate).is_some_and(|simple| simple.ancestors.contains(&declared))
    }
}

/// The releases that are live together; the namespace of the root element chooses.
#[derive(Debug, Default)]
pub struct SchemaSet {
    releases: Vec<Release>,
}

impl SchemaSet {
    /// Adds a loaded release.
    pub fn add(&mut self, release: Release) {
        self.releases.push(release);
    }

    /// All releases.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// The release of a standard (`ijw`) and version (`3.2`).
    pub fn release(&self, standard: &str, release: &str) -> Option<&Release> {
        self.releases.iter().find(|r| r.standard == standard && r.release == release)
    }

    /// The message whose root element has this expanded name. When several releases share a namespace, the BerichtCode,
    /// BerichtVersie and BerichtSubversie in the header choose; `header` is only called then.
    pub fn find_root(
        &self,
        namespace: &str,
        local: &str,
        header: impl FnOnce() -> [Option<String>; 3],
    ) -> Option<(&Release, &Message)> {
        let mut candidates = self.releases.iter().filter_map(|release| {
            let message = release.messages.iter().find(|m| m.namespace == namespace)?;
            (release.names.local(message.root.name) == local).then_some((release, message))
        });
        let first = candidates.next()?;
        let others: Vec<_> = candidates.collect();
        if others.is_empty() {
            return Some(first);
        }
        let values = header();
        let fits = |(release, message): &(&Release, &Message)| {
            release.accepts_header(message, values.each_ref().map(Option::as_deref))
        };
        // When none fits, the first says what is wrong with the header.
        Some(std::iter::once(first).chain(others).find(fits).unwrap_or(first))
    }
}
