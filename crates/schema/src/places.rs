//! Lines and columns in a text that passes by in windows.

use crate::finding::Place;
use crate::validator::Window;

/// Where the window begins.
#[derive(Debug)]
pub(crate) struct Places {
    /// Offset up to which lines are counted, and the place there.
    offset: usize,
    here: Place,
}

impl Default for Places {
    fn default() -> Self {
        Self { offset: 0, here: Place { line: 1, column: 1 } }
    }
}

impl Places {
    /// The place of an offset in the window.
    pub(crate) fn place(&self, w: &Window<'_>, offset: usize) -> Place {
        let from = self.offset.saturating_sub(w.base);
        let to = offset.saturating_sub(w.base).min(w.text.len());
        let passed = w.bytes().get(from..to).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', passed).count() as u64;
        let tail = match memchr::memrchr(b'\n', passed) {
            Some(newline) => passed.get(newline + 1..).unwrap_or_default(),
            None => passed,
        };
        // Characters are counted by their first byte.
        let characters = tail.iter().filter(|b| (**b & 0xC0) != 0x80).count() as u64;
        let before = if lines == 0 { self.here.column } else { 1 };
        Place { line: self.here.line + lines, column: before + characters }
    }

    /// The place up to which everything is done with.
    pub(crate) fn here(&self) -> Place {
        self.here
    }

    /// Counts what is done with.
    pub(crate) fn leave(&mut self, w: &Window<'_>, used: usize) {
        self.here = self.place(w, w.base + used);
        self.offset = w.base + used;
    }
}
