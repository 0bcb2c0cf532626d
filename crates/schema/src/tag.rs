//! Strict reading of the attributes in a start tag. The tokenizer finds where the tag ends; it is lenient about what
//! stands inside, so that part is ours.

/// Attributes of one start tag, as (qualified name, raw value) pairs.
pub struct Attributes<'t> {
    rest: &'t str,
    broken: bool,
}

/// One attribute as it stands in the text.
#[derive(Debug, PartialEq, Eq)]
pub struct Attribute<'t> {
    pub name: &'t str,
    pub raw: &'t str,
}

const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];

impl<'t> Attributes<'t> {
    /// `raw` is what follows the element name, without the closing slash.
    pub fn new(raw: &'t str) -> Self {
        Self { rest: raw, broken: false }
    }

    fn read(&mut self) -> Option<Attribute<'t>> {
        let text = self.rest.trim_start_matches(WHITE);
        // At least one blank before every attribute.
        if text.len() == self.rest.len() {
            return None;
        }
        let end = text.find(|c| c == '=' || WHITE.contains(&c))?;
        let (name, after) = text.split_at_checked(end)?;
        let value = after.trim_start_matches(WHITE).strip_prefix('=')?.trim_start_matches(WHITE);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (raw, rest) = value.get(1..)?.split_once(quote)?;
        self.rest = rest;
        Some(Attribute { name, raw })
    }
}

impl<'t> Iterator for Attributes<'t> {
    /// `Err` once, for anything malformed.
    type Item = Result<Attribute<'t>, ()>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.broken || self.rest.trim_matches(WHITE).is_empty() {
            return None;
        }
        if let Some(attribute) = self.read() {
            Some(Ok(attribute))
        } else {
            self.broken = true;
            Some(Err(()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> Vec<Result<(&str, &str), ()>> {
        Attributes::new(raw).map(|a| a.map(|a| (a.name, a.raw))).collect()
    }

    #[test]
    fn strict_about_blanks_and_quotes() {
        assert_eq!(read(" a='1'\n b = \"2>\" "), [Ok(("a", "1")), Ok(("b", "2>"))]);
        assert_eq!(read(" a='1'b='2'"), [Ok(("a", "1")), Err(())]);
        for bad in [" a", " a=1", " a='1", " /", "a='1'"] {
            assert_eq!(read(bad).last(), Some(&Err(())), "{bad}");
        }
    }
}
