//! A small tree with line numbers for reading XSD files. Messages never come here: they are streamed.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::error::SchemaError;

/// The XML Schema namespace.
pub const XS: &str = "http://www.w3.org/2001/XMLSchema";

/// Deeper than any schema of the standard; a bound, not a wish.
const MAX_DEPTH: usize = 64;

/// One element of an XSD file.
#[derive(Debug)]
pub struct XsdElement {
    /// Namespace of the element.
    pub namespace: String,
    /// Local name.
    pub local: String,
    /// Attributes without namespace prefix, by name.
    pub attributes: BTreeMap<String, String>,
    /// Attributes that carry a prefix (other than xmlns); the subset knows none.
    pub foreign: Vec<String>,
    /// Prefix bindings in scope.
    pub prefixes: BTreeMap<String, String>,
    /// Child elements in document order.
    pub children: Vec<XsdElement>,
    /// Text directly inside.
    pub text: String,
    /// One-based line of the start tag.
    pub line: usize,
}

impl XsdElement {
    /// Whether this is `xs:<local>`.
    pub fn is_xs(&self, local: &str) -> bool {
        self.namespace == XS && self.local == local
    }

    /// Resolves a QName attribute value against the prefixes in scope.
    pub fn resolve<'s>(&'s self, qname: &'s str) -> Option<(&'s str, &'s str)> {
        match qname.split_once(':') {
            Some((prefix, local)) => Some((self.prefixes.get(prefix)?, local)),
            None => Some((self.prefixes.get("").map_or("", String::as_str), qname)),
        }
    }
}

/// Reads a whole XSD file.
pub fn parse(file: &str, text: &str) -> Result<XsdElement, SchemaError> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<XsdElement> = Vec::new();
    let mut line = LineCounter { text, offset: 0, line: 1 };
    let mut root = None;
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let at = line.advance(start);
        let event =
            reader.read_event().map_err(|source| SchemaError::NotXml { file: file.to_owned(), line: at, source })?;
        let closed = match event {
            Event::Start(tag) => {
                if open.len() >= MAX_DEPTH {
                    return Err(invalid(file, at, "nested too deeply"));
                }
                open.push(element(file, at, &tag, open.last())?);
                None
            }
            Event::Empty(tag) => Some(element(file, at, &tag, open.last())?),
            Event::End(_) => open.pop(),
            Event::Text(content) => {
                if let Some(parent) = open.last_mut() {
                    parent.text.push_str(&content.into_inner());
                }
                None
            }
            Event::DocType(_) => {
                return Err(SchemaError::Unsupported {
                    file: file.to_owned(),
                    line: at,
                    construct: "a DOCTYPE".to_owned(),
                });
            }
            Event::Eof => break,
            _ => None,
        };
        if let Some(element) = closed {
            match open.last_mut() {
                Some(parent) => parent.children.push(element),
                None if root.is_none() => root = Some(element),
                None => return Err(invalid(file, at, "more than one root element")),
            }
        }
    }
    match root {
        Some(root) if open.is_empty() => Ok(root),
        _ => Err(invalid(file, line.line, "the file ends before its root element does")),
    }
}

fn invalid(file: &str, line: usize, reason: &str) -> SchemaError {
    SchemaError::Invalid { file: file.to_owned(), line, reason: reason.to_owned() }
}

fn element(
    file: &str,
    line: usize,
    tag: &BytesStart<'_>,
    parent: Option<&XsdElement>,
) -> Result<XsdElement, SchemaError> {
    let mut prefixes = parent.map(|p| p.prefixes.clone()).unwrap_or_default();
    let mut attributes = BTreeMap::new();
    let mut foreign = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| invalid(file, line, "broken attribute"))?;
        let name = attribute.key.as_ref();
        let value = quick_xml::escape::unescape(&attribute.value)
            .map_err(|_| invalid(file, line, "unknown entity in an attribute"))?
            .into_owned();
        match name.split_once(':') {
            None if name == "xmlns" => {
                prefixes.insert(String::new(), value);
            }
            None => {
                attributes.insert(name.to_owned(), value);
            }
            Some(("xmlns", prefix)) => {
                prefixes.insert(prefix.to_owned(), value);
            }
            Some(_) => foreign.push(name.to_owned()),
        }
    }
    let qname = tag.name().as_ref().to_owned();
    let (prefix, local) = qname.split_once(':').unwrap_or(("", &qname));
    let namespace = match prefixes.get(prefix) {
        Some(namespace) => namespace.clone(),
        None if prefix.is_empty() => String::new(),
        None => return Err(invalid(file, line, "undeclared namespace prefix")),
    };
    Ok(XsdElement {
        namespace,
        local: local.to_owned(),
        attributes,
        foreign,
        prefixes,
        children: Vec::new(),
        text: String::new(),
        line,
    })
}

/// Counts lines while the reader moves forward.
struct LineCounter<'t> {
    text: &'t str,
    offset: usize,
    line: usize,
}

impl LineCounter<'_> {
    fn advance(&mut self, to: usize) -> usize {
        let bytes = self.text.as_bytes();
        let to = to.min(bytes.len());
        if let Some(passed) = bytes.get(self.offset..to) {
            self.line += memchr::memchr_iter(b'\n', passed).count();
            self.offset = to;
        }
        self.line
    }
}
