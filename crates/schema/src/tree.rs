//! A compact tree of a valid message: interned names, spans of the input.
//!
//! The builder is one consumer of the validator. A node costs 32 bytes; a value that stands literally in the input costs
//! nothing more.

use crate::model::Release;
use crate::names::NameId;
use crate::validator::{Sink, Value};

/// Number of a node; the root is 0, a parent comes before its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

#[derive(Debug, Clone, Copy)]
struct Node {
    name: NameId,
    flags: u8,
    parent: u32,
    /// One past the last descendant.
    end: u32,
    offset: u32,
    ordinal: u32,
    value: (u32, u32),
}

const OWNED: u8 = 1;
const INVALID: u8 = 2;
const LEAF: u8 = 4;

/// Builds the node table while the validator runs.
#[derive(Debug, Default)]
pub struct TreeBuilder {
    nodes: Vec<Node>,
    open: Vec<u32>,
    arena: String,
}

impl TreeBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
    }

    /// A builder with room for the elements of a text of this many bytes, so that a large message is not moved about while
    /// it grows. The estimate is on the low side; memory that is not used is not taken.
    pub fn for_text(bytes: usize) -> Self {
        Self { nodes: Vec::with_capacity(bytes / 40), ..Self::default() }
    }

    /// The tree over the text that was validated; `None` when no message was recognised.
    pub fn finish<'t>(mut self, text: &'t str, release: &'t Release) -> Option<Tree<'t>> {
        // A text that was not well-formed leaves elements open.
        let end = u32::try_from(self.nodes.len()).ok()?;
        for index in self.open.drain(..) {
            if let Some(node) = self.nodes.get_mut(index as usize) {
                node.end = end;
            }
        }
        if self.nodes.is_empty() {
            return None;
        }
        Some(Tree { nodes: self.nodes, arena: self.arena, text, release })
    }
}

fn small(n: usize) -> u32 {
    // Input is bounded far below 4 GiB by the caller; saturating keeps a wrong span harmless.
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Sink for TreeBuilder {
    fn begin(&mut self, name: NameId, offset: usize, ordinal: u32) {
        let index = small(self.nodes.len());
        let parent = self.open.last().copied().unwrap_or(0);
        self.nodes.push(Node { name, flags: 0, parent, end: index + 1, offset: small(offset), ordinal, value: (0, 0) });
        self.open.push(index);
    }

    fn value(&mut self, value: Value<'_>) {
        let (mut flags, span) = if let Some((start, end)) = value.span {
            (LEAF, (small(start), small(end)))
        } else {
            let start = small(self.arena.len());
            self.arena.push_str(value.text);
            (LEAF | OWNED, (start, small(self.arena.len())))
        };
        if !value.valid {
            flags |= INVALID;
        }
        if let Some(node) = self.open.last().and_then(|i| self.nodes.get_mut(*i as usize)) {
            (node.flags, node.value) = (flags, span);
        }
    }

    fn end(&mut self) {
        let end = small(self.nodes.len());
        if let Some(node) = self.open.pop().and_then(|i| self.nodes.get_mut(i as usize)) {
            node.end = end;
        }
    }
}

/// The elements of one message.
#[derive(Debug)]
pub struct Tree<'t> {
    nodes: Vec<Node>,
    arena: String,
    text: &'t str,
    release: &'t Release,
}

impl<'t> Tree<'t> {
    /// The root element.
    pub fn root(&self) -> NodeRef<'_> {
        NodeRef { tree: self, index: 0 }
    }

    /// A node by its number.
    pub fn node(&self, id: NodeId) -> NodeRef<'_> {
        NodeRef { tree: self, index: id.0 }
    }

    /// The text the spans point into.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The release whose names the nodes carry.
    pub fn release(&self) -> &'t Release {
        self.release
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never true: a tree has a root.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

/// One element.
#[derive(Debug, Clone, Copy)]
pub struct NodeRef<'a> {
    tree: &'a Tree<'a>,
    index: u32,
}

impl<'a> NodeRef<'a> {
    fn raw(self) -> Option<&'a Node> {
        self.tree.nodes.get(self.index as usize)
    }

    /// Number of the node.
    pub fn id(self) -> NodeId {
        NodeId(self.index)
    }

    /// Interned name.
    pub fn name_id(self) -> Option<NameId> {
        self.raw().map(|n| n.name)
    }

    /// Local name.
    pub fn name(self) -> &'a str {
        self.raw().map_or("", |n| self.tree.release.names.local(n.name))
    }

    /// Byte offset of the start tag.
    pub fn offset(self) -> usize {
        self.raw().map_or(0, |n| n.offset as usize)
    }

    /// Value of a simple element; empty for one with children.
    pub fn value(self) -> &'a str {
        let Some(node) = self.raw() else { return "" };
        let (start, end) = (node.value.0 as usize, node.value.1 as usize);
        let source = if node.flags & OWNED == 0 { self.tree.text } else { self.tree.arena.as_str() };
        if node.flags & LEAF == 0 { "" } else { source.get(start..end).unwrap_or_default() }
    }

    /// Whether the value passed its facets.
    pub fn is_valid(self) -> bool {
        self.raw().is_some_and(|n| n.flags & INVALID == 0)
    }

    /// Whether this is a simple element.
    pub fn is_leaf(self) -> bool {
        self.raw().is_some_and(|n| n.flags & LEAF != 0)
    }

    /// The element around this one; `None` for the root.
    pub fn parent(self) -> Option<NodeRef<'a>> {
        (self.index != 0).then(|| NodeRef { tree: self.tree, index: self.raw().map_or(0, |n| n.parent) })
    }

    /// Child elements in document order.
    pub fn children(self) -> Children<'a> {
        let end = self.raw().map_or(self.index, |n| n.end);
        Children { tree: self.tree, next: self.index + 1, end }
    }

    /// All elements below, in document order.
    pub fn descendants(self) -> impl Iterator<Item = NodeRef<'a>> {
        let end = self.raw().map_or(self.index, |n| n.end);
        let tree = self.tree;
        (self.index + 1..end).map(move |index| NodeRef { tree, index })
    }

    /// The first child with this local name.
    pub fn child(self, local: &str) -> Option<NodeRef<'a>> {
        self.children().find(|c| c.name() == local)
    }

    /// The element at the end of a chain of children.
    pub fn at(self, path: &[&str]) -> Option<NodeRef<'a>> {
        path.iter().try_fold(self, |node, local| node.child(local))
    }

    /// Path with ordinals, as in the findings of level 1.
    pub fn path(self) -> String {
        let mut parts = Vec::new();
        let mut node = Some(self);
        while let Some(current) = node {
            match current.raw().map_or(0, |n| n.ordinal) {
                0 => parts.push(current.name().to_owned()),
                n => parts.push(format!("{}[{n}]", current.name())),
            }
            node = current.parent();
        }
        parts.reverse();
        format!("/{}", parts.join("/"))
    }
}

/// Iterator over child elements.
#[derive(Debug, Clone)]
pub struct Children<'a> {
    tree: &'a Tree<'a>,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Children<'a> {
    type Item = NodeRef<'a>;

    fn next(&mut self) -> Option<NodeRef<'a>> {
        if self.next >= self.end {
            return None;
        }
        let node = NodeRef { tree: self.tree, index: self.next };
        self.next = node.raw().map_or(self.end, |n| n.end);
        Some(node)
    }
}
