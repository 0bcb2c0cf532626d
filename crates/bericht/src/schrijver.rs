//! Writes elements with the names and namespaces of a schema. Escaping is the library's.

use quick_xml::escape::partial_escape;
use schema::{ComplexType, Message, NameId, Particle, Release};

/// An XML writer for one message: default namespace for the message, a prefix for the basisschema.
pub struct Schrijver<'r> {
    release: &'r Release,
    message: &'r Message,
    out: String,
    depth: usize,
    inspringen: bool,
}

const EINDE: &str = "\r\n";

impl<'r> Schrijver<'r> {
    /// Starts the document up to and including the start tag of the root.
    pub fn new(release: &'r Release, message: &'r Message) -> Self {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        out.push_str(EINDE);
        let root = release.names.local(message.root.name);
        for piece in [
            "<",
            root,
            " xmlns=\"",
            &message.namespace,
            "\" xmlns:",
            &release.standard,
            "=\"",
            &release.base_namespace,
            "\">",
            EINDE,
        ] {
            out.push_str(piece);
        }
        Self { release, message, out, depth: 1, inspringen: true }
    }

    /// Every element on a line of its own, but without spaces before it: of a large message these are a third.
    #[must_use]
    pub fn zonder_inspringen(self) -> Self {
        Self { inspringen: false, ..self }
    }

    /// The release that leads.
    pub fn release(&self) -> &'r Release {
        self.release
    }

    /// The type of the root element.
    pub fn root_type(&self) -> Option<&'r ComplexType> {
        self.release.complex(self.message.root.ty)
    }

    /// The particles of a complex type, with their local names.
    pub fn particles(&self, ty: &'r ComplexType) -> impl Iterator<Item = (&'r str, &'r Particle)> + use<'r> {
        let release = self.release;
        ty.particles.iter().map(move |p| (release.names.local(p.name), p))
    }

    fn tag(&mut self, open: &str, name: NameId) {
        self.out.push_str(open);
        if self.release.names.namespace(name) != self.message.namespace {
            self.out.push_str(&self.release.standard);
            self.out.push(':');
        }
        self.out.push_str(self.release.names.local(name));
        self.out.push('>');
    }

    fn indent(&mut self) {
        for _ in 0..if self.inspringen { self.depth } else { 0 } {
            self.out.push_str("  ");
        }
    }

    /// Opens an element with children.
    pub fn open(&mut self, name: NameId) {
        self.indent();
        self.tag("<", name);
        self.out.push_str(EINDE);
        self.depth += 1;
    }

    /// Closes the element that was opened last.
    pub fn sluit(&mut self, name: NameId) {
        self.depth -= 1;
        self.indent();
        self.tag("</", name);
        self.out.push_str(EINDE);
    }

    /// Writes a simple element.
    pub fn waarde(&mut self, name: NameId, value: &str) {
        self.indent();
        self.tag("<", name);
        // A carriage return that belongs to the value would be read back as a line end.
        self.out.push_str(&partial_escape(value).replace('\r', "&#13;"));
        self.tag("</", name);
        self.out.push_str(EINDE);
    }

    /// Ends the document.
    pub fn klaar(mut self) -> Vec<u8> {
        let root = self.message.root.name;
        self.tag("</", root);
        self.out.push_str(EINDE);
        self.out.into_bytes()
    }
}
