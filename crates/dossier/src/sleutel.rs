//! Store keys: tuples of values encoded so that byte order is tuple order and no value can run into the next.

use std::borrow::Cow;

/// Bytes of a hash in a key.
pub(crate) const HASH: usize = 16;

/// Stands before a hash.
const BEFORE_HASH: u8 = 1;

/// An encoded key or key prefix.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Key(Vec<u8>);

impl Key {
    /// The empty prefix.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text. A zero byte inside is escaped with 0xFF, which no text holds, so that any text is safe.
    #[must_use]
    pub fn with(mut self, part: impl AsRef<str>) -> Self {
        let part = part.as_ref().as_bytes();
        self.0.reserve(part.len() + 1);
        for piece in part.split_inclusive(|byte| *byte == 0) {
            self.0.extend_from_slice(piece);
            if piece.last() == Some(&0) {
                self.0.push(0xFF);
            }
        }
        self.0.push(0);
        self
    }

    /// Adds a hash of [`HASH`] bytes. A byte before it keeps it from looking like the escape of the text in front.
    #[must_use]
    pub(crate) fn with_hash(mut self, hash: &[u8; HASH]) -> Self {
        self.0.reserve(HASH + 1);
        self.0.push(BEFORE_HASH);
        self.0.extend_from_slice(hash);
        self
    }

    /// Adds a number below 2^63; numbers sort by value. Always eight bytes, so that it cannot run into what follows, of
    /// which the first is no 0xFF, so that it is no escape either. A greater number counts as the greatest.
    #[must_use]
    pub fn with_number(mut self, number: u64) -> Self {
        self.0.extend_from_slice(&number.min(u64::MAX >> 1).to_be_bytes());
        self
    }

    /// A copy with room for so many bytes more.
    #[must_use]
    pub fn roomy(&self, more: usize) -> Self {
        let mut bytes = Vec::with_capacity(self.0.len() + more);
        bytes.extend_from_slice(&self.0);
        Self(bytes)
    }

    /// A text by its place from 0, when all before it are texts too.
    pub fn text(&self, index: usize) -> Option<String> {
        let (text, _) = text(self.rest(index)?)?;
        String::from_utf8(text.into_owned()).ok()
    }

    /// The hash behind so many texts.
    pub(crate) fn hash(&self, texts: usize) -> Option<&[u8; HASH]> {
        self.rest(texts)?.strip_prefix(&[BEFORE_HASH])?.first_chunk()
    }

    /// What follows the first so many texts.
    fn rest(&self, texts: usize) -> Option<&[u8]> {
        (0..texts).try_fold(self.0.as_slice(), |rest, _| Some(text(rest)?.1))
    }

    /// The encoded bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// A key from bytes that came out of [`Key::as_bytes`].
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Whether this key starts with `prefix`.
    pub fn starts_with(&self, prefix: &Key) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// The first byte string after everything that starts with this prefix; `None` when there is none.
    pub fn prefix_end(&self) -> Option<Vec<u8>> {
        let mut end = self.0.clone();
        while let Some(last) = end.pop() {
            if last < u8::MAX {
                end.push(last + 1);
                return Some(end);
            }
        }
        None
    }
}

/// The first text, without its escapes, and what follows it.
fn text(key: &[u8]) -> Option<(Cow<'_, [u8]>, &[u8])> {
    let mut part = Cow::Borrowed(&[][..]);
    let mut rest = key;
    loop {
        let zero = rest.iter().position(|byte| *byte == 0)?;
        let (before, after) = (rest.get(..zero)?, rest.get(zero + 1..)?);
        if after.first() != Some(&0xFF) {
            if part.is_empty() {
                return Some((Cow::Borrowed(before), after));
            }
            part.to_mut().extend_from_slice(before);
            return Some((part, after));
        }
        part.to_mut().extend_from_slice(rest.get(..=zero)?);
        rest = after.get(1..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_cannot_run_together() {
        assert_ne!(Key::new().with("a").with("bc"), Key::new().with("ab").with("c"));
        assert_ne!(Key::new().with("\0").with("a"), Key::new().with("").with("a"));
        assert!(!Key::new().with("ab").starts_with(&Key::new().with("a")));
        assert!(Key::new().with("a").with("b").starts_with(&Key::new().with("a")));
    }

    #[test]
    fn a_key_can_be_taken_apart() {
        for (hash, number) in [([0xFF; HASH], 0), ([0; HASH], 255), ([1; HASH], u64::from(u32::MAX))] {
            let key = Key::new().with("x").with_hash(&hash).with_number(number);
            assert_eq!((key.text(0).as_deref(), key.hash(1)), (Some("x"), Some(&hash)), "{key:?}");
        }
        assert_eq!(Key::new().with("x").with("y").hash(1), None);
        let key = Key::new().with("a").with("").with("b\0c").with_number(7);
        assert_eq!([0, 1, 2].map(|n| key.text(n)), ["a", "", "b\0c"].map(|text| Some(text.to_owned())));
        assert_eq!(Key::from_bytes(b"half".to_vec()).text(0), None);
    }

    #[test]
    fn byte_order_is_tuple_order() {
        assert!(Key::new().with("a").with("z") < Key::new().with("ab").with("a"));
        assert!(Key::new().with_number(9) < Key::new().with_number(10));
        let prefix = Key::new().with("a");
        assert!(prefix.clone().with("zzz").as_bytes() < prefix.prefix_end().unwrap_or_default().as_slice());
    }
}
