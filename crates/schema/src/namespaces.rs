//! Namespace bindings in scope (Namespaces in XML 1.0).

/// Namespace of the `xml` prefix.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Namespace of the `xmlns` prefix.
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
/// Namespace of `xsi:type` and its kin.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A stack of bindings; the innermost wins.
#[derive(Default)]
pub struct Namespaces {
    bindings: Vec<(Box<str>, String)>,
}

impl Namespaces {
    /// How many bindings there are, to go back to when an element ends.
    pub fn mark(&self) -> usize {
        self.bindings.len()
    }

    /// Drops what was bound since `mark`.
    pub fn release(&mut self, mark: usize) {
        self.bindings.truncate(mark);
    }

    /// Adds a binding (an empty prefix is the default namespace); `false` when the declaration is illegal.
    pub fn bind(&mut self, prefix: &str, uri: String) -> bool {
        let legal = match prefix {
            "xml" => uri == XML,
            "xmlns" => false,
            // In version 1.0 only the default namespace can be undone.
            _ => uri != XML && uri != XMLNS && (prefix.is_empty() || !uri.is_empty()),
        };
        if legal {
            self.bindings.push((prefix.into(), uri));
        }
        legal
    }

    /// The namespace of a prefix; empty for no namespace, `None` for an undeclared prefix.
    pub fn resolve(&self, prefix: &str) -> Option<&str> {
        match self.bindings.iter().rev().find(|(p, _)| **p == *prefix) {
            Some((_, uri)) => Some(uri),
            None if prefix.is_empty() => Some(""),
            None if prefix == "xml" => Some(XML),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn innermost_binding_wins_and_is_released() {
        let mut scope = Namespaces::default();
        assert_eq!(scope.resolve(""), Some(""));
        assert!(scope.bind("a", "urn:1".into()));
        let mark = scope.mark();
        assert!(scope.bind("a", "urn:2".into()));
        assert_eq!(scope.resolve("a"), Some("urn:2"));
        scope.release(mark);
        assert_eq!(scope.resolve("a"), Some("urn:1"));
        assert_eq!(scope.resolve("b"), None);
    }

    #[test]
    fn illegal_declarations() {
        let mut scope = Namespaces::default();
        assert!(!scope.bind("a", String::new()), "a prefix cannot be undone in 1.0");
        assert!(scope.bind("", String::new()));
        assert!(!scope.bind("xmlns", "urn:1".into()));
        assert!(!scope.bind("xml", "urn:1".into()));
        assert!(!scope.bind("b", XML.into()));
    }
}
