//! Tokens of the text, and the well-formedness of those that stand alone.

use super::{Fatal, fatal};
use crate::wellformed;

/// What the tokenizer found.
#[derive(Clone, Copy)]
pub(super) enum Token {
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
pub(super) struct Span<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'t> Span<'t> {
    pub(super) fn whole(&self) -> &'t str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// The token without `front` bytes before and `back` bytes behind.
    pub(super) fn inner(&self, front: usize, back: usize) -> &'t str {
        let whole = self.whole();
        whole.get(front..whole.len().saturating_sub(back)).unwrap_or_default()
    }
}

pub(super) fn position(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

pub(super) fn is_white(text: &str) -> bool {
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
pub(super) fn name_length(inner: &str) -> usize {
    inner.bytes().position(is_white_byte).unwrap_or(inner.len())
}

fn is_white_byte(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

pub(super) fn comment(span: &Span<'_>) -> Result<(), Fatal> {
    let whole = span.whole();
    let body = span.inner(4, 3);
    if whole.len() < 7 || body.contains("--") || body.ends_with('-') {
        return fatal(span.start, "in commentaar mag geen -- staan");
    }
    Ok(())
}

pub(super) fn instruction(span: &Span<'_>) -> Result<(), Fatal> {
    let body = span.inner(2, 2);
    let target = body.split([' ', '\t', '\n', '\r']).next().unwrap_or_default();
    if wellformed::is_pi_target(target) {
        Ok(())
    } else {
        fatal(span.start, "een processing instruction is niet goed gevormd")
    }
}

pub(super) fn declaration(span: &Span<'_>) -> Result<(), Fatal> {
    if span.start != 0 {
        return fatal(span.start, "de XML-declaratie moet helemaal vooraan staan");
    }
    if wellformed::is_declaration(span.inner(5, 2)) {
        Ok(())
    } else {
        fatal(span.start, "de XML-declaratie is niet goed gevormd")
    }
}
