//! Text: kept for a simple element, white space only for a complex one.

use super::token::{Span, is_white};
use super::{Content, Fatal, Frame, Run, Sink, fatal};
use crate::describe;
use crate::wellformed;

/// The text of the simple element that is open; there is at most one.
#[derive(Default)]
pub(super) struct Buffer {
    pub(super) span: Option<(usize, usize)>,
    pub(super) owned: Option<String>,
}

impl Buffer {
    pub(super) fn push(&mut self, input: &str, text: &str, literal: Option<(usize, usize)>) {
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

impl<'t, S: Sink> Run<'t, '_, '_, S> {
    pub(super) fn characters(&mut self, span: &Span<'t>) -> Result<(), Fatal> {
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

    pub(super) fn cdata(&mut self, span: &Span<'t>) -> Result<(), Fatal> {
        if self.stack.is_empty() {
            return fatal(span.start, "CDATA buiten het hoofdelement");
        }
        let text = span.inner(9, 3);
        self.text_piece(span.start, text, Some((span.start + 9, span.end.saturating_sub(3))));
        Ok(())
    }

    pub(super) fn reference(&mut self, span: &Span<'t>) -> Result<(), Fatal> {
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
}
