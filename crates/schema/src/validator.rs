//! One pass over the text: well-formedness, namespaces, order, cardinality and facets.
//!
//! The tokenizer (quick-xml) finds where each token ends; everything it is lenient about is checked here. A fault in
//! well-formedness ends the pass, a fault against the schema does not: all of them are reported, up to a cap.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::content::{Progress, Step};
use crate::describe;
use crate::finding::{Finding, Source};
use crate::model::{ComplexType, Message, Particle, Release, SchemaSet, Type, TypeId};
use crate::names::NameId;
use crate::namespaces::{Namespaces, XSI};
use crate::reporter::Reporter;
use crate::simple::SimpleType;
use crate::tag::Attributes;
use crate::wellformed;

/// Bounds on the work for one message.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Deepest nesting of elements.
    pub depth: usize,
    /// Most attributes on one element.
    pub attributes: usize,
    /// Most findings that are kept; the report says when there were more.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 64, attributes: 64, findings: 1000 }
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
    /// The message was recognised, before its first element.
    fn message(&mut self, _release: &Release, _message: &Message) {}
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

/// The text of the simple element that is open; there is at most one.
#[derive(Default)]
struct Buffer {
    span: Option<(usize, usize)>,
    owned: Option<String>,
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

impl<'t, 's, S: Sink> Run<'t, 's, '_, S> {
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

    // ---- tags -----------------------------------------------------------------------------------------------------

    fn start(&mut self, span: &Span<'t>, empty: bool) -> Result<(), Fatal> {
        if self.stack.len() >= self.limits.depth {
            return fatal(span.start, &format!("de elementen zijn dieper genest dan {} lagen", self.limits.depth));
        }
        if self.stack.is_empty() && self.root_seen {
            return fatal(span.start, "na het hoofdelement volgt nog een element");
        }
        let inner = span.inner(1, if empty { 2 } else { 1 });
        // The tag that is expected, written as before, has no attributes to look for.
        let known = self.expected_name().is_some_and(|next| self.written.get(next.index()) == Some(&inner));
        let name_end = if known { inner.len() } else { name_length(inner) };
        let (qname, raw) = inner.split_at_checked(name_end).unwrap_or((inner, ""));
        let mark = self.namespaces.mark();
        let schema_attributes = if raw.is_empty() { Vec::new() } else { self.attributes(span, raw)? };
        if self.namespaces.mark() != mark {
            self.forget_names();
        }
        let name = self.resolve(span, qname)?;
        let frame = self.open(span, qname, name, mark);
        let known = !matches!(frame.content, Content::Ignored);
        self.stack.push(frame);
        if known {
            self.schema_attributes(span, &schema_attributes);
        }
        if empty {
            self.close();
        }
        Ok(())
    }

    /// Reads all attributes: binds namespaces, demands well-formedness, returns what the schema must judge.
    fn attributes(&mut self, span: &Span<'t>, raw: &'t str) -> Result<Vec<(&'t str, String)>, Fatal> {
        let mut others: Vec<(&'t str, String)> = Vec::new();
        let mut seen: Vec<&'t str> = Vec::new();
        for attribute in Attributes::new(raw) {
            let Ok(attribute) = attribute else { return fatal(span.start, "een attribuut is niet goed gevormd") };
            let Some(value) = wellformed::attribute_value(attribute.raw) else {
                return fatal(span.start, "de waarde van een attribuut is niet goed gevormd");
            };
            if seen.contains(&attribute.name) {
                return fatal(span.start, "een attribuut staat er twee keer");
            }
            if seen.len() >= self.limits.attributes {
                return fatal(span.start, &format!("een element heeft meer dan {} attributen", self.limits.attributes));
            }
            seen.push(attribute.name);
            let binding = match attribute.name.split_once(':') {
                None if attribute.name == "xmlns" => Some(""),
                Some(("xmlns", prefix)) if wellformed::is_ncname(prefix) => Some(prefix),
                _ => None,
            };
            match binding {
                Some(prefix) if !self.namespaces.bind(prefix, value.clone()) => {
                    return fatal(span.start, "een namespace is verkeerd gedeclareerd");
                }
                Some(_) => {}
                None => others.push((attribute.name, value)),
            }
        }
        self.unique_expanded(span, &others)?;
        Ok(others)
    }

    /// Two prefixes for one namespace must not smuggle in the same attribute twice.
    fn unique_expanded(&self, span: &Span<'t>, attributes: &[(&'t str, String)]) -> Result<(), Fatal> {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for (qname, _) in attributes {
            let Some((prefix, local)) = wellformed::split_qname(qname) else {
                return fatal(span.start, "de naam van een attribuut is niet goed gevormd");
            };
            if prefix.is_empty() {
                continue;
            }
            let Some(namespace) = self.namespaces.resolve(prefix) else {
                return fatal(span.start, "een attribuut heeft een niet gedeclareerde prefix");
            };
            if seen.contains(&(namespace, local)) {
                return fatal(span.start, "een attribuut staat er twee keer");
            }
            seen.push((namespace, local));
        }
        Ok(())
    }

    /// The interned name of an element; `None` when no message of the release has it.
    fn resolve(&mut self, span: &Span<'t>, qname: &'t str) -> Result<Option<NameId>, Fatal> {
        if let Some(next) = self.expected_name().filter(|next| self.written.get(next.index()) == Some(&qname)) {
            return Ok(Some(next));
        }
        if let Some(known) = self.cache.get(qname) {
            return Ok(*known);
        }
        let Some((prefix, local)) = wellformed::split_qname(qname) else {
            return fatal(span.start, "de naam van een element is niet goed gevormd");
        };
        let Some(namespace) = self.namespaces.resolve(prefix) else {
            return fatal(span.start, "een element heeft een niet gedeclareerde prefix");
        };
        if !self.root_seen {
            self.message = self.set.find_root(namespace, local);
        }
        let name = self.message.and_then(|(release, _)| release.names.find(namespace, local));
        self.cache.insert(qname, name);
        if let Some(name) = name {
            if self.written.len() <= name.index() {
                self.written.resize(name.index() + 1, "");
            }
            if let Some(slot) = self.written.get_mut(name.index()) {
                *slot = qname;
            }
        }
        Ok(name)
    }

    /// The name most likely to come next inside the innermost element.
    fn expected_name(&self) -> Option<NameId> {
        match self.stack.last() {
            Some(Frame { content: Content::Elements { ty, progress }, .. }) => progress.likely(ty),
            _ => None,
        }
    }

    /// Other bindings are in scope: the same letters may now mean another name.
    fn forget_names(&mut self) {
        self.cache.clear();
        self.written.clear();
    }

    /// The frame of a new element, after judging whether it may stand here.
    fn open(&mut self, span: &Span<'t>, qname: &'t str, name: Option<NameId>, mark: usize) -> Frame<'t, 's> {
        let (content, ordinal) = if self.root_seen { self.child(span, qname, name) } else { self.root(span, qname) };
        if let (false, Some(name)) = (matches!(content, Content::Ignored), name) {
            self.sink.begin(name, span.start, ordinal);
        }
        Frame { qname, name, ordinal, offset: span.start, namespaces: mark, content }
    }

    fn root(&mut self, span: &Span<'t>, qname: &'t str) -> (Content<'s>, u32) {
        self.root_seen = true;
        if let Some((release, message)) = self.message {
            self.sink.message(release, message);
            return (content(release, message.root.ty), 0);
        }
        let (prefix, local) = wellformed::split_qname(qname).unwrap_or_default();
        let namespace = self.namespaces.resolve(prefix).unwrap_or_default();
        let text = unknown_root(namespace, local);
        self.reporter.add(Source::Xsd, span.start, || (String::from("/"), text));
        (Content::Ignored, 0)
    }

    fn child(&mut self, span: &Span<'t>, qname: &'t str, name: Option<NameId>) -> (Content<'s>, u32) {
        let Some((release, _)) = self.message else { return (Content::Ignored, 0) };
        let Some(Frame { content: parent, .. }) = self.stack.last_mut() else { return (Content::Ignored, 0) };
        match parent {
            Content::Ignored => (Content::Ignored, 0),
            Content::Text { .. } => {
                self.add(span.start, |_| "hier hoort alleen tekst te staan, geen element".to_owned());
                (Content::Ignored, 0)
            }
            Content::Elements { ty, progress } => {
                let (ty, before) = (*ty, *progress);
                let Some((step, particle, ordinal)) = name.and_then(|name| progress.advance(ty, name)) else {
                    self.unexpected(span, qname, ty, before);
                    return (Content::Ignored, 0);
                };
                self.judge_step(span, ty, before, step, &particle);
                let ordinal = if particle.max == Some(1) { 0 } else { ordinal };
                (content(release, particle.ty), ordinal)
            }
        }
    }

    fn judge_step(&mut self, span: &Span<'t>, ty: &'s ComplexType, before: Progress, step: Step, particle: &Particle) {
        match step {
            Step::Fits => {}
            Step::Skipped { to, .. } => {
                self.add(span.start, |release| {
                    let missing = list(release, before.missing_until(ty, to).map(|p| p.name));
                    format!("voor {} ontbreekt: {missing}", release.names.local(particle.name))
                });
            }
            Step::TooMany => self.add(span.start, |release| {
                let max = particle.max.unwrap_or(1);
                format!("{} mag hier hoogstens {max} keer staan", release.names.local(particle.name))
            }),
            Step::Late => self.add(span.start, |release| {
                format!(
                    "{} staat niet op zijn plaats; {}",
                    release.names.local(particle.name),
                    expected(release, ty, before)
                )
            }),
        }
    }

    fn unexpected(&mut self, span: &Span<'t>, qname: &str, ty: &'s ComplexType, progress: Progress) {
        let local = qname.rsplit(':').next().unwrap_or_default();
        self.add(span.start, |release| {
            let here = ty.particles.iter().any(|p| release.names.local(p.name) == local);
            let what = if here {
                format!("{local} staat in de verkeerde namespace")
            } else if release.names.has_local(local) {
                format!("{local} hoort hier niet")
            } else {
                format!("een onbekend element hoort hier niet (naam van {})", describe::kind_of_characters(local))
            };
            format!("{what}; {}", expected(release, ty, progress))
        });
    }

    /// Judges what is no namespace declaration: the schemas know no attributes, so only `xsi:` may be used.
    fn schema_attributes(&mut self, span: &Span<'t>, attributes: &[(&'t str, String)]) {
        for (qname, value) in attributes {
            let (prefix, local) = wellformed::split_qname(qname).unwrap_or_default();
            let xsi = !prefix.is_empty() && self.namespaces.resolve(prefix) == Some(XSI);
            match local {
                "schemaLocation" | "noNamespaceSchemaLocation" if xsi => {}
                "type" if xsi => {
                    if !self.fits_declared_type(value) {
                        self.add(span.start, |_| "xsi:type noemt niet het type dat hier hoort".to_owned());
                    }
                }
                "nil" if xsi => self.add(span.start, |_| "xsi:nil is hier niet toegestaan".to_owned()),
                _ => self.add(span.start, |_| "een attribuut hoort hier niet".to_owned()),
            }
        }
    }

    /// `xsi:type` may repeat the declared type or name one derived from it.
    fn fits_declared_type(&self, value: &str) -> bool {
        (|| {
            let (release, message) = self.message?;
            let (prefix, local) = wellformed::split_qname(value.trim_matches(' '))?;
            let namespace = self.namespaces.resolve(prefix)?;
            let named = *release.named.get(&(namespace.into(), local.into()))?;
            Some(release.derives_from(named, self.declared_type(release, message)?))
        })()
        .unwrap_or(false)
    }

    fn declared_type(&self, release: &'s Release, message: &Message) -> Option<TypeId> {
        let mut ty = message.root.ty;
        for frame in self.stack.get(1..)? {
            let name = frame.name?;
            ty = release.complex(ty)?.particles.iter().find(|p| p.name == name)?.ty;
        }
        Some(ty)
    }

    fn end(&mut self, span: &Span<'t>) -> Result<(), Fatal> {
        let name = span.inner(2, 1);
        match self.stack.last() {
            Some(frame) if frame.qname == name || frame.qname == name.trim_end_matches([' ', '\t', '\n', '\r']) => {
                self.close();
                Ok(())
            }
            Some(_) => fatal(span.start, "een eindtag past niet bij de begintag"),
            None => fatal(span.start, "een eindtag zonder begintag"),
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.stack.last() else { return };
        let offset = frame.offset;
        match frame.content {
            Content::Elements { ty, progress } => {
                if progress.missing_until(ty, usize::MAX).next().is_some() {
                    self.add(offset, |release| {
                        format!("ontbreekt: {}", list(release, progress.missing_until(ty, usize::MAX).map(|p| p.name)))
                    });
                }
                self.sink.end();
            }
            Content::Text { ty } => {
                self.close_value(ty, offset);
                self.sink.end();
            }
            Content::Ignored => {}
        }
        if let Some(frame) = self.stack.pop()
            && self.namespaces.mark() != frame.namespaces
        {
            self.namespaces.release(frame.namespaces);
            self.forget_names();
        }
    }

    fn close_value(&mut self, ty: &'s SimpleType, offset: usize) {
        let buffer = std::mem::take(&mut self.buffer);
        let text = match (&buffer.owned, buffer.span) {
            (Some(owned), _) => owned.as_str(),
            (None, Some((start, end))) => self.text.get(start..end).unwrap_or_default(),
            (None, None) => "",
        };
        let fault = ty.check(text);
        if let Some(fault) = fault {
            let element = self.stack.last().and_then(|f| f.name);
            self.add(offset, |release| {
                let local = element.map(|n| release.names.local(n)).unwrap_or_default();
                format!("verwacht {}; gevonden {}", describe::expected(ty, fault), describe::found(local, ty, text))
            });
        }
        let span = if buffer.owned.is_some() { None } else { Some(buffer.span.unwrap_or((offset, offset))) };
        self.sink.value(Value { text, span, valid: fault.is_none() });
    }

    // ---- text -----------------------------------------------------------------------------------------------------

    fn characters(&mut self, span: &Span<'t>) -> Result<(), Fatal> {
        let text = span.whole();
        // By far the most common: indentation between elements.
        if !matches!(self.stack.last(), Some(Frame { content: Content::Text { .. }, .. })) && is_white(text) {
            return Ok(());
        }
        if text.bytes().any(|b| b == b']') && text.contains("]]>") {
            return fatal(span.start, "]]> mag niet in tekst staan");
        }
        if self.stack.is_empty() {
            return if is_white(text) { Ok(()) } else { fatal(span.start, "tekst buiten het hoofdelement") };
        }
        self.text_piece(span.start, text, Some((span.start, span.end)));
        Ok(())
    }

    fn cdata(&mut self, span: &Span<'t>) -> Result<(), Fatal> {
        if self.stack.is_empty() {
            return fatal(span.start, "CDATA buiten het hoofdelement");
        }
        let text = span.inner(9, 3);
        self.text_piece(span.start, text, Some((span.start + 9, span.end.saturating_sub(3))));
        Ok(())
    }

    fn reference(&mut self, span: &Span<'t>) -> Result<(), Fatal> {
        if self.stack.is_empty() {
            return fatal(span.start, "tekst buiten het hoofdelement");
        }
        let Some(c) = wellformed::reference(span.inner(1, 1)) else {
            return fatal(span.start, "een onbekende entiteit of een verwijzing naar een ongeldig teken");
        };
        self.text_piece(span.start, c.encode_utf8(&mut [0; 4]), None);
        Ok(())
    }

    /// Text inside the innermost element: kept for a simple one, white space only for a complex one. `literal` is the
    /// place in the input; a resolved reference has none, and its carriage returns are no line ends.
    fn text_piece(&mut self, offset: usize, text: &str, literal: Option<(usize, usize)>) {
        let Some(frame) = self.stack.last() else { return };
        match frame.content {
            Content::Ignored => {}
            Content::Elements { .. } => {
                if !is_white(text) {
                    let kind = describe::kind_of_characters(text.trim());
                    self.add(offset, |_| format!("hier horen alleen elementen te staan, geen tekst; gevonden {kind}"));
                }
            }
            Content::Text { .. } => self.buffer.push(self.text, text, literal),
        }
    }

    // ---- reporting ------------------------------------------------------------------------------------------------

    fn add(&mut self, offset: usize, message: impl FnOnce(&Release) -> String) {
        let Some((release, _)) = self.message else { return };
        let (reporter, stack) = (&mut self.reporter, &self.stack);
        reporter.add(Source::Xsd, offset, || (path(release, stack), message(release)));
    }

    fn path(&self) -> String {
        self.message.map_or_else(|| "/".to_owned(), |(release, _)| path(release, &self.stack))
    }
}

impl Buffer {
    fn push(&mut self, input: &str, text: &str, literal: Option<(usize, usize)>) {
        let line_ends = literal.is_some() && text.bytes().any(|b| b == b'\r');
        if let (Some(span), None, None, false) = (literal, self.span, &self.owned, line_ends) {
            self.span = Some(span);
            return;
        }
        let owned = self.owned.get_or_insert_with(|| {
            self.span.and_then(|(start, end)| input.get(start..end)).unwrap_or_default().to_owned()
        });
        if line_ends {
            owned.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
        } else {
            owned.push_str(text);
        }
    }
}

/// What the tokenizer found.
#[derive(Clone, Copy)]
enum Token {
    Start,
    Empty,
    End,
    Text,
    CData,
    Reference,
    Comment,
    Instruction,
    Declaration,
}

/// A token with its place.
struct Span<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Span<'t> {
    fn whole(&self) -> &'t str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// The token without `front` bytes before and `back` bytes behind.
    fn inner(&self, front: usize, back: usize) -> &'t str {
        let whole = self.whole();
        whole.get(front..whole.len().saturating_sub(back)).unwrap_or_default()
    }
}

fn position(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn is_white(text: &str) -> bool {
    // Indentation is most of the text between elements, and most of it is one character over and over: eight at a time.
    let mut rest = text.as_bytes();
    while let Some((block, tail)) = rest.split_first_chunk::<8>() {
        if *block != [b'\t'; 8] && *block != [b' '; 8] && !block.iter().all(|b| is_white_byte(*b)) {
            return false;
        }
        rest = tail;
    }
    rest.iter().all(|b| is_white_byte(*b))
}

/// Length of the name at the start of a tag.
fn name_length(inner: &str) -> usize {
    inner.bytes().position(is_white_byte).unwrap_or(inner.len())
}

fn is_white_byte(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

fn comment(span: &Span<'_>) -> Result<(), Fatal> {
    let whole = span.whole();
    let body = span.inner(4, 3);
    if whole.len() < 7 || body.contains("--") || body.ends_with('-') {
        return fatal(span.start, "in commentaar mag geen -- staan");
    }
    Ok(())
}

fn instruction(span: &Span<'_>) -> Result<(), Fatal> {
    let body = span.inner(2, 2);
    let target = body.split([' ', '\t', '\n', '\r']).next().unwrap_or_default();
    if wellformed::is_pi_target(target) {
        Ok(())
    } else {
        fatal(span.start, "een processing instruction is niet goed gevormd")
    }
}

fn declaration(span: &Span<'_>) -> Result<(), Fatal> {
    if span.start != 0 {
        return fatal(span.start, "de XML-declaratie moet helemaal vooraan staan");
    }
    if wellformed::is_declaration(span.inner(5, 2)) {
        Ok(())
    } else {
        fatal(span.start, "de XML-declaratie is niet goed gevormd")
    }
}

fn content(release: &Release, ty: TypeId) -> Content<'_> {
    match release.type_of(ty) {
        Some(Type::Complex(ty)) => Content::Elements { ty, progress: Progress::default() },
        Some(Type::Simple(ty)) => Content::Text { ty },
        None => Content::Ignored,
    }
}

fn path(release: &Release, stack: &[Frame<'_, '_>]) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for frame in stack {
        out.push('/');
        match frame.name {
            Some(name) if !matches!(frame.content, Content::Ignored) => out.push_str(release.names.local(name)),
            _ => out.push('*'),
        }
        if frame.ordinal > 0 {
            // Writing to a String cannot fail.
            let _ = write!(out, "[{}]", frame.ordinal);
        }
    }
    if out.is_empty() { "/".to_owned() } else { out }
}

fn list(release: &Release, names: impl Iterator<Item = NameId>) -> String {
    names.map(|n| release.names.local(n)).collect::<Vec<_>>().join(", ")
}

fn expected(release: &Release, ty: &ComplexType, progress: Progress) -> String {
    let (names, may_end) = progress.expected(ty);
    match (names.as_slice(), may_end) {
        ([], _) => "hier hoort niets meer te staan".to_owned(),
        (_, true) => format!("verwacht {} of het einde", list(release, names.into_iter())),
        (_, false) => format!("verwacht {}", list(release, names.into_iter())),
    }
}

/// Names what the root element seems to be, without repeating text that could hold anything.
fn unknown_root(namespace: &str, local: &str) -> String {
    if local.eq_ignore_ascii_case("html") {
        return "dit is een webpagina (HTML), geen bericht".to_owned();
    }
    if local == "Envelope" && namespace.starts_with("http://schemas.xmlsoap.org/soap/") {
        return "dit is een SOAP-envelop; lever het bericht zelf aan".to_owned();
    }
    let mut parts = namespace.strip_prefix("http://www.istandaarden.nl/").unwrap_or_default().split('/');
    match (parts.next(), parts.next()) {
        (Some(standard @ ("iwmo" | "ijw")), Some(version))
            if version.len() <= 5 && version.bytes().all(|b| b.is_ascii_digit() || b == b'_') =>
        {
            let name = if standard == "iwmo" { "iWmo" } else { "iJw" };
            let version = version.replace('_', ".");
            format!("dit lijkt een bericht van {name} {version}, maar dat bericht of die release is niet geladen")
        }
        _ => "dit is geen bericht van een geladen release (de namespace van het hoofdelement is onbekend)".to_owned(),
    }
}

fn broken_markup(error: &quick_xml::Error) -> &'static str {
    use quick_xml::errors::{Error, IllFormedError, SyntaxError};
    match error {
        Error::Syntax(SyntaxError::UnclosedComment) => "commentaar is niet afgesloten",
        Error::Syntax(SyntaxError::UnclosedCData) => "CDATA is niet afgesloten",
        Error::Syntax(SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl) => "een <? is niet afgesloten",
        Error::Syntax(SyntaxError::UnclosedDoctype) | Error::IllFormed(IllFormedError::MissingDoctypeName) => {
            "een DOCTYPE is niet toegestaan"
        }
        Error::Syntax(_) => "een tag is niet afgesloten of onbegrijpelijk",
        Error::IllFormed(IllFormedError::UnclosedReference) => "een & zonder geldige verwijzing",
        _ => "de XML is niet goed gevormd",
    }
}
