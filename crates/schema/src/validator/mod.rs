//! One pass over the text: well-formedness, namespaces, order, cardinality and facets.
//!
//! The tokenizer (quick-xml) finds where each token ends; everything it is lenient about is checked here. A fault in
//! well-formedness ends the pass, a fault against the schema does not: all of them are reported, up to a cap.

mod attributes;
mod element;
mod message;
mod text;
mod token;

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::content::Progress;
use crate::finding::{Finding, Source};
use crate::model::{ComplexType, Message, Release, SchemaSet};
use crate::names::NameId;
use crate::namespaces::Namespaces;
use crate::reporter::Reporter;
use crate::simple::SimpleType;
use crate::wellformed;
use message::{broken_markup, path};
use text::Buffer;
use token::{Span, Token, comment, declaration, instruction, position};

/// Bounds on the work for one message.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Deepest nesting of elements.
    pub depth: usize,
    /// Most attributes on one element.
    pub attributes: usize,
    /// Most namespace declarations in scope at once: looking up a prefix walks through them.
    pub bindings: usize,
    /// Most findings that are kept; the report says when there were more.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 64, attributes: 64, bindings: 256, findings: 1000 }
    }
}

/// The value of a simple element, line ends normalized and references resolved.
#[derive(Debug, Clone, Copy)]
pub struct Value<'v> {
    /// The value.
    pub text: &'v str,
    /// Where it stands in the input, when it stands there literally and in one piece.
    pub span: Option<(usize, usize)>,
    /// Whether it has no fault.
    pub valid: bool,
}

/// Receives the elements that stand in their place. Elements the schema does not know are not passed on.
pub trait Sink {
    /// An element begins. `ordinal` is its one-based number among repeatable siblings, 0 when it cannot repeat.
    fn begin(&mut self, name: NameId, offset: usize, ordinal: u32);
    /// The value of a simple element, before its end.
    fn value(&mut self, value: Value<'_>);
    /// The element ends.
    fn end(&mut self);
}

/// A sink for who only wants the report.
#[derive(Debug, Default)]
pub struct NoSink;

impl Sink for NoSink {
    fn begin(&mut self, _: NameId, _: usize, _: u32) {}
    fn value(&mut self, _: Value<'_>) {}
    fn end(&mut self) {}
}

/// What validation yields.
#[derive(Debug)]
pub struct Report<'s> {
    /// Release and message, when the root element named one that is loaded.
    pub message: Option<(&'s Release, &'s Message)>,
    /// Faults in document order.
    pub findings: Vec<Finding>,
    /// Whether there were more faults than the cap.
    pub truncated: bool,
    /// Whether the whole text is well-formed XML.
    pub well_formed: bool,
}

impl Report<'_> {
    /// No fault at all.
    pub fn is_valid(&self) -> bool {
        self.findings.is_empty() && self.message.is_some()
    }
}

/// Validates `text` against the releases in `set`, feeding `sink` on the way.
pub fn validate<'s, S: Sink>(text: &str, set: &'s SchemaSet, limits: &Limits, sink: &mut S) -> Report<'s> {
    let mut run = Run {
        text,
        set,
        limits,
        sink,
        namespaces: Namespaces::default(),
        stack: Vec::new(),
        reporter: Reporter::new(limits.findings),
        message: None,
        root_seen: false,
        cache: HashMap::new(),
        written: Vec::new(),
        buffer: Buffer::default(),
    };
    let well_formed = match run.go() {
        Ok(()) => true,
        Err(fatal) => {
            run.fatal(fatal);
            false
        }
    };
    Report { message: run.message, findings: run.reporter.findings, truncated: run.reporter.truncated, well_formed }
}

/// A fault after which nothing can be said about the rest.
struct Fatal {
    offset: usize,
    message: String,
}

fn fatal<T>(offset: usize, message: &str) -> Result<T, Fatal> {
    Err(Fatal { offset, message: message.to_owned() })
}

/// What an open element may contain.
enum Content<'s> {
    Elements {
        ty: &'s ComplexType,
        progress: Progress,
    },
    Text {
        ty: &'s SimpleType,
    },
    /// Unknown or misplaced: only well-formedness is checked inside.
    Ignored,
}

struct Frame<'t, 's> {
    qname: &'t str,
    name: Option<NameId>,
    ordinal: u32,
    offset: usize,
    namespaces: usize,
    content: Content<'s>,
}

struct Run<'t, 's, 'r, S> {
    text: &'t str,
    set: &'s SchemaSet,
    limits: &'r Limits,
    sink: &'r mut S,
    namespaces: Namespaces<'t>,
    stack: Vec<Frame<'t, 's>>,
    reporter: Reporter,
    message: Option<(&'s Release, &'s Message)>,
    root_seen: bool,
    /// Qualified names already resolved under the bindings in scope.
    cache: HashMap<&'t str, Option<NameId>>,
    /// The same the other way round, by number of the name: most elements are the one that is expected next, and then a
    /// comparison is enough.
    written: Vec<&'t str>,
    buffer: Buffer,
}

impl<S: Sink> Run<'_, '_, '_, S> {
    fn go(&mut self) -> Result<(), Fatal> {
        if let Some(offset) = wellformed::first_illegal_char(self.text) {
            return fatal(offset, "een teken dat in XML niet mag voorkomen");
        }
        let mut reader = Reader::from_str(self.text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        loop {
            let start = position(reader.buffer_position());
            // Only the kind of the token is kept: moving whole events costs more than reading them.
            let token = match reader.read_event() {
                Ok(Event::Start(_)) => Token::Start,
                Ok(Event::Empty(_)) => Token::Empty,
                Ok(Event::End(_)) => Token::End,
                Ok(Event::Text(_)) => Token::Text,
                Ok(Event::CData(_)) => Token::CData,
                Ok(Event::GeneralRef(_)) => Token::Reference,
                Ok(Event::Comment(_)) => Token::Comment,
                Ok(Event::PI(_)) => Token::Instruction,
                Ok(Event::Decl(_)) => Token::Declaration,
                Ok(Event::DocType(_)) => return fatal(start, "een DOCTYPE is niet toegestaan"),
                Ok(Event::Eof) => return self.finish(),
                Err(error) => return fatal(start, broken_markup(&error)),
            };
            let span = Span { text: self.text, start, end: position(reader.buffer_position()) };
            match token {
                Token::Start => self.start(&span, false)?,
                Token::Empty => self.start(&span, true)?,
                Token::End => self.end(&span)?,
                Token::Text => self.characters(&span)?,
                Token::CData => self.cdata(&span)?,
                Token::Reference => self.reference(&span)?,
                Token::Comment => comment(&span)?,
                Token::Instruction => instruction(&span)?,
                Token::Declaration => declaration(&span)?,
            }
        }
    }

    fn finish(&mut self) -> Result<(), Fatal> {
        if !self.stack.is_empty() {
            return fatal(self.text.len(), "het bestand eindigt midden in het bericht");
        }
        if !self.root_seen {
            return fatal(self.text.len(), "het bestand bevat geen element");
        }
        Ok(())
    }

    fn fatal(&mut self, fatal: Fatal) {
        // The fault that ends the pass is always told, even when the cap is reached.
        let finding = Finding { source: Source::Xml, offset: fatal.offset, path: self.path(), message: fatal.message };
        if self.reporter.findings.len() >= self.limits.findings {
            self.reporter.findings.pop();
            self.reporter.truncated = true;
        }
        self.reporter.findings.push(finding);
    }

    fn add(&mut self, offset: usize, message: impl FnOnce(&Release) -> String) {
        let Some((release, _)) = self.message else { return };
        let (reporter, stack) = (&mut self.reporter, &self.stack);
        reporter.add(Source::Xsd, offset, || (path(release, stack), message(release)));
    }

    fn path(&self) -> String {
        self.message.map_or_else(|| "/".to_owned(), |(release, _)| path(release, &self.stack))
    }
}
