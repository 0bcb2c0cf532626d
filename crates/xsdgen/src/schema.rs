//! The facts of one standard in the form the schemas need.

use crate::feiten::{BerichtRij, CodeRij, ElementRij, LijstRij, Patroon, Release, TypeRij};

/// Rows that stand together under one name, in order. Never empty.
pub(crate) struct Groep<'f, R> {
    pub(crate) naam: &'f str,
    pub(crate) rijen: Vec<&'f R>,
}

/// A complex type with its elements.
pub(crate) type Klasse<'f> = Groep<'f, ElementRij>;

/// A simple type with the codes it allows; no codes means no enumeration.
pub(crate) struct Enkelvoudig<'f> {
    pub(crate) rij: &'f TypeRij,
    pub(crate) codes: Vec<&'f CodeRij>,
}

/// A message with its own complex types.
pub(crate) struct Bericht<'f> {
    pub(crate) rij: &'f BerichtRij,
    pub(crate) klassen: Vec<Klasse<'f>>,
}

/// Everything in the schemas of one standard.
pub(crate) struct Schemaset<'f> {
    pub(crate) release: &'f Release,
    pub(crate) samengesteld: Vec<Klasse<'f>>,
    pub(crate) enkelvoudig: Vec<Enkelvoudig<'f>>,
    pub(crate) berichten: Vec<Bericht<'f>>,
    pub(crate) lijsten: Vec<&'f LijstRij>,
}

impl Schemaset<'_> {
    /// Folder of the standard inside the XSD folder.
    pub(crate) fn map(&self) -> String {
        format!("{}-{}", self.release.standaard.naam(), self.release_nummer())
    }

    /// The release as written in a schema, such as `3.2`.
    pub(crate) fn release_nummer(&self) -> String {
        format!("{}.{}", self.release.versie, self.release.subversie)
    }

    /// Namespace of the basisschema or of a message.
    pub(crate) fn naamruimte(&self, naam: &str) -> String {
        self.release.naamruimte.replace("{naam}", naam)
    }

    /// Namespace prefix and schema name of a message, such as `jw305`.
    pub(crate) fn prefix(&self, bericht: &Bericht<'_>) -> String {
        format!("{}{}", self.release.berichtprefix, bericht.rij.nummer)
    }

    /// File name of a message's schema, such as `JW305.xsd`.
    pub(crate) fn bestand(&self, bericht: &Bericht<'_>) -> String {
        format!("{}{}.xsd", self.release.bestandsprefix, bericht.rij.nummer)
    }

    /// The pattern of a local restriction, with the facts of the message filled in.
    pub(crate) fn pattern(&self, bericht: Option<&Bericht<'_>>, patroon: &Patroon) -> String {
        match (patroon, bericht) {
            (Patroon::Berichtcode, Some(bericht)) => bericht.rij.berichtcode.clone(),
            // Reading gives the basisschema fixed patterns only.
            (Patroon::Berichtcode, None) => String::new(),
            (Patroon::Versie, _) => self.release.versie.to_string(),
            (Patroon::Subversie, _) => self.release.subversie.to_string(),
            (Patroon::Vast(pattern), _) => pattern.clone(),
        }
    }
}
