//! The manifest of a release: a small TOML file beside its XSDs that says what the schemas do not.
//!
//! It is optional: a folder with schemas alone is loaded from what their appinfo says. When it is there, everything in it
//! must agree with the schemas, so that nobody reads one thing and gets another.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::SchemaError;
use crate::load::SchemaFile;
use crate::model::{Message, Release, Type};

/// File name of the manifest.
pub const MANIFEST: &str = "release.toml";

/// What a manifest says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `iwmo` or `ijw`.
    #[serde(rename = "standaard")]
    pub standard: String,
    /// Release such as `3.2`.
    pub release: String,
    /// First day of use, `JJJJ-MM-DD`; absent when not known.
    #[serde(rename = "geldig_van")]
    pub valid_from: Option<String>,
    /// Last day of use, `JJJJ-MM-DD`; absent while in use.
    #[serde(rename = "geldig_tot")]
    pub valid_until: Option<String>,
    /// XsdVersie of basisschema and messages, as written on retours (IV034); absent leaves what the appinfo says. No rule
    /// compares it with the XsdVersie of a message.
    #[serde(rename = "xsd_versie")]
    pub xsd_version: Option<String>,
    /// Messages.
    #[serde(default, rename = "bericht")]
    pub messages: Vec<ManifestMessage>,
    /// Published code list behind a simple type of the basisschema, by the name of the type.
    #[serde(default, rename = "codelijsten")]
    pub code_lists: BTreeMap<String, String>,
}

/// A message in a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestMessage {
    /// Message number, e.g. `303`.
    #[serde(rename = "nummer")]
    pub code: String,
    /// BerichtCodes: one, or two where a declaratie and a factuur share a message.
    pub codes: Vec<String>,
    /// File with its schema.
    pub schema: String,
    /// Number of the message that answers it.
    pub retour: Option<String>,
}

impl Manifest {
    /// Reads the manifest among the files of a folder, when there is one.
    pub(crate) fn find(files: &[SchemaFile]) -> Result<Option<Self>, SchemaError> {
        files.iter().find(|file| file.name == MANIFEST).map(Self::read).transpose()
    }

    fn read(file: &SchemaFile) -> Result<Self, SchemaError> {
        toml::from_str(&file.text).map_err(|error| {
            let before = error.span().and_then(|span| file.text.get(..span.start)).unwrap_or_default();
            let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
            SchemaError::Invalid { file: file.name.clone(), line, reason: error.message().to_owned() }
        })
    }

    /// What in the manifest does not agree with the schemas beside it.
    pub(crate) fn check(&self, release: &Release, files: &[SchemaFile]) -> Vec<SchemaError> {
        let text = files.iter().find(|file| file.name == MANIFEST).map_or("", |file| file.text.as_str());
        let mut errors = Vec::new();
        let mut say = |mark: &str, reason: String| {
            let line = text.lines().position(|line| line.contains(mark)).map_or(1, |at| at + 1);
            errors.push(SchemaError::Invalid { file: MANIFEST.to_owned(), line, reason });
        };
        if (self.standard.as_str(), self.release.as_str()) != (&release.standard, &release.release) {
            let reason = format!("the schemas are those of {} {}", release.standard, release.release);
            say("standaard", reason);
        }
        for (key, day) in [("geldig_van", &self.valid_from), ("geldig_tot", &self.valid_until)] {
            if day.as_ref().is_some_and(|day| !crate::simple::is_plain_date(day)) {
                say(key, format!("{key} is not a date such as 2026-01-31"));
            }
        }
        if matches!((&self.valid_from, &self.valid_until), (Some(from), Some(until)) if until < from) {
            say("geldig_tot", "geldig_tot is before geldig_van".to_owned());
        }
        for message in &self.messages {
            let mark = format!("nummer = \"{}\"", message.code);
            for reason in self.message_faults(message, release, files) {
                say(&mark, reason);
            }
        }
        for message in &release.messages {
            if !self.messages.iter().any(|m| m.code == message.code) {
                say("bericht", format!("message {} has a schema and is not in the manifest", message.code));
            }
        }
        for (name, list) in &self.code_lists {
            if !matches!(release.base_type(name).and_then(|id| release.simple(id)), Some(ty) if !ty.enumeration.is_empty())
            {
                say(name, format!("{name} ({list}) is no type with an enumeration in the basisschema"));
            }
        }
        errors
    }

    fn message_faults(&self, message: &ManifestMessage, release: &Release, files: &[SchemaFile]) -> Vec<String> {
        let code = &message.code;
        let mut faults = Vec::new();
        if !files.iter().any(|file| file.name == message.schema) {
            faults.push(format!("the schema {} of message {code} is not in the folder", message.schema));
        }
        if self.messages.iter().filter(|other| other.code == *code).count() > 1 {
            faults.push(format!("message {code} stands twice in the manifest"));
        }
        let Some(known) = release.message(code) else {
            faults.push(format!("message {code} has no schema"));
            return faults;
        };
        for value in &message.codes {
            if !release.accepts_header(known, [Some(value), None, None]) {
                faults.push(format!("the schema of message {code} does not allow BerichtCode {value}"));
            }
        }
        if let Some(retour) = message.retour.as_ref().filter(|retour| release.message(retour).is_none()) {
            faults.push(format!("the retour {retour} of message {code} has no schema"));
        }
        faults
    }

    /// Whether a day (`JJJJ-MM-DD`) lies in the period of use, as far as that is known.
    pub fn in_use_on(&self, day: &str) -> bool {
        self.valid_from.as_deref().is_none_or(|from| from <= day)
            && self.valid_until.as_deref().is_none_or(|until| day <= until)
    }
}

impl Release {
    /// A type of the basisschema by name.
    pub fn base_type(&self, name: &str) -> Option<crate::model::TypeId> {
        self.named.get(&(self.base_namespace.as_str().into(), name.into())).copied()
    }

    /// Named types of the basisschema, in order of name.
    pub fn base_types(&self) -> Vec<(&str, &Type)> {
        let own = self.named.iter().filter(|((namespace, _), _)| **namespace == *self.base_namespace);
        let mut types: Vec<(&str, &Type)> =
            own.filter_map(|((_, name), id)| Some((&**name, self.type_of(*id)?))).collect();
        types.sort_unstable_by_key(|(name, _)| *name);
        types
    }

    /// Whether a message allows these values of BerichtCode, BerichtVersie and BerichtSubversie; `None` is not judged.
    pub fn accepts_header(&self, message: &Message, values: [Option<&str>; 3]) -> bool {
        ["BerichtCode", "BerichtVersie", "BerichtSubversie"].into_iter().zip(values).all(|(element, value)| {
            let Some(value) = value else { return true };
            let ty = self.child_type(message.root.ty, "Header").and_then(|header| self.child_type(header, element));
            ty.and_then(|ty| self.simple(ty)).is_some_and(|ty| ty.check(value).is_none())
        })
    }

    /// Type of a child element by local name.
    pub fn child_type(&self, parent: crate::model::TypeId, local: &str) -> Option<crate::model::TypeId> {
        self.complex(parent)?.particles.iter().find(|p| self.names.local(p.name) == local).map(|p| p.ty)
    }

    /// Whether a message has an element at a dotted path, e.g. `StartProduct.Product.Code`; the first step may stand
    /// anywhere in the message.
    pub fn has_path(&self, message: &Message, path: &str) -> bool {
        let mut steps = path.split('.');
        let Some(first) = steps.next() else { return false };
        let rest: Vec<&str> = steps.collect();
        let mut todo = vec![(message.root.ty, 0)];
        while let Some((ty, depth)) = todo.pop() {
            // No schema of the standard is this deep; a type that holds itself ends here.
            let Some(complex) = self.complex(ty).filter(|_| depth < 16) else { continue };
            for particle in &complex.particles {
                let here = self.names.local(particle.name) == first;
                if here && rest.iter().try_fold(particle.ty, |ty, step| self.child_type(ty, step)).is_some() {
                    return true;
                }
                todo.push((particle.ty, depth + 1));
            }
        }
        false
    }
}
