//! Text: kept for a simple element, white space only for a complex one.

use super::token::{Window, is_white, white_length};
use super::{Content, Fatal, Frame, Run, Sink, fatal};
use crate::describe;
use crate::wellformed;

/// A text that is longer than this is taken in parts.
const LONG: usize = 32 * 1024;

/// The text of the simple element that is open; there is at most one.
#[derive(Default)]
pub(super) struct Buffer {
    /// One literal piece in the window.
    pub(super) span: Option<(usize, usize)>,
    pub(super) owned: Option<String>,
}

impl Buffer {
    /// Adds a literal piece at an offset.
    fn literal(&mut self, w: &Window<'_>, offset: usize, text: &str, whole: bool) {
        let line_ends = memchr::memchr(b'\r', text.as_bytes()).is_some();
        if whole && self.span.is_none() && self.owned.is_none() && !line_ends {
            self.span = Some((offset, offset + text.len()));
            return;
        }
        let owned = self.own(w);
        if line_ends {
            owned.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
        } else {
            owned.push_str(text);
        }
    }

    /// Adds a resolved reference; a carriage return in it is no line end.
    fn resolved(&mut self, w: &Window<'_>, text: &str) {
        self.own(w).push_str(text);
    }

    fn own(&mut self, w: &Window<'_>) -> &mut String {
        let span = self.span.take();
        self.owned.get_or_insert_with(|| Self::lift(w, span).unwrap_or_default().to_owned())
    }

    fn lift<'w>(w: &Window<'w>, span: Option<(usize, usize)>) -> Option<&'w str> {
        let (start, end) = span?;
        w.text.get(start.checked_sub(w.base)?..end.checked_sub(w.base)?)
    }

    /// The value so far.
    pub(super) fn text<'v>(&'v self, w: &Window<'v>) -> &'v str {
        match &self.owned {
            Some(owned) => owned,
            None => Self::lift(w, self.span).unwrap_or_default(),
        }
    }

    /// The window goes away: what stands in it is kept.
    pub(super) fn leave(&mut self, w: &Window<'_>) {
        if self.span.is_some() {
            self.own(w);
        }
    }
}

impl<S: Sink> Run<'_, '_, S> {
    /// Text up to the next markup or reference.
    pub(super) fn characters(&mut self, w: &Window<'_>, at: usize) -> Result<Option<usize>, Fatal> {
        let rest = w.bytes().get(at..).unwrap_or_default();
        // By far the most common: indentation between elements.
        if !matches!(self.stack.last(), Some(Frame { content: Content::Text { .. }, .. })) {
            let white = white_length(rest);
            if white > 0 {
                return Ok(Some(at + white));
            }
        }
        let (mut length, whole) = match memchr::memchr2(b'<', b'&', rest) {
            Some(0) => return self.reference(w, at),
            Some(length) => (length, true),
            None => (rest.len(), w.last),
        };
        if !whole {
            if rest.len() < LONG {
                return Ok(None);
            }
            // What may belong to what follows waits for it.
            while length > 0 && matches!(rest.get(length - 1), Some(b']' | b'\r')) {
                length -= 1;
            }
            if length == 0 {
                return Ok(None);
            }
        }
        let text = w.slice(at, at + length);
        if memchr::memchr(b']', text.as_bytes()).is_some() && text.contains("]]>") {
            return fatal(w.base + at, "]]> mag niet in tekst staan");
        }
        if self.stack.is_empty() {
            return if is_white(text) {
                Ok(Some(at + length))
            } else {
                fatal(w.base + at, "tekst buiten het hoofdelement")
            };
        }
        self.piece(w, w.base + at, text, whole);
        Ok(Some(at + length))
    }

    pub(super) fn cdata(&mut self, w: &Window<'_>, from: usize, to: usize) -> Result<(), Fatal> {
        if self.stack.is_empty() {
            return fatal(w.base + from, "CDATA buiten het hoofdelement");
        }
        self.piece(w, w.base + from, w.slice(from, to), true);
        Ok(())
    }

    fn reference(&mut self, w: &Window<'_>, at: usize) -> Result<Option<usize>, Fatal> {
        if self.stack.is_empty() {
            return fatal(w.base + at, "tekst buiten het hoofdelement");
        }
        let rest = w.bytes().get(at + 1..).unwrap_or_default();
        let Some(length) = rest.iter().position(|b| matches!(b, b';' | b'<' | b'&')) else {
            if !w.last && rest.len() <= self.limits.tag {
                return Ok(None);
            }
            return fatal(w.base + at, "een & zonder geldige verwijzing; schrijf &amp;");
        };
        if rest.get(length) != Some(&b';') {
            return fatal(w.base + at, "een & zonder geldige verwijzing; schrijf &amp;");
        }
        let Some(c) = wellformed::reference(w.slice(at + 1, at + 1 + length)) else {
            return fatal(w.base + at, "een onbekende entiteit of een verwijzing naar een ongeldig teken");
        };
        match self.stack.last() {
            Some(Frame { content: Content::Text { .. }, .. }) => self.buffer.resolved(w, c.encode_utf8(&mut [0; 4])),
            _ => self.piece(w, w.base + at, c.encode_utf8(&mut [0; 4]), false),
        }
        Ok(Some(at + length + 2))
    }

    /// Text inside the innermost element: kept for a simple one, white space only for a complex one.
    fn piece(&mut self, w: &Window<'_>, offset: usize, text: &str, whole: bool) {
        let Some(frame) = self.stack.last() else { return };
        match frame.content {
            Content::Ignored => {}
            Content::Elements { .. } => {
                if !is_white(text) {
                    let kind = describe::kind_of_characters(text.trim());
                    self.add(w, offset, |_| {
                        format!("hier horen alleen elementen te staan, geen tekst; verwijder wat hier staat: {kind}")
                    });
                }
            }
            Content::Text { .. } => self.buffer.literal(w, offset, text, whole),
        }
    }
}
