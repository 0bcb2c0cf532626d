//! Findings of level 1 and the way from a byte offset to a line and column.

/// Which demand a finding of level 1 is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Not well-formed, or not readable as XML at all.
    Xml,
    /// Well-formed, but not what the schema says.
    Xsd,
}

impl Source {
    /// The rule id that reports and other programs see.
    pub fn rule(self) -> &'static str {
        match self {
            Source::Xml => "XML",
            Source::Xsd => "XSD",
        }
    }
}

/// One fault of level 1. Texts are Dutch, for people, and hold no value that could identify a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Well-formedness or schema.
    pub source: Source,
    /// Byte offset in the text that was validated.
    pub offset: usize,
    /// Line and column of that offset.
    pub place: Place,
    /// Path of known element names, e.g. `/Bericht/Client/StartProducten/StartProduct[2]/Begindatum`.
    pub path: String,
    /// What was expected, and what was found as far as that may be shown.
    pub message: String,
}

/// One-based line and column (in characters).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// One-based line.
    pub line: u64,
    /// One-based column, counted in characters.
    pub column: u64,
}

/// Turns offsets into places; cheap when they are asked for in rising order.
#[derive(Debug)]
pub struct Locator<'t> {
    text: &'t str,
    line: u64,
    line_start: usize,
}

impl<'t> Locator<'t> {
    /// A locator at the start of `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text, line: 1, line_start: 0 }
    }

    /// The place of a byte offset; offsets past the end mean the end.
    pub fn place(&mut self, offset: usize) -> Place {
        let offset = offset.min(self.text.len());
        if offset < self.line_start {
            (self.line, self.line_start) = (1, 0);
        }
        let bytes = self.text.as_bytes();
        let passed = bytes.get(self.line_start..offset).unwrap_or_default();
        let (mut lines, mut last) = (0, None);
        for newline in memchr::memchr_iter(b'\n', passed) {
            lines += 1;
            last = Some(newline);
        }
        self.line += lines;
        self.line_start += last.map_or(0, |newline| newline + 1);
        let before = bytes.get(self.line_start..offset).unwrap_or_default();
        // Characters are counted by their first byte.
        let column = before.iter().filter(|b| (**b & 0xC0) != 0x80).count() as u64 + 1;
        Place { line: self.line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters() {
        let text = "a\nbé\r\nxyz";
        let mut locator = Locator::new(text);
        assert_eq!(locator.place(0), Place { line: 1, column: 1 });
        assert_eq!(locator.place(2), Place { line: 2, column: 1 });
        assert_eq!(locator.place(5), Place { line: 2, column: 3 });
        assert_eq!(locator.place(8), Place { line: 3, column: 2 });
        assert_eq!(locator.place(0), Place { line: 1, column: 1 }, "going back works too");
        assert_eq!(locator.place(999), Place { line: 3, column: 4 });
    }
}
