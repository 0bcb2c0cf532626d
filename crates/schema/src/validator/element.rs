//! Elements: which may stand where, and what closes them.

use super::message::{expected, list, peek_header, unknown_root};
use super::token::{Span, name_length};
use super::{Content, Fatal, Frame, Run, Sink, Value, fatal};
use crate::content::{Progress, Step};
use crate::describe;
use crate::finding::Source;
use crate::model::{ComplexType, Particle, Release, Type, TypeId};
use crate::names::NameId;
use crate::simple::SimpleType;
use crate::wellformed;

impl<'t, 's, S: Sink> Run<'t, 's, '_, S> {
    pub(super) fn start(&mut self, span: &Span<'t>, empty: bool) -> Result<(), Fatal> {
        if self.stack.len() >= self.limits.depth {
            return fatal(span.start, &format!("de elementen zijn dieper genest dan {} lagen", self.limits.depth));
        }
        if self.stack.is_empty() && self.root_seen {
            return fatal(span.start, "na het hoofdelement volgt nog een element");
        }
        let inner = span.inner(1, if empty { 2 } else { 1 });
        // The tag that is expected, written as before, has no attributes to look for.
        let mark = self.namespaces.mark();
        if let Some(name) = self.expected_name().filter(|next| self.written.get(next.index()) == Some(&inner)) {
            let frame = self.open(span, inner, Some(name), mark);
            self.push(frame, empty);
            return Ok(());
        }
        let (qname, raw) = inner.split_at_checked(name_length(inner)).unwrap_or((inner, ""));
        let schema_attributes = if raw.is_empty() { Vec::new() } else { self.attributes(span, raw)? };
        if self.namespaces.mark() != mark {
            self.forget_names();
        }
        let name = self.resolve(span, qname)?;
        let frame = self.open(span, qname, name, mark);
        let known = !matches!(frame.content, Content::Ignored);
        self.push(frame, false);
        if known {
            self.schema_attributes(span, &schema_attributes);
        }
        if empty {
            self.close();
        }
        Ok(())
    }

    fn push(&mut self, frame: Frame<'t, 's>, empty: bool) {
        self.stack.push(frame);
        if empty {
            self.close();
        }
    }

    /// The interned name of an element; `None` when no message of the release has it.
    fn resolve(&mut self, span: &Span<'t>, qname: &'t str) -> Result<Option<NameId>, Fatal> {
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
            self.message = self.set.find_root(namespace, local, || peek_header(self.text));
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
            Step::Skipped { to } => {
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

    pub(super) fn end(&mut self, span: &Span<'t>) -> Result<(), Fatal> {
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
}

fn content(release: &Release, ty: TypeId) -> Content<'_> {
    match release.type_of(ty) {
        Some(Type::Complex(ty)) => Content::Elements { ty, progress: Progress::default() },
        Some(Type::Simple(ty)) => Content::Text { ty },
        None => Content::Ignored,
    }
}
