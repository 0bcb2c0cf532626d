//! One pass over the text: well-formedness, namespaces, order, cardinality and facets.
//!
//! The text comes in windows: slices of a message that is in memory, or what was read of a stream. A window ends anywhere;
//! what cannot be decided yet is left for the next. Tokens are found here and not by a library, because the two most common
//! ones (the tag that is expected next, and a value with its end tag) then need no more than a comparison. A fault in
//! well-formedness ends the pass, a fault against the schema does not: all of them are reported, up to a cap.

mod attributes;
mod element;
mod markup;
mod message;
mod text;
mod token;

use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::RandomState;

use crate::content::Progress;
use crate::finding::{Finding, Locator, Place, Source};
use crate::model::{ComplexType, Message, Release, SchemaSet};
use crate::names::NameId;
use crate::namespaces::Namespaces;
use crate::places::Places;
use crate::reporter::Reporter;
use crate::simple::SimpleType;
use crate::wellformed;
use message::path;
use text::Buffer;
pub(crate) use token::Window;

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
    /// Longest tag, in bytes: names and attributes are kept whole while they are read.
    pub tag: usize,
    /// Longest comment, processing instruction or CDATA section, in bytes.
    pub section: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 64, attributes: 64, bindings: 256, findings: 1000, tag: 65_536, section: 10_000_000 }
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

/// First size of a window over a message in memory: small enough to stay in the cache between the checks.
const WINDOW: usize = 64 * 1024;

/// Validates `text` against the releases in `set`, feeding `sink` on the way.
pub fn validate<'s, S: Sink>(text: &str, set: &'s SchemaSet, limits: &Limits, sink: &mut S) -> Report<'s> {
    let mut run = Run::new(set, limits, sink);
    match run.whole(text) {
        Ok(()) => run.finish(text.len()),
        Err(fatal) => run.fatal(fatal),
    }
    let mut report = run.report();
    let mut locator = Locator::new(text);
    for finding in &mut report.findings {
        finding.place = locator.place(finding.offset);
    }
    report
}

/// A fault after which nothing can be said about the rest.
pub(crate) struct Fatal {
    offset: usize,
    place: Option<Place>,
    message: String,
}

fn fatal<T>(offset: usize, message: &str) -> Result<T, Fatal> {
    Err(Fatal { offset, place: None, message: message.to_owned() })
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

struct Frame<'s> {
    /// Qualified name as written.
    tag: Rc<str>,
    name: Option<NameId>,
    ordinal: u32,
    offset: usize,
    /// Kept when the start tag leaves the window before the element ends.
    place: Option<Place>,
    namespaces: usize,
    content: Content<'s>,
}

/// One pass.
pub(crate) struct Run<'s, 'r, S> {
    set: &'s SchemaSet,
    limits: &'r Limits,
    sink: &'r mut S,
    namespaces: Namespaces,
    stack: Vec<Frame<'s>>,
    reporter: Reporter,
    message: Option<(&'s Release, &'s Message)>,
    root_seen: bool,
    well_formed: bool,
    /// Qualified names already resolved under the bindings in scope.
    cache: HashMap<Rc<str>, Option<NameId>, RandomState>,
    /// The same the other way round, by number of the name: most elements are the one that is expected next, and then a
    /// comparison is enough.
    written: Vec<Option<Rc<str>>>,
    buffer: Buffer,
    /// Lines so far, when the text is not there afterwards to count them.
    places: Option<Places>,
}

/// Room for the names of a small message, so that it is made once.
const NAMES_ROOM: usize = 100;

/// Most qualified names that are remembered; a message of the standard has below two hundred.
const REMEMBERED: usize = 4096;

impl<'s, 'r, S: Sink> Run<'s, 'r, S> {
    pub(crate) fn new(set: &'s SchemaSet, limits: &'r Limits, sink: &'r mut S) -> Self {
        Self {
            set,
            limits,
            sink,
            namespaces: Namespaces::default(),
            stack: Vec::new(),
            reporter: Reporter::new(limits.findings),
            message: None,
            root_seen: false,
            well_formed: false,
            cache: HashMap::with_capacity_and_hasher(NAMES_ROOM, RandomState::default()),
            written: Vec::new(),
            buffer: Buffer::default(),
            places: None,
        }
    }

    /// Tells the place of each finding while its line is still there.
    pub(crate) fn keep_places(&mut self) {
        self.places = Some(Places::default());
    }

    fn whole(&mut self, text: &str) -> Result<(), Fatal> {
        let (mut at, mut size) = (0, WINDOW);
        loop {
            let mut end = (at + size).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            let last = end == text.len();
            let used = self.feed(text.get(at..end).unwrap_or_default(), at, last)?;
            at += used;
            if last {
                return Ok(());
            }
            // A token longer than the window.
            size = if used == 0 { size * 2 } else { WINDOW };
        }
    }

    /// Takes in a window that begins at `base` and says how much of it is done with. The rest comes back at the start of
    /// the next window, with more behind it; of the last window nothing is left.
    pub(crate) fn feed(&mut self, text: &str, base: usize, last: bool) -> Result<usize, Fatal> {
        self.take_in(text, base, last).map_err(|fatal| {
            let places = self.places.as_ref();
            let place = places.map(|places| places.place(&Window { text, base, last }, fatal.offset));
            Fatal { place, ..fatal }
        })
    }

    fn take_in(&mut self, text: &str, base: usize, last: bool) -> Result<usize, Fatal> {
        let illegal = wellformed::first_illegal_char(text);
        let legal = illegal.and_then(|at| text.get(..at)).unwrap_or(text);
        let window = Window { text: legal, base, last: last && illegal.is_none() };
        let used = self.tokens(&window)?;
        if let Some(at) = illegal {
            return fatal(base + at, "een teken dat in XML niet mag voorkomen; verwijder het");
        }
        if used == 0 && !last && text.len() > self.limits.section {
            return fatal(base, "een tag, commentaar of CDATA is te lang");
        }
        self.leave(&window, used);
        Ok(used)
    }

    fn tokens(&mut self, w: &Window<'_>) -> Result<usize, Fatal> {
        let mut at = 0;
        loop {
            match self.token(w, at)? {
                Some(next) => at = next,
                None => return Ok(at),
            }
        }
    }

    /// One token at `at`: where the next one begins, or `None` when the window does not hold all of it.
    fn token(&mut self, w: &Window<'_>, at: usize) -> Result<Option<usize>, Fatal> {
        match w.bytes().get(at..) {
            None | Some([]) => Ok(None),
            Some([b'<', b'/', ..]) => self.end_tag(w, at),
            Some([b'<', b'!', ..]) => self.exclamation(w, at),
            Some([b'<', b'?', ..]) => self.question(w, at),
            Some([b'<']) if !w.last => Ok(None),
            Some([b'<', ..]) => self.start_tag(w, at),
            Some(_) => self.characters(w, at),
        }
    }

    /// The part of the window that is done with goes away: what points into it is kept.
    fn leave(&mut self, w: &Window<'_>, used: usize) {
        self.buffer.leave(w);
        let Some(places) = &mut self.places else { return };
        for frame in self.stack.iter_mut().filter(|frame| frame.place.is_none()) {
            frame.place = Some(places.place(w, frame.offset));
        }
        places.leave(w, used);
    }

    /// The end of the text; what is missing then is a fault.
    pub(crate) fn finish(&mut self, end: usize) {
        if !self.stack.is_empty() {
            self.stop(end, "het bestand eindigt midden in het bericht; lever het hele bericht aan");
        } else if self.root_seen {
            self.well_formed = true;
        } else {
            self.stop(end, "het bestand bevat geen element");
        }
    }

    /// Ends the pass with a reason.
    pub(crate) fn stop(&mut self, offset: usize, message: &str) {
        let place = self.places.as_ref().map(Places::here);
        self.fatal(Fatal { offset, place, message: message.to_owned() });
    }

    pub(crate) fn fatal(&mut self, fatal: Fatal) {
        // The fault that ends the pass is always told, even when the cap is reached.
        let place = fatal.place.unwrap_or_default();
        let finding =
            Finding { source: Source::Xml, offset: fatal.offset, place, path: self.path(), message: fatal.message };
        if self.reporter.findings.len() >= self.limits.findings {
            self.reporter.findings.pop();
            self.reporter.truncated = true;
        }
        self.reporter.findings.push(finding);
    }

    pub(crate) fn report(self) -> Report<'s> {
        let mut findings = self.reporter.findings;
        // An element that misses something at its end is told at its start.
        findings.sort_by_key(|finding| finding.offset);
        Report { message: self.message, findings, truncated: self.reporter.truncated, well_formed: self.well_formed }
    }

    /// A finding at an offset in the window.
    fn add(&mut self, w: &Window<'_>, offset: usize, message: impl FnOnce(&Release) -> String) {
        let place = self.places.as_mut().map(|places| places.place(w, offset));
        self.add_at(offset, place, message);
    }

    fn add_at(&mut self, offset: usize, place: Option<Place>, message: impl FnOnce(&Release) -> String) {
        let Some((release, _)) = self.message else { return };
        let (reporter, stack) = (&mut self.reporter, &self.stack);
        reporter.add(Source::Xsd, offset, place.unwrap_or_default(), || (path(release, stack), message(release)));
    }

    fn path(&self) -> String {
        self.message.map_or_else(|| "/".to_owned(), |(release, _)| path(release, &self.stack))
    }
}
