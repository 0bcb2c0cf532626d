//! What changed between two releases: messages, elements, cardinality, types and their facets and codes.

use std::collections::BTreeMap;

use crate::model::{Particle, Release, Type};
use crate::pattern::Pattern;
use crate::simple::SimpleType;

/// Deeper than any message; a type that holds itself ends here.
const DEPTH: usize = 32;

/// What kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// A message that is new.
    MessageAdded,
    /// A message that is gone.
    MessageRemoved,
    /// An element that is new.
    ElementAdded,
    /// An element that is gone.
    ElementRemoved,
    /// How often an element may occur.
    Cardinality,
    /// Another place in the sequence.
    Order,
    /// Another named type.
    Type,
    /// Length, range or pattern.
    Facet,
    /// Codes that are new.
    CodesAdded,
    /// Codes that are gone.
    CodesRemoved,
}

impl ChangeKind {
    /// Stable name for other programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MessageAdded => "message_added",
            Self::MessageRemoved => "message_removed",
            Self::ElementAdded => "element_added",
            Self::ElementRemoved => "element_removed",
            Self::Cardinality => "cardinality",
            Self::Order => "order",
            Self::Type => "type",
            Self::Facet => "facet",
            Self::CodesAdded => "codes_added",
            Self::CodesRemoved => "codes_removed",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Message number; `None` for a type of the basisschema.
    pub message: Option<String>,
    /// Element path without namespaces, or the name of a type.
    pub path: String,
    /// What kind.
    pub kind: ChangeKind,
    /// How it was; empty when there was nothing.
    pub before: String,
    /// How it is; empty when nothing is left.
    pub after: String,
}

/// Every change from one release to another: first the types of the basisschema, then message by message. A local
/// restriction shows at its element, a named type once.
pub fn compare(before: &Release, after: &Release) -> Vec<Change> {
    let mut changes = Vec::new();
    types(before, after, &mut changes);
    let codes = |release: &Release| release.messages.iter().map(|m| m.code.clone()).collect::<Vec<_>>();
    for code in both(&codes(before), &codes(after)) {
        let whole = |kind| Change {
            message: Some(code.clone()),
            path: String::new(),
            kind,
            before: String::new(),
            after: String::new(),
        };
        match (before.message(&code), after.message(&code)) {
            (Some(old), Some(new)) => {
                let root = |release: &Release, message: &crate::model::Message| {
                    Particle { name: message.root.name, ty: message.root.ty, min: 1, max: Some(1) }
                        .into_element(release)
                };
                let pair = Pair { message: &code, before, after };
                pair.element("", &root(before, old), &root(after, new), 0, &mut changes);
            }
            (None, _) => changes.push(whole(ChangeKind::MessageAdded)),
            (_, None) => changes.push(whole(ChangeKind::MessageRemoved)),
        }
    }
    changes
}

/// Names of both lists, in order, each once.
fn both(before: &[String], after: &[String]) -> Vec<String> {
    let mut all: Vec<String> = before.iter().chain(after).cloned().collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn types(before: &Release, after: &Release, changes: &mut Vec<Change>) {
    let simple = |release: &'_ Release| -> BTreeMap<String, BTreeMap<&'static str, Vec<String>>> {
        let types = release.base_types().into_iter();
        types
            .filter_map(|(name, ty)| match ty {
                Type::Simple(ty) => Some((name.to_owned(), facets(ty))),
                Type::Complex(_) => None,
            })
            .collect()
    };
    let (old, new) = (simple(before), simple(after));
    for (name, old) in &old {
        if let Some(new) = new.get(name) {
            facet_changes(None, name, old, new, changes);
        }
    }
}

/// Facets as texts: lists for codes and patterns, one text for the rest.
fn facets(ty: &SimpleType) -> BTreeMap<&'static str, Vec<String>> {
    let mut facets = BTreeMap::new();
    let mut one = |name, value: Option<String>| {
        if let Some(value) = value {
            facets.insert(name, vec![value]);
        }
    };
    one("base", ty.base.map(|base| format!("{base:?}").to_lowercase()));
    one("length", ty.length.map(|n| n.to_string()));
    one("minLength", ty.min_length.map(|n| n.to_string()));
    one("maxLength", ty.max_length.map(|n| n.to_string()));
    one("minInclusive", ty.min.map(|n| n.to_string()));
    one("maxInclusive", ty.max.map(|n| n.to_string()));
    let patterns = ty.patterns.iter().flatten().map(|p| Pattern::source(p).to_owned()).collect::<Vec<_>>();
    one("pattern", (!patterns.is_empty()).then(|| patterns.join(" && ")));
    if !ty.enumeration.is_empty() {
        facets.insert("enumeration", ty.enumeration.iter().map(ToString::to_string).collect());
    }
    facets
}

fn facet_changes(
    message: Option<&str>,
    path: &str,
    old: &BTreeMap<&'static str, Vec<String>>,
    new: &BTreeMap<&'static str, Vec<String>>,
    changes: &mut Vec<Change>,
) {
    let mut say = |kind, before: String, after: String| {
        changes.push(Change { message: message.map(str::to_owned), path: path.to_owned(), kind, before, after });
    };
    let mut names: Vec<&str> = old.keys().chain(new.keys()).copied().collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (was, is) = (old.get(name).cloned().unwrap_or_default(), new.get(name).cloned().unwrap_or_default());
        if name == "enumeration" {
            let gone: Vec<String> = was.iter().filter(|code| !is.contains(code)).cloned().collect();
            let added: Vec<String> = is.iter().filter(|code| !was.contains(code)).cloned().collect();
            if !gone.is_empty() {
                say(ChangeKind::CodesRemoved, gone.join(" "), String::new());
            }
            if !added.is_empty() {
                say(ChangeKind::CodesAdded, String::new(), added.join(" "));
            }
        } else if was != is {
            let show = |values: &[String]| values.first().map(|value| format!("{name} {value}")).unwrap_or_default();
            say(ChangeKind::Facet, show(&was), show(&is));
        }
    }
}

/// A particle with its local name.
struct Element {
    local: String,
    particle: Particle,
}

impl Particle {
    fn into_element(self, release: &Release) -> Element {
        Element { local: release.names.local(self.name).to_owned(), particle: self }
    }
}

/// One message in both releases.
struct Pair<'r> {
    message: &'r str,
    before: &'r Release,
    after: &'r Release,
}

impl Pair<'_> {
    fn say(&self, path: &str, kind: ChangeKind, before: String, after: String, changes: &mut Vec<Change>) {
        changes.push(Change { message: Some(self.message.to_owned()), path: path.to_owned(), kind, before, after });
    }

    fn element(&self, above: &str, old: &Element, new: &Element, depth: usize, changes: &mut Vec<Change>) {
        let path = format!("{above}/{}", new.local);
        if (old.particle.min, old.particle.max) != (new.particle.min, new.particle.max) {
            self.say(&path, ChangeKind::Cardinality, cardinality(&old.particle), cardinality(&new.particle), changes);
        }
        match (self.before.type_of(old.particle.ty), self.after.type_of(new.particle.ty)) {
            (Some(Type::Simple(was)), Some(Type::Simple(is))) => self.value(&path, was, is, changes),
            (Some(Type::Complex(was)), Some(Type::Complex(is))) if depth < DEPTH => {
                let elements = |release: &Release, particles: &[Particle]| {
                    particles.iter().map(|p| p.into_element(release)).collect::<Vec<_>>()
                };
                let (was, is) = (elements(self.before, &was.particles), elements(self.after, &is.particles));
                self.sequence(&path, &was, &is, depth, changes);
            }
            (Some(Type::Simple(_)), Some(Type::Complex(_))) => {
                self.say(&path, ChangeKind::Type, "a value".to_owned(), "elements".to_owned(), changes);
            }
            (Some(Type::Complex(_)), Some(Type::Simple(_))) => {
                self.say(&path, ChangeKind::Type, "elements".to_owned(), "a value".to_owned(), changes);
            }
            _ => {}
        }
    }

    /// A named type tells its facets in the basisschema; here only that it is another one, or what is restricted locally.
    fn value(&self, path: &str, was: &SimpleType, is: &SimpleType, changes: &mut Vec<Change>) {
        let name = |ty: &SimpleType| ty.name.as_deref().map(str::to_owned);
        match (name(was), name(is)) {
            (Some(was), Some(is)) if was == is => {}
            (Some(was), Some(is)) => self.say(path, ChangeKind::Type, was, is, changes),
            _ => facet_changes(Some(self.message), path, &facets(was), &facets(is), changes),
        }
    }

    fn sequence(&self, path: &str, was: &[Element], is: &[Element], depth: usize, changes: &mut Vec<Change>) {
        let find = |list: &[Element], local: &str| list.iter().position(|e| e.local == local);
        for old in was.iter().filter(|old| find(is, &old.local).is_none()) {
            let path = format!("{path}/{}", old.local);
            self.say(&path, ChangeKind::ElementRemoved, cardinality(&old.particle), String::new(), changes);
        }
        let mut last = None;
        for new in is {
            match find(was, &new.local).and_then(|at| Some((at, was.get(at)?))) {
                None => {
                    let path = format!("{path}/{}", new.local);
                    self.say(&path, ChangeKind::ElementAdded, String::new(), cardinality(&new.particle), changes);
                }
                Some((at, old)) => {
                    if last.is_some_and(|last| at < last) {
                        let path = format!("{path}/{}", new.local);
                        self.say(&path, ChangeKind::Order, String::new(), String::new(), changes);
                    }
                    last = last.max(Some(at));
                    self.element(path, old, new, depth + 1, changes);
                }
            }
        }
    }
}

fn cardinality(particle: &Particle) -> String {
    let max = particle.max.map_or_else(|| "unbounded".to_owned(), |max| max.to_string());
    format!("{}..{max}", particle.min)
}
