//! From XSD files to tables. The supported subset is what the iStandaarden use: schema, import, annotation, element,
//! complexType with one sequence, simpleType with one restriction and its facets. Anything else is refused by name.

use std::collections::HashMap;
use std::sync::Arc;

use crate::error::SchemaError;
use crate::manifest::{MANIFEST, Manifest};
use crate::model::{ComplexType, ElementDecl, Message, Particle, Release, Type, TypeId};
use crate::names::Names;
use crate::pattern::{Pattern, PatternError};
use crate::simple::{Base, SimpleType};
use crate::xmldom::{self, XS, XsdElement};

/// One XSD file: its name (for errors and `schemaLocation`) and its text.
#[derive(Debug, Clone)]
pub struct SchemaFile {
    /// File name without folder.
    pub name: String,
    /// Content.
    pub text: String,
}

/// Loads a release from its files: one without a global element (the basisschema), one per message, and a manifest when
/// there is one.
pub fn load_release(folder: &str, files: &[SchemaFile]) -> Result<Release, SchemaError> {
    check_release(folder, files).map_err(|mut errors| errors.swap_remove(0))
}

/// The same, with everything that is not understood instead of the first; never an empty list.
pub fn check_release(folder: &str, files: &[SchemaFile]) -> Result<Release, Vec<SchemaError>> {
    let mut errors = Vec::new();
    let mut documents = Vec::new();
    let manifest = Manifest::find(files).unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    for file in files.iter().filter(|file| file.name != MANIFEST) {
        match Document::read(file) {
            Ok(document) => documents.push(document),
            Err(error) => errors.push(error),
        }
    }
    let mut loader = Loader { errors, ..Loader::default() };
    for document in &documents {
        loader.declare(document);
    }
    for document in &documents {
        loader.define(document);
    }
    loader.resolve_simple();
    if !loader.errors.is_empty() {
        return Err(loader.errors);
    }
    let mut release = loader.finish(folder, &documents).map_err(|error| vec![error])?;
    if let Some(manifest) = manifest {
        let errors = manifest.check(&release, files);
        if !errors.is_empty() {
            return Err(errors);
        }
        if let Some(version) = &manifest.xsd_version {
            for message in &mut release.messages {
                message.versions = Some((version.clone(), version.clone()));
            }
        }
        release.manifest = Some(manifest);
    }
    Ok(release)
}

/// A parsed file with what its head says.
struct Document {
    file: String,
    target: String,
    root: XsdElement,
    appinfo: HashMap<String, String>,
}

impl Document {
    fn read(file: &SchemaFile) -> Result<Self, SchemaError> {
        let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
        let root = xmldom::parse(&file.name, text)?;
        if !root.is_xs("schema") {
            return Err(invalid(&file.name, &root, "the root element is not xs:schema"));
        }
        allowed(&file.name, &root, &["targetNamespace", "elementFormDefault", "version"])?;
        if root.attributes.get("elementFormDefault").map(String::as_str) != Some("qualified") {
            return Err(unsupported(&file.name, &root, "elementFormDefault other than qualified"));
        }
        let target = required(&file.name, &root, "targetNamespace")?.to_owned();
        let mut appinfo = HashMap::new();
        for annotation in root.children.iter().filter(|c| c.is_xs("annotation")) {
            for info in annotation.children.iter().filter(|c| c.is_xs("appinfo")) {
                for entry in &info.children {
                    appinfo.insert(entry.local.clone(), entry.text.trim().to_owned());
                }
            }
        }
        Ok(Self { file: file.name.clone(), target, root, appinfo })
    }
}

/// A simple type that still waits for its base to be resolved.
struct PendingSimple<'d> {
    id: TypeId,
    node: &'d XsdElement,
    document: &'d Document,
}

#[derive(Default)]
struct Loader<'d> {
    names: Names,
    types: Vec<Type>,
    named: HashMap<(Box<str>, Box<str>), TypeId>,
    pending: Vec<PendingSimple<'d>>,
    patterns: HashMap<String, Arc<Pattern>>,
    roots: Vec<(usize, ElementDecl)>,
    documents: usize,
    errors: Vec<SchemaError>,
}

impl<'d> Loader<'d> {
    /// First round: every named type gets its number, so that order in the file does not matter.
    fn declare(&mut self, document: &'d Document) {
        for child in &document.root.children {
            if let Err(error) = self.declare_one(document, child) {
                self.errors.push(error);
            }
        }
    }

    fn declare_one(&mut self, document: &'d Document, child: &XsdElement) -> Result<(), SchemaError> {
        let ty = match (child.namespace.as_str(), child.local.as_str()) {
            (XS, "complexType") => Type::Complex(ComplexType::default()),
            (XS, "simpleType") => Type::Simple(SimpleType::default()),
            (XS, "annotation" | "import" | "element") => return Ok(()),
            _ => return Err(unsupported_element(&document.file, child)),
        };
        let name = required(&document.file, child, "name")?;
        let id = self.new_type(ty);
        let key = (document.target.as_str().into(), name.into());
        if self.named.insert(key, id).is_some() {
            return Err(invalid(&document.file, child, &format!("type {name} is declared twice")));
        }
        Ok(())
    }

    /// Second round: contents.
    fn define(&mut self, document: &'d Document) {
        let index = self.documents;
        self.documents += 1;
        for child in document.root.children.iter().filter(|child| child.namespace == XS) {
            if let Err(error) = self.define_one(document, index, child) {
                self.errors.push(error);
            }
        }
    }

    fn define_one(&mut self, document: &'d Document, index: usize, child: &'d XsdElement) -> Result<(), SchemaError> {
        match child.local.as_str() {
            "complexType" => {
                let id = self.own_type(document, child)?;
                self.define_complex(document, child, id)?;
            }
            "simpleType" => {
                allowed(&document.file, child, &["name"])?;
                let id = self.own_type(document, child)?;
                self.pending.push(PendingSimple { id, node: child, document });
            }
            "element" => {
                allowed(&document.file, child, &["name", "type"])?;
                let name = required(&document.file, child, "name")?;
                let ty = self.element_type(document, child)?;
                let name = self.intern(document, child, &document.target, name)?;
                self.roots.push((index, ElementDecl { name, ty }));
            }
            "import" => allowed(&document.file, child, &["namespace", "schemaLocation"])?,
            _ => {}
        }
        Ok(())
    }

    fn new_type(&mut self, ty: Type) -> TypeId {
        let id = TypeId(u32::try_from(self.types.len()).unwrap_or(u32::MAX));
        self.types.push(ty);
        id
    }

    fn own_type(&self, document: &Document, node: &XsdElement) -> Result<TypeId, SchemaError> {
        let name = required(&document.file, node, "name")?;
        self.lookup(document, node, &document.target, name)
    }

    fn lookup(&self, document: &Document, node: &XsdElement, ns: &str, name: &str) -> Result<TypeId, SchemaError> {
        self.named
            .get(&(ns.into(), name.into()))
            .copied()
            .ok_or_else(|| invalid(&document.file, node, &format!("type {name} is not declared")))
    }

    fn intern(
        &mut self,
        document: &Document,
        node: &XsdElement,
        ns: &str,
        name: &str,
    ) -> Result<crate::NameId, SchemaError> {
        self.names.intern(ns, name).ok_or_else(|| invalid(&document.file, node, "too many element names"))
    }

    fn define_complex(&mut self, document: &'d Document, node: &'d XsdElement, id: TypeId) -> Result<(), SchemaError> {
        allowed(&document.file, node, &["name"])?;
        let mut particles = None;
        for child in &node.children {
            match (child.namespace.as_str(), child.local.as_str()) {
                (XS, "annotation") => {}
                (XS, "sequence") if particles.is_none() => particles = Some(self.sequence(document, child)?),
                _ => return Err(unsupported_element(&document.file, child)),
            }
        }
        let particles =
            particles.ok_or_else(|| unsupported(&document.file, node, "a complexType without a sequence"))?;
        let name = node.attributes.get("name").map(|n| n.as_str().into());
        if let Some(slot) = self.types.get_mut(id.0 as usize) {
            *slot = Type::Complex(ComplexType { name, particles });
        }
        Ok(())
    }

    fn sequence(&mut self, document: &'d Document, node: &'d XsdElement) -> Result<Vec<Particle>, SchemaError> {
        allowed(&document.file, node, &[])?;
        let mut particles: Vec<Particle> = Vec::new();
        for child in &node.children {
            if child.is_xs("annotation") {
                continue;
            }
            if !child.is_xs("element") {
                return Err(unsupported_element(&document.file, child));
            }
            let particle = self.particle(document, child)?;
            // One name twice in a sequence would need look-ahead; the standard has none.
            if particles.iter().any(|p| p.name == particle.name) {
                return Err(unsupported(&document.file, child, "the same element twice in one sequence"));
            }
            particles.push(particle);
        }
        Ok(particles)
    }

    fn particle(&mut self, document: &'d Document, node: &'d XsdElement) -> Result<Particle, SchemaError> {
        allowed(&document.file, node, &["name", "type", "minOccurs", "maxOccurs"])?;
        let name = required(&document.file, node, "name")?;
        let ty = self.element_type(document, node)?;
        let min = occurs(document, node, "minOccurs")?;
        let unbounded = node.attributes.get("maxOccurs").is_some_and(|max| max == "unbounded");
        let max = if unbounded { None } else { Some(occurs(document, node, "maxOccurs")?) };
        if max.is_some_and(|max| max < min || max == 0) {
            return Err(invalid(&document.file, node, "maxOccurs is below minOccurs or zero"));
        }
        let name = self.intern(document, node, &document.target, name)?;
        Ok(Particle { name, ty, min, max })
    }

    /// Type of an element: named, or the anonymous type inside it.
    fn element_type(&mut self, document: &'d Document, node: &'d XsdElement) -> Result<TypeId, SchemaError> {
        let inner: Vec<&XsdElement> = node.children.iter().filter(|c| !c.is_xs("annotation")).collect();
        match (node.attributes.get("type"), inner.as_slice()) {
            (Some(qname), []) => {
                let (ns, local) = resolve(document, node, qname)?;
                if ns == XS {
                    return Err(unsupported(&document.file, node, "an element of a built-in type"));
                }
                self.lookup(document, node, ns, local)
            }
            (None, [simple]) if simple.is_xs("simpleType") => {
                allowed(&document.file, simple, &[])?;
                let id = self.new_type(Type::Simple(SimpleType::default()));
                self.pending.push(PendingSimple { id, node: simple, document });
                Ok(id)
            }
            (None, [complex]) if complex.is_xs("complexType") => {
                let id = self.new_type(Type::Complex(ComplexType::default()));
                self.define_complex(document, complex, id)?;
                Ok(id)
            }
            (_, [other, ..]) => Err(unsupported_element(&document.file, other)),
            (None, []) => Err(unsupported(&document.file, node, "an element without a type")),
        }
    }

    /// Resolves restrictions until nothing changes; what is left refers to itself.
    fn resolve_simple(&mut self) {
        let mut waiting = std::mem::take(&mut self.pending);
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut left = Vec::new();
            for item in waiting {
                match self.restriction(&item) {
                    Ok(Some(simple)) => {
                        if let Some(slot) = self.types.get_mut(item.id.0 as usize) {
                            *slot = Type::Simple(simple);
                        }
                    }
                    Ok(None) => left.push(item),
                    Err(error) => self.errors.push(error),
                }
            }
            if left.len() == before {
                // What waits for a type that was refused has no fault of its own.
                if self.errors.is_empty()
                    && let Some(item) = left.first()
                {
                    self.errors.push(invalid(&item.document.file, item.node, "a type is derived from itself"));
                }
                return;
            }
            waiting = left;
        }
    }

    /// The finished type, or `None` while its base is not finished yet.
    fn restriction(&mut self, item: &PendingSimple<'d>) -> Result<Option<SimpleType>, SchemaError> {
        let (document, node) = (item.document, item.node);
        let inner: Vec<&XsdElement> = node.children.iter().filter(|c| !c.is_xs("annotation")).collect();
        let restriction = match inner.as_slice() {
            [one] if one.is_xs("restriction") => *one,
            [other, ..] => return Err(unsupported_element(&document.file, other)),
            [] => return Err(unsupported(&document.file, node, "a simpleType without a restriction")),
        };
        allowed(&document.file, restriction, &["base"])?;
        let (ns, local) = resolve(document, restriction, required(&document.file, restriction, "base")?)?;
        let mut simple = if ns == XS {
            let base = Base::from_xsd(local)
                .ok_or_else(|| unsupported(&document.file, restriction, &format!("the built-in type xs:{local}")))?;
            SimpleType { base: Some(base), ..SimpleType::default() }
        } else {
            let parent = self.lookup(document, restriction, ns, local)?;
            match self.types.get(parent.0 as usize) {
                Some(Type::Simple(base)) if base.base.is_some() => derive(base, parent),
                Some(Type::Simple(_)) => return Ok(None),
                _ => return Err(invalid(&document.file, restriction, "a simple type is derived from a complex one")),
            }
        };
        simple.name = node.attributes.get("name").map(|n| n.as_str().into());
        self.facets(document, restriction, &mut simple)?;
        Ok(Some(simple))
    }

    fn facets(&mut self, document: &Document, node: &XsdElement, simple: &mut SimpleType) -> Result<(), SchemaError> {
        let (mut patterns, mut values) = (Vec::new(), Vec::new());
        for facet in node.children.iter().filter(|c| !c.is_xs("annotation")) {
            if facet.namespace != XS {
                return Err(unsupported_element(&document.file, facet));
            }
            allowed(&document.file, facet, &["value"])?;
            let value = required(&document.file, facet, "value")?;
            match facet.local.as_str() {
                "pattern" => patterns.push(self.pattern(document, facet, value)?),
                "enumeration" => values.push(Box::from(value)),
                "length" => simple.length = Some(number(document, facet, value)?),
                "minLength" => simple.min_length = Some(number(document, facet, value)?),
                "maxLength" => simple.max_length = Some(number(document, facet, value)?),
                "minInclusive" => simple.min = Some(number(document, facet, value)?),
                "maxInclusive" => simple.max = Some(number(document, facet, value)?),
                _ => return Err(unsupported_element(&document.file, facet)),
            }
        }
        let numeric = simple.min.is_some() || simple.max.is_some();
        if numeric && simple.base != Some(Base::Integer) {
            return Err(unsupported(&document.file, node, "a value range on a type that is no integer"));
        }
        if !patterns.is_empty() {
            simple.patterns.push(patterns);
        }
        if !values.is_empty() {
            if simple.base != Some(Base::String) {
                return Err(unsupported(&document.file, node, "an enumeration of a type that is no string"));
            }
            // A restriction of an enumeration keeps only values that its base has too.
            if !simple.enumeration.is_empty() {
                values.retain(|v| simple.enumeration.contains(v));
            }
            simple.sorted.clone_from(&values);
            simple.sorted.sort_unstable();
            simple.enumeration = values;
        }
        Ok(())
    }

    fn pattern(&mut self, document: &Document, node: &XsdElement, source: &str) -> Result<Arc<Pattern>, SchemaError> {
        if let Some(known) = self.patterns.get(source) {
            return Ok(Arc::clone(known));
        }
        let pattern = Pattern::new(source).map_err(|e| match e {
            PatternError::Unsupported(what) => unsupported(&document.file, node, &format!("{what} in a pattern")),
            PatternError::Invalid(why) => invalid(&document.file, node, &format!("broken pattern: {why}")),
            PatternError::Engine(source) => {
                SchemaError::Pattern { file: document.file.clone(), line: node.line, source }
            }
        })?;
        let pattern = Arc::new(pattern);
        self.patterns.insert(source.to_owned(), Arc::clone(&pattern));
        Ok(pattern)
    }

    fn finish(self, folder: &str, documents: &[Document]) -> Result<Release, SchemaError> {
        let mut messages = Vec::new();
        for (index, root) in &self.roots {
            let Some(document) = documents.get(*index) else { continue };
            if messages.iter().any(|m: &Message| m.namespace == document.target) {
                return Err(invalid(&document.file, &document.root, "more than one global element"));
            }
            messages.push(Message {
                code: message_code(document)?,
                namespace: document.target.clone(),
                root: *root,
                versions: document
                    .appinfo
                    .get("BasisschemaXsdVersie")
                    .cloned()
                    .zip(document.appinfo.get("BerichtXsdVersie").cloned()),
            });
        }
        messages.sort_by(|a, b| a.code.cmp(&b.code));
        let first = self.roots.first().and_then(|(index, _)| documents.get(*index));
        let no_message =
            || SchemaError::Folder { folder: folder.to_owned(), reason: "no message schema found".to_owned() };
        let first = first.ok_or_else(no_message)?;
        let base = documents.iter().enumerate().find(|(i, _)| self.roots.iter().all(|(r, _)| r != i));
        Ok(Release {
            standard: info(first, "standaard")?,
            release: info(first, "release")?,
            base_namespace: base.map(|(_, d)| d.target.clone()).unwrap_or_default(),
            names: self.names,
            types: self.types,
            named: self.named,
            messages,
            manifest: None,
            label: |_, _| None,
        })
    }
}

fn derive(base: &SimpleType, parent: TypeId) -> SimpleType {
    let mut ancestors = vec![parent];
    ancestors.extend(&base.ancestors);
    SimpleType {
        name: None,
        base: base.base,
        ancestors,
        length: base.length,
        min_length: base.min_length,
        max_length: base.max_length,
        min: base.min,
        max: base.max,
        patterns: base.patterns.clone(),
        enumeration: base.enumeration.clone(),
        sorted: base.sorted.clone(),
    }
}

/// Message number: the digits at the end of the appinfo's `bericht` (`jw305`).
fn message_code(document: &Document) -> Result<String, SchemaError> {
    let name = info(document, "bericht")?;
    let code = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    if code.is_empty() || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(invalid(&document.file, &document.root, "appinfo bericht holds no message number"));
    }
    Ok(code.to_owned())
}

fn info(document: &Document, key: &str) -> Result<String, SchemaError> {
    document
        .appinfo
        .get(key)
        .cloned()
        .ok_or_else(|| invalid(&document.file, &document.root, &format!("appinfo has no {key}")))
}

fn resolve<'n>(document: &Document, node: &'n XsdElement, qname: &'n str) -> Result<(&'n str, &'n str), SchemaError> {
    node.resolve(qname).ok_or_else(|| invalid(&document.file, node, "undeclared prefix in a type name"))
}

/// A number of occurrences; one when the attribute is absent.
fn occurs(document: &Document, node: &XsdElement, key: &str) -> Result<u32, SchemaError> {
    node.attributes.get(key).map_or(Ok(1), |text| number(document, node, text))
}

fn number<N: std::str::FromStr>(document: &Document, node: &XsdElement, text: &str) -> Result<N, SchemaError> {
    text.trim().parse().map_err(|_| invalid(&document.file, node, "not a whole number"))
}

fn required<'n>(file: &str, node: &'n XsdElement, key: &str) -> Result<&'n str, SchemaError> {
    node.attributes
        .get(key)
        .map(String::as_str)
        .ok_or_else(|| invalid(file, node, &format!("xs:{} has no {key}", node.local)))
}

/// Refuses attributes outside the subset.
fn allowed(file: &str, node: &XsdElement, keys: &[&str]) -> Result<(), SchemaError> {
    let odd = node.attributes.keys().find(|k| !keys.contains(&k.as_str())).or(node.foreign.first());
    match odd {
        None => Ok(()),
        Some(key) => Err(unsupported(file, node, &format!("attribute {key} on xs:{}", node.local))),
    }
}

fn unsupported_element(file: &str, node: &XsdElement) -> SchemaError {
    let prefix = if node.namespace == XS { "xs:" } else { "" };
    unsupported(file, node, &format!("{prefix}{} here", node.local))
}

fn unsupported(file: &str, node: &XsdElement, construct: &str) -> SchemaError {
    SchemaError::Unsupported { file: file.to_owned(), line: node.line, construct: construct.to_owned() }
}

fn invalid(file: &str, node: &XsdElement, reason: &str) -> SchemaError {
    SchemaError::Invalid { file: file.to_owned(), line: node.line, reason: reason.to_owned() }
}
