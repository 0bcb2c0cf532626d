//! The window, and the well-formedness of tokens that stand alone.

use super::{Fatal, fatal};
use crate::wellformed;

/// A part of the text.
pub(crate) struct Window<'w> {
    pub(crate) text: &'w str,
    /// Offset of the window in the whole text.
    pub(crate) base: usize,
    /// Whether nothing follows.
    pub(crate) last: bool,
}

impl<'w> Window<'w> {
    pub(crate) fn bytes(&self) -> &'w [u8] {
        self.text.as_bytes()
    }

    /// Text between two places in the window.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'w str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// Where `end` begins, from `from` on.
    pub(super) fn find(&self, from: usize, end: &str) -> Option<usize> {
        let rest = self.bytes().get(from..)?;
        memchr::memmem::find(rest, end.as_bytes()).map(|at| from + at)
    }
}

pub(super) fn is_white(text: &str) -> bool {
    text.bytes().all(is_white_byte)
}

/// How many white bytes there are at the start. Indentation is most of the text between elements, and most of it is one
/// character over and over: eight at a time.
pub(super) fn white_length(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((block, tail)) = rest.split_first_chunk::<8>() {
        if *block != [b'\t'; 8] && *block != [b' '; 8] {
            break;
        }
        rest = tail;
    }
    let done = bytes.len() - rest.len();
    done + rest.iter().position(|b| !is_white_byte(*b)).unwrap_or(rest.len())
}

/// Length of the name at the start of a tag.
pub(super) fn name_length(inner: &str) -> usize {
    inner.bytes().position(is_white_byte).unwrap_or(inner.len())
}

pub(super) fn is_white_byte(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

/// `body` is what stands between `<!--` and `-->`.
pub(super) fn comment(offset: usize, body: &str) -> Result<(), Fatal> {
    if body.contains("--") || body.ends_with('-') {
        return fatal(offset, "in commentaar mag geen -- staan");
    }
    Ok(())
}

/// `body` is what stands between `<?` and `?>`.
pub(super) fn instruction(offset: usize, body: &str) -> Result<(), Fatal> {
    let target = body.split([' ', '\t', '\n', '\r']).next().unwrap_or_default();
    if target == "xml" {
        return declaration(offset, body);
    }
    if wellformed::is_pi_target(target) {
        Ok(())
    } else {
        fatal(offset, "een processing instruction is niet goed gevormd")
    }
}

fn declaration(offset: usize, body: &str) -> Result<(), Fatal> {
    if offset != 0 {
        return fatal(offset, "de XML-declaratie moet helemaal vooraan staan");
    }
    if wellformed::is_declaration(body.strip_prefix("xml").unwrap_or_default()) {
        Ok(())
    } else {
        fatal(offset, "de XML-declaratie is niet goed gevormd")
    }
}
