//! XSD regular expressions, translated to the `regex` crate's syntax.
//!
//! XSD differs from the usual dialects: a pattern always covers the whole value, `^` and `$` are ordinary characters, `.`
//! excludes line feed and carriage return only, `\s` is exactly space, tab, line feed and carriage return, and `.` inside a
//! class is a literal. Character class subtraction, block escapes (`\p{IsLatin}`) and `\i`/`\c` are outside our subset and
//! are refused by name when the schema is loaded.

use std::sync::OnceLock;

use regex::Regex;

/// One compiled pattern facet value.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    /// Most patterns of the standard are one class of plain characters, repeated: those need no engine.
    run: Option<Run>,
    /// The two ways in which the standard says "not blank".
    blank: Option<NotBlank>,
    translated: String,
    /// Built on first use: most patterns of a release are never needed by one message.
    compiled: OnceLock<Option<Regex>>,
}

/// Why a pattern was refused.
#[derive(Debug)]
pub enum PatternError {
    /// Valid XSD, outside the subset.
    Unsupported(String),
    /// Not a valid XSD regular expression.
    Invalid(String),
    /// Refused by the engine (size).
    Engine(Box<regex::Error>),
}

impl Pattern {
    /// Translates `source`; the result is checked by the engine's parser at once, compiled on first use.
    pub fn new(source: &str) -> Result<Self, PatternError> {
        let translated = Translator::new(source).translate()?;
        let (run, blank) = (Run::recognise(source), NotBlank::recognise(source));
        // What is matched without the engine (such as a fixed BerichtCode) need not be compiled to know that it is right;
        // compiling is most of the time it takes to load a release.
        if !is_literal(source) && run.is_none() && blank.is_none() {
            Regex::new(&translated).map_err(|e| PatternError::Engine(Box::new(e)))?;
        }
        Ok(Self { source: source.to_owned(), run, blank, translated, compiled: OnceLock::new() })
    }

    /// The pattern as the XSD has it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether the whole of `value` matches.
    pub fn matches(&self, value: &str) -> bool {
        if is_literal(&self.source) {
            return self.source == value;
        }
        if let Some(run) = &self.run {
            return run.matches(value);
        }
        if let Some(blank) = self.blank {
            return blank.matches(value);
        }
        self.engine(value)
    }

    fn engine(&self, value: &str) -> bool {
        self.compiled
            .get_or_init(|| Regex::new(&self.translated).ok())
            .as_ref()
            .is_some_and(|regex| regex.is_match(value))
    }
}

/// At least one character that is no white space; on one line, or over any number of lines.
#[derive(Debug, Clone, Copy)]
enum NotBlank {
    OneLine,
    AnyLines,
}

impl NotBlank {
    fn recognise(source: &str) -> Option<Self> {
        match source {
            r".*[^\s].*" => Some(Self::OneLine),
            r"([.\s]*\S+[.\s]*)+" => Some(Self::AnyLines),
            _ => None,
        }
    }

    fn matches(self, value: &str) -> bool {
        let lines = matches!(self, Self::AnyLines) || !value.bytes().any(|b| matches!(b, b'\n' | b'\r'));
        lines && value.bytes().any(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\r'))
    }
}

/// A pattern of the form `[0-9]{4}`, `[^:Z]*` or `([a-zA-Z0-9])+` over ASCII characters.
#[derive(Debug)]
struct Run {
    negated: bool,
    members: [bool; 128],
    min: usize,
    max: Option<usize>,
}

impl Run {
    fn recognise(source: &str) -> Option<Self> {
        let body = source.strip_prefix("([").and_then(|rest| rest.split_once("])"));
        let (class, quantity) = body.or_else(|| source.strip_prefix('[').and_then(|rest| rest.split_once(']')))?;
        let (negated, class) = class.strip_prefix('^').map_or((false, class), |rest| (true, rest));
        if class.is_empty() || !class.is_ascii() || class.contains(['\\', '[']) {
            return None;
        }
        let (min, max) = match quantity {
            "" => (1, Some(1)),
            "*" => (0, None),
            "+" => (1, None),
            counted => {
                let count = counted.strip_prefix('{')?.strip_suffix('}')?.parse().ok()?;
                (count, Some(count))
            }
        };
        Some(Self { negated, members: members(class.as_bytes())?, min, max })
    }

    fn matches(&self, value: &str) -> bool {
        let fits = |b: u8| self.members.get(usize::from(b)).copied().unwrap_or(false) != self.negated;
        let mut count = 0;
        for b in value.bytes() {
            // A character is counted and judged by its first byte; no member is outside ASCII.
            if (b & 0xC0) != 0x80 {
                count += 1;
                if !fits(b) {
                    return false;
                }
            }
        }
        count >= self.min && self.max.is_none_or(|max| count <= max)
    }
}

/// The members of a class without escapes; `None` when it is not plain after all.
fn members(class: &[u8]) -> Option<[bool; 128]> {
    let mut members = [false; 128];
    let mut rest = class;
    while let Some((first, tail)) = rest.split_first() {
        let (last, tail) = match tail {
            [b'-', last, tail @ ..] => (last, tail),
            tail => (first, tail),
        };
        for b in *first..=*last {
            *members.get_mut(usize::from(b))? = true;
        }
        rest = tail;
    }
    Some(members)
}

fn is_literal(source: &str) -> bool {
    !source.is_empty() && source.bytes().all(|b| b.is_ascii_alphanumeric())
}

struct Translator<'s> {
    chars: std::iter::Peekable<std::str::Chars<'s>>,
    out: String,
    depth: u32,
}

impl<'s> Translator<'s> {
    fn new(source: &'s str) -> Self {
        Self { chars: source.chars().peekable(), out: String::from(r"\A(?:"), depth: 0 }
    }

    fn translate(mut self) -> Result<String, PatternError> {
        while let Some(c) = self.chars.next() {
            match c {
                '.' => self.out.push_str(r"[^\n\r]"),
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                '(' => {
                    self.depth += 1;
                    self.out.push_str("(?:");
                }
                ')' => {
                    self.depth = self.depth.checked_sub(1).ok_or_else(|| invalid("unbalanced )"))?;
                    self.out.push(')');
                }
                '|' | '?' | '*' | '+' => self.out.push(c),
                '{' => self.quantity()?,
                ']' | '}' => return Err(invalid("unescaped ] or }")),
                other => self.literal(other),
            }
        }
        if self.depth != 0 {
            return Err(invalid("unbalanced ("));
        }
        self.out.push_str(r")\z");
        Ok(self.out)
    }

    /// Literal characters go out as code points, so that nothing can have a meaning of its own.
    fn literal(&mut self, c: char) {
        use std::fmt::Write as _;
        if c.is_ascii_alphanumeric() {
            self.out.push(c);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(self.out, r"\x{{{:X}}}", u32::from(c));
        }
    }

    fn quantity(&mut self) -> Result<(), PatternError> {
        let mut body = String::new();
        loop {
            match self.chars.next() {
                Some('}') => break,
                Some(c) if c.is_ascii_digit() || c == ',' => body.push(c),
                _ => return Err(invalid("broken quantifier")),
            }
        }
        let starts_with_digit = body.starts_with(|c: char| c.is_ascii_digit());
        if !starts_with_digit || body.matches(',').count() > 1 {
            return Err(invalid("broken quantifier"));
        }
        self.out.push('{');
        self.out.push_str(&body);
        self.out.push('}');
        Ok(())
    }

    /// An escape after the backslash; multi-character escapes may stand in a class too.
    fn escape(&mut self, in_class: bool) -> Result<(), PatternError> {
        let c = self.chars.next().ok_or_else(|| invalid("ends in a backslash"))?;
        let (positive, negative) = (r" \t\n\r", r"[^ \t\n\r]");
        match c {
            's' if in_class => self.out.push_str(positive),
            's' => self.out.push_str(r"[ \t\n\r]"),
            'S' => self.out.push_str(negative),
            'd' => self.out.push_str(r"\p{Nd}"),
            'D' => self.out.push_str(r"\P{Nd}"),
            'w' => self.out.push_str(r"[^\p{P}\p{Z}\p{C}]"),
            'W' => self.out.push_str(r"[\p{P}\p{Z}\p{C}]"),
            'p' | 'P' => self.category(c)?,
            'n' => self.out.push_str(r"\n"),
            'r' => self.out.push_str(r"\r"),
            't' => self.out.push_str(r"\t"),
            'i' | 'I' | 'c' | 'C' => return Err(PatternError::Unsupported(format!(r"the escape \{c}"))),
            '\\' | '|' | '.' | '-' | '^' | '?' | '*' | '+' | '{' | '}' | '(' | ')' | '[' | ']' => self.literal(c),
            _ => return Err(invalid("unknown escape")),
        }
        Ok(())
    }

    fn category(&mut self, p: char) -> Result<(), PatternError> {
        let mut name = String::new();
        if self.chars.next() != Some('{') {
            return Err(invalid("category without braces"));
        }
        loop {
            match self.chars.next() {
                Some('}') => break,
                Some(c) if c.is_ascii_alphabetic() => name.push(c),
                _ => return Err(PatternError::Unsupported("a block escape".to_owned())),
            }
        }
        if name.is_empty() || name.len() > 2 {
            return Err(PatternError::Unsupported("a block escape".to_owned()));
        }
        self.out.push('\\');
        self.out.push(p);
        self.out.push('{');
        self.out.push_str(&name);
        self.out.push('}');
        Ok(())
    }

    fn class(&mut self) -> Result<(), PatternError> {
        self.out.push('[');
        if self.chars.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        let mut members = 0_u32;
        loop {
            let c = self.chars.next().ok_or_else(|| invalid("unclosed ["))?;
            match c {
                ']' if members > 0 => break,
                ']' => return Err(invalid("empty class")),
                '[' => return Err(PatternError::Unsupported("a [ inside a class (subtraction)".to_owned())),
                '\\' => self.escape(true)?,
                '-' if self.chars.peek() == Some(&'[') => {
                    return Err(PatternError::Unsupported("character class subtraction".to_owned()));
                }
                other => self.class_member(other)?,
            }
            members += 1;
        }
        self.out.push(']');
        Ok(())
    }

    fn class_member(&mut self, first: char) -> Result<(), PatternError> {
        self.literal(first);
        if first == '-' || self.chars.peek() != Some(&'-') {
            return Ok(());
        }
        self.chars.next();
        match self.chars.peek().copied() {
            // A hyphen at the end of a class is itself.
            Some(']') | None => self.literal('-'),
            Some('[') => return Err(PatternError::Unsupported("character class subtraction".to_owned())),
            Some('\\') => {
                self.chars.next();
                self.out.push('-');
                self.escape(true)?;
            }
            Some(last) => {
                self.chars.next();
                if last < first {
                    return Err(invalid("range runs backwards"));
                }
                self.out.push('-');
                self.literal(last);
            }
        }
        Ok(())
    }
}

fn invalid(reason: &str) -> PatternError {
    PatternError::Invalid(reason.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn matches(pattern: &str, value: &str) -> bool {
        Pattern::new(pattern).unwrap().matches(value)
    }

    #[test]
    fn covers_the_whole_value_and_treats_anchors_as_characters() {
        assert!(matches("[0-9]{4}", "0363"));
        assert!(!matches("[0-9]{4}", "03634"));
        assert!(matches("^a$", "^a$"));
        assert!(!matches("^a$", "a"));
    }

    #[test]
    fn dot_and_white_space_follow_the_xsd_definition() {
        assert!(matches(".*[^\\s].*", "a b"));
        assert!(!matches(".*[^\\s].*", " \t"));
        assert!(matches(".*[^\\s].*", "\u{a0}"), "a no-break space is no white space in XSD");
        assert!(!matches(".*[^\\s].*", "a\nb"), "dot excludes line feed");
        assert!(matches("([.\\s]*\\S+[.\\s]*)+", "a\nb"));
        assert!(!matches("([.\\s]*\\S+[.\\s]*)+", "\n "));
    }

    #[test]
    fn ranges_run_over_code_points() {
        for good in ["À", "ỳ", "ß", "Ω", "aÀ"] {
            assert!(matches("([a-zA-ZÀ-ỳ])+", good), "{good}");
        }
        for bad in ["Ỹ", "a.", "¿", ""] {
            assert!(!matches("([a-zA-ZÀ-ỳ])+", bad), "{bad}");
        }
    }

    #[test]
    fn what_is_outside_the_subset_is_refused_by_name() {
        for source in ["[a-z-[aeiou]]", r"\i\c*", r"\p{IsBasicLatin}"] {
            assert!(matches!(Pattern::new(source), Err(PatternError::Unsupported(_))), "{source}");
        }
        for source in ["(a", "a)", "[]", "a{,3}", "[z-a]", "a{1", r"\q", "a\\"] {
            assert!(matches!(Pattern::new(source), Err(PatternError::Invalid(_))), "{source}");
        }
    }

    #[test]
    fn the_short_way_agrees_with_the_engine() {
        let values = ["", "0", "12", "0363", "a1", "é", "éé1", ":", "Z", "10:00", "2026-01-31", "a-b", "-", "+", "]"];
        for source in ["[0-9]{4}", "[^:Z]*", "[^Z+-]+", "[0-9]*", "([a-zA-Z0-9])+", "[-a]+", "[^-]", "[a-]"] {
            let pattern = Pattern::new(source).unwrap();
            assert!(pattern.run.is_some(), "{source}");
            for value in values {
                assert_eq!(pattern.matches(value), pattern.engine(value), "{source} on {value}");
            }
        }
        let values = ["", " ", "a", " a ", "\n", "a\n", "\ra", "\t\u{a0}", "a b", "\n.\n", "\u{85}"];
        for source in [".*[^\\s].*", "([.\\s]*\\S+[.\\s]*)+"] {
            let pattern = Pattern::new(source).unwrap();
            assert!(pattern.blank.is_some(), "{source}");
            for value in values {
                assert_eq!(pattern.matches(value), pattern.engine(value), "{source} on {value:?}");
            }
        }
        for source in ["[0-9]{1,4}", "(0|[1-9][0-9]*)", "[a-zÀ-ỳ]+", "[0-9]+[a-z]", r"[\s]+"] {
            assert!(Pattern::new(source).unwrap().run.is_none(), "{source}");
        }
    }

    #[test]
    fn class_members_have_no_meaning_of_their_own() {
        assert!(matches("[a&&b]+", "a&b"));
        assert!(matches("[^Z+-]+", "10:00:00"));
        assert!(!matches("[^Z+-]+", "10:00:00+01:00"));
        assert!(matches("[^:Z]*", "2026-01-31"));
        assert!(matches("(0{8})|98[0-9]", "981"));
    }
}
