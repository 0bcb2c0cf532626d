//! Store keys: tuples of values encoded so that byte order is tuple order and no value can run into the next.

/// An encoded key or key prefix.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Key(Vec<u8>);

impl Key {
    /// The empty prefix.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text or byte component. A zero byte inside is escaped, so that any value is safe.
    #[must_use]
    pub fn with(mut self, part: impl AsRef<[u8]>) -> Self {
        for byte in part.as_ref() {
            self.0.push(*byte);
            if *byte == 0 {
                self.0.push(0xFF);
            }
        }
        self.0.push(0);
        self
    }

    /// Adds a number; numbers sort by value.
    #[must_use]
    pub fn with_number(self, number: u64) -> Self {
        self.with(format!("{number:020}"))
    }

    /// The components, in order; of text that is UTF-8. None when this is no key of texts.
    pub fn parts(&self) -> Option<Vec<String>> {
        let mut parts = Vec::new();
        let mut part = Vec::new();
        let mut bytes = self.0.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            match (byte, bytes.peek()) {
                (0, Some(0xFF)) => {
                    bytes.next();
                    part.push(0);
                }
                (0, _) => parts.push(String::from_utf8(std::mem::take(&mut part)).ok()?),
                _ => part.push(byte),
            }
        }
        part.is_empty().then_some(parts)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_cannot_run_together() {
        assert_ne!(Key::new().with("a").with("bc"), Key::new().with("ab").with("c"));
        assert_ne!(Key::new().with([0]).with("a"), Key::new().with("").with("a"));
        assert!(!Key::new().with("ab").starts_with(&Key::new().with("a")));
        assert!(Key::new().with("a").with("b").starts_with(&Key::new().with("a")));
    }

    #[test]
    fn components_come_back() {
        let key = Key::new().with("a").with("").with("b\0c").with_number(7);
        assert_eq!(key.parts().unwrap_or_default(), ["a", "", "b\0c", "00000000000000000007"]);
        assert_eq!(Key::from_bytes(b"half".to_vec()).parts(), None);
    }

    #[test]
    fn byte_order_is_tuple_order() {
        assert!(Key::new().with("a").with("z") < Key::new().with("ab").with("a"));
        assert!(Key::new().with_number(9) < Key::new().with_number(10));
        let prefix = Key::new().with("a");
        assert!(prefix.clone().with("zzz").as_bytes() < prefix.prefix_end().unwrap_or_default().as_slice());
    }
}
