//! Elements: which may stand where, and what closes them.

use std::rc::Rc;

use super::message::{expected, list, peek_header, unknown_root};
use super::token::{Window, name_length};
use super::{Content, Fatal, Frame, REMEMBERED, Run, Sink, Value, fatal};
use crate::content::{Progress, Step};
use crate::describe;
use crate::finding::Source;
use crate::model::{ComplexType, Particle, Release, Type, TypeId};
use crate::names::NameId;
use crate::simple::SimpleType;
use crate::wellformed;

impl<'s, S: Sink> Run<'s, '_, S> {
    pub(super) fn start_tag(&mut self, w: &Window<'_>, at: usize) -> Result<Option<usize>, Fatal> {
        // The tag that is expected, written as before, has no attributes to look for.
        let rest = w.bytes().get(at + 1..).unwrap_or_default();
        if let Some((name, tag)) = self.expected_tag()
            && let Some([b'>', ..]) = rest.strip_prefix(tag.as_bytes())
        {
            let (tag, next) = (Rc::clone(tag), at + tag.len() + 2);
            self.may_open(w.base + at)?;
            let frame = self.open(w, w.base + at, tag, Some(name), self.namespaces.mark());
            let simple = matches!(frame.content, Content::Text { .. });
            self.stack.push(frame);
            return Ok(Some(if simple { self.simple_value(w, next) } else { next }));
        }
        let Some(end) = tag_end(w.bytes(), at) else { return self.unfinished_tag(w, at) };
        if end - at > self.limits.tag {
            return fatal(w.base + at, "een tag is te lang");
        }
        self.start(w, at, end)?;
        Ok(Some(end + 1))
    }

    /// A value and its end tag in one go, when nothing in it needs a closer look; otherwise the general way goes on from
    /// the start of the value.
    fn simple_value(&mut self, w: &Window<'_>, at: usize) -> usize {
        let rest = w.bytes().get(at..).unwrap_or_default();
        let Some(length) = rest.iter().position(|b| matches!(b, b'<' | b'&' | b']' | b'\r')) else { return at };
        let Some(frame) = self.stack.last() else { return at };
        let after = rest.get(length..).and_then(|rest| rest.strip_prefix(b"</"));
        let Some([b'>', ..]) = after.and_then(|after| after.strip_prefix(frame.tag.as_bytes())) else { return at };
        let next = at + length + frame.tag.len() + 3;
        if let Content::Text { ty } = frame.content {
            let span = (w.base + at, w.base + at + length);
            self.value(w, ty, w.slice(at, at + length), Some(span));
        }
        self.sink.end();
        // No tag that is written as before binds a namespace.
        self.stack.pop();
        next
    }

    fn may_open(&self, offset: usize) -> Result<(), Fatal> {
        if self.stack.len() >= self.limits.depth {
            return fatal(offset, &format!("de elementen zijn dieper genest dan {} lagen", self.limits.depth));
        }
        if self.stack.is_empty() && self.root_seen {
            return fatal(offset, "na het hoofdelement volgt nog een element");
        }
        Ok(())
    }

    fn unfinished_tag(&self, w: &Window<'_>, at: usize) -> Result<Option<usize>, Fatal> {
        if w.last {
            return fatal(w.base + at, "een tag is niet afgesloten: het bestand eindigt midden in het bericht");
        }
        if w.text.len() - at > self.limits.tag {
            return fatal(w.base + at, "een tag is te lang");
        }
        Ok(None)
    }

    /// A start tag whose `>` stands at `end`.
    fn start(&mut self, w: &Window<'_>, at: usize, end: usize) -> Result<(), Fatal> {
        let offset = w.base + at;
        self.may_open(offset)?;
        let inner = w.slice(at + 1, end);
        let (inner, empty) = inner.strip_suffix('/').map_or((inner, false), |inner| (inner, true));
        let mark = self.namespaces.mark();
        let (qname, raw) = inner.split_at_checked(name_length(inner)).unwrap_or((inner, ""));
        let schema_attributes = if raw.is_empty() { Vec::new() } else { self.attributes(offset, raw)? };
        if self.namespaces.mark() != mark {
            self.forget_names();
        }
        let (tag, name) = self.resolve(w, at, qname)?;
        let frame = self.open(w, offset, tag, name, mark);
        let known = !matches!(frame.content, Content::Ignored);
        self.stack.push(frame);
        if known {
            self.schema_attributes(w, offset, &schema_attributes);
        }
        if empty {
            self.close(w);
        }
        Ok(())
    }

    /// The interned name of an element; `None` when no message of the release has it.
    fn resolve(&mut self, w: &Window<'_>, at: usize, qname: &str) -> Result<(Rc<str>, Option<NameId>), Fatal> {
        if let Some((tag, known)) = self.cache.get_key_value(qname) {
            return Ok((Rc::clone(tag), *known));
        }
        if let Some(name) = self.known(qname) {
            return Ok((self.remember(qname, Some(name)), Some(name)));
        }
        let Some((prefix, local)) = wellformed::split_qname(qname) else {
            return fatal(w.base + at, "de naam van een element is niet goed gevormd");
        };
        let Some(namespace) = self.namespaces.resolve(prefix) else {
            return fatal(w.base + at, "een element heeft een niet gedeclareerde prefix; declareer de namespace");
        };
        if !self.root_seen {
            self.message = self.set.find_root(namespace, local, || peek_header(w.slice(at, w.text.len())));
        }
        let name = self.message.and_then(|(release, _)| release.names.find(namespace, local));
        Ok((self.remember(qname, name), name))
    }

    /// The number of a name that the release of this message has. Such a name is well-formed, and so is a prefix that was
    /// declared, so nothing else needs to be looked at.
    fn known(&self, qname: &str) -> Option<NameId> {
        let (release, _) = self.message?;
        let (prefix, local) = qname.split_once(':').unwrap_or(("", qname));
        release.names.find(self.namespaces.resolve(prefix)?, local)
    }

    /// Keeps a name as it was written, for the next time.
    fn remember(&mut self, qname: &str, name: Option<NameId>) -> Rc<str> {
        let tag: Rc<str> = qname.into();
        if self.cache.len() >= REMEMBERED {
            self.cache.clear();
        }
        self.cache.insert(Rc::clone(&tag), name);
        if let Some(name) = name {
            if self.written.len() <= name.index() {
                self.written.resize(name.index() + 1, None);
            }
            if let Some(slot) = self.written.get_mut(name.index()) {
                *slot = Some(Rc::clone(&tag));
            }
        }
        tag
    }

    /// The name most likely to come next inside the innermost element, as it was written before.
    fn expected_tag(&self) -> Option<(NameId, &Rc<str>)> {
        let Some(Frame { content: Content::Elements { ty, progress }, .. }) = self.stack.last() else { return None };
        let name = progress.likely(ty)?;
        Some((name, self.written.get(name.index())?.as_ref()?))
    }

    /// Other bindings are in scope: the same letters may now mean another name.
    fn forget_names(&mut self) {
        self.cache.clear();
        self.written.clear();
    }

    /// The frame of a new element, after judging whether it may stand here.
    fn open(&mut self, w: &Window<'_>, offset: usize, tag: Rc<str>, name: Option<NameId>, mark: usize) -> Frame<'s> {
        let (content, ordinal) =
            if self.root_seen { self.child(w, offset, &tag, name) } else { self.root(w, offset, &tag) };
        if let (false, Some(name)) = (matches!(content, Content::Ignored), name) {
            self.sink.begin(name, offset, ordinal);
        }
        Frame { tag, name, ordinal, offset, place: None, namespaces: mark, content }
    }

    fn root(&mut self, w: &Window<'_>, offset: usize, qname: &str) -> (Content<'s>, u32) {
        self.root_seen = true;
        if let Some((release, message)) = self.message {
            return (content(release, message.root.ty), 0);
        }
        let (prefix, local) = wellformed::split_qname(qname).unwrap_or_default();
        let namespace = self.namespaces.resolve(prefix).unwrap_or_default();
        let header = peek_header(w.text);
        let text = unknown_root(self.set, namespace, local, &header);
        let place = self.places.as_ref().map(|places| places.place(w, offset)).unwrap_or_default();
        self.reporter.add(Source::Xsd, offset, place, || (String::from("/"), text));
        (Content::Ignored, 0)
    }

    fn child(&mut self, w: &Window<'_>, offset: usize, qname: &str, name: Option<NameId>) -> (Content<'s>, u32) {
        let Some((release, _)) = self.message else { return (Content::Ignored, 0) };
        let Some(Frame { content: parent, .. }) = self.stack.last_mut() else { return (Content::Ignored, 0) };
        match parent {
            Content::Ignored => (Content::Ignored, 0),
            Content::Text { .. } => {
                self.add(w, offset, |_| "hier hoort alleen tekst te staan; verwijder het element".to_owned());
                (Content::Ignored, 0)
            }
            Content::Elements { ty, progress } => {
                let (ty, before) = (*ty, *progress);
                let Some((step, particle, ordinal)) = name.and_then(|name| progress.advance(ty, name)) else {
                    self.unexpected(w, offset, qname, ty, before);
                    return (Content::Ignored, 0);
                };
                if step != Step::Fits {
                    self.judge_step(w, offset, ty, before, step, &particle);
                }
                let ordinal = if particle.max == Some(1) { 0 } else { ordinal };
                (content(release, particle.ty), ordinal)
            }
        }
    }

    fn judge_step(
        &mut self,
        w: &Window<'_>,
        offset: usize,
        ty: &'s ComplexType,
        before: Progress,
        step: Step,
        particle: &Particle,
    ) {
        match step {
            Step::Fits => {}
            Step::Skipped { to } => {
                self.add(w, offset, |release| {
                    let missing = list(release, before.missing_until(ty, to).map(|p| p.name));
                    format!("voor {} ontbreekt: {missing}; voeg dat toe", release.names.local(particle.name))
                });
            }
            Step::TooMany => self.add(w, offset, |release| {
                let (max, local) = (particle.max.unwrap_or(1), release.names.local(particle.name));
                format!("{local} mag hier hoogstens {max} keer staan; verwijder wat te veel is")
            }),
            Step::Late => self.add(w, offset, |release| {
                format!(
                    "{} staat niet op zijn plaats; zet het eerder; {}",
                    release.names.local(particle.name),
                    expected(release, ty, before)
                )
            }),
        }
    }

    fn unexpected(&mut self, w: &Window<'_>, offset: usize, qname: &str, ty: &'s ComplexType, progress: Progress) {
        let local = qname.rsplit(':').next().unwrap_or_default();
        self.add(w, offset, |release| {
            let here = ty.particles.iter().find(|p| release.names.local(p.name) == local);
            let what = if let Some(here) = here {
                format!("{local} staat in de verkeerde namespace; gebruik {}", release.names.namespace(here.name))
            } else if release.names.has_local(local) {
                format!("{local} hoort hier niet; verwijder of verplaats het")
            } else {
                let kind = describe::kind_of_characters(local);
                format!("een onbekend element hoort hier niet (naam van {kind}); verwijder het")
            };
            format!("{what}; {}", expected(release, ty, progress))
        });
    }

    pub(super) fn end_tag(&mut self, w: &Window<'_>, at: usize) -> Result<Option<usize>, Fatal> {
        let rest = w.bytes().get(at + 2..).unwrap_or_default();
        if let Some(frame) = self.stack.last()
            && let Some([b'>', ..]) = rest.strip_prefix(frame.tag.as_bytes())
        {
            let next = at + 3 + frame.tag.len();
            self.close(w);
            return Ok(Some(next));
        }
        let Some(length) = memchr::memchr(b'>', rest) else { return self.unfinished_tag(w, at) };
        let name = w.slice(at + 2, at + 2 + length);
        match self.stack.last() {
            Some(frame) if *frame.tag == *name.trim_end_matches([' ', '\t', '\n', '\r']) => self.close(w),
            Some(_) => return fatal(w.base + at, "een eindtag past niet bij de begintag"),
            None => return fatal(w.base + at, "een eindtag zonder begintag"),
        }
        Ok(Some(at + 3 + length))
    }

    fn close(&mut self, w: &Window<'_>) {
        let Some(frame) = self.stack.last() else { return };
        let (offset, place) = (frame.offset, frame.place);
        match frame.content {
            Content::Elements { ty, progress } => {
                if progress.missing_until(ty, usize::MAX).next().is_some() {
                    let place = place.or_else(|| self.places.as_ref().map(|places| places.place(w, offset)));
                    self.add_at(offset, place, |release| {
                        let missing = list(release, progress.missing_until(ty, usize::MAX).map(|p| p.name));
                        format!("ontbreekt: {missing}; voeg dat toe")
                    });
                }
                self.sink.end();
            }
            Content::Text { ty } => {
                let buffer = std::mem::take(&mut self.buffer);
                let span = if buffer.owned.is_some() { None } else { Some(buffer.span.unwrap_or((offset, offset))) };
                self.value(w, ty, buffer.text(w), span);
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

    /// Judges the value of the innermost element and passes it on.
    fn value(&mut self, w: &Window<'_>, ty: &'s SimpleType, text: &str, span: Option<(usize, usize)>) {
        let fault = ty.check(text);
        if let (Some(fault), Some(frame)) = (fault, self.stack.last()) {
            let (element, offset, place) = (frame.name, frame.offset, frame.place);
            let place = place.or_else(|| self.places.as_ref().map(|places| places.place(w, offset)));
            self.add_at(offset, place, |release| {
                let local = element.map(|n| release.names.local(n)).unwrap_or_default();
                let expected = describe::expected(release, ty, fault);
                format!("verwacht {expected}; gevonden {}", describe::found(local, ty, text))
            });
        }
        self.sink.value(Value { text, span, valid: fault.is_none() });
    }
}

/// Where the `>` of a start tag stands; one inside quotes does not count.
fn tag_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut from = at + 1;
    loop {
        let found = from + memchr::memchr3(b'>', b'"', b'\'', bytes.get(from..)?)?;
        let quote = *bytes.get(found)?;
        if quote == b'>' {
            return Some(found);
        }
        from = found + 2 + memchr::memchr(quote, bytes.get(found + 1..)?)?;
    }
}

fn content(release: &Release, ty: TypeId) -> Content<'_> {
    match release.type_of(ty) {
        Some(Type::Complex(ty)) => Content::Elements { ty, progress: Progress::default() },
        Some(Type::Simple(ty)) => Content::Text { ty },
        None => Content::Ignored,
    }
}
