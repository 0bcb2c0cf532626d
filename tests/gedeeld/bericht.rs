//! Messages made from the schemas: every element that may stand in a message, with a value that fits its type.

use std::fmt::Write as _;

use bericht::catalogus;
use schema::{Base, ComplexType, Message, Release, SchemaSet, SimpleType, Type, TypeId};

/// One element of a message as text.
#[derive(Debug, Clone)]
pub struct Element {
    /// Name without prefix.
    pub naam: String,
    /// Namespace prefix, `b` for the basisschema and none for the message.
    pub prefix: &'static str,
    /// Text of an element without children.
    pub waarde: Option<String>,
    /// Children in order.
    pub kinderen: Vec<Element>,
}

/// A message made from its schema.
#[derive(Debug)]
pub struct Model {
    /// `iwmo` or `ijw`.
    pub standaard: String,
    /// Number, e.g. `323`.
    pub nummer: String,
    /// Namespace of the message.
    pub namespace: String,
    /// Namespace of the basisschema.
    pub basis: String,
    /// Root element.
    pub wortel: Element,
}

/// One place where a message is written differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plek<'p> {
    /// Replaces the text of the element, or stands before its children.
    Tekst(&'p str),
    /// Replaces the name of the element, in both tags.
    Naam(&'p str),
    /// Stands after the name in the start tag.
    InTag(&'p str),
    /// Stands before the end tag.
    VoorEinde(&'p str),
    /// Replaces the name in the end tag only.
    Eindtag(&'p str),
}

impl Model {
    /// The message as it should be.
    pub fn tekst(&self) -> String {
        self.met(usize::MAX, Plek::Tekst(""))
    }

    /// The message with one change at the n-th element in document order, the root being 0.
    pub fn met(&self, nummer: usize, plek: Plek<'_>) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.schrijf(&mut out, &self.wortel, &mut 0, nummer, plek);
        out
    }

    /// How many elements there are.
    pub fn aantal(&self) -> usize {
        self.wortel.aantal()
    }

    fn schrijf(&self, out: &mut String, element: &Element, teller: &mut usize, nummer: usize, plek: Plek<'_>) {
        let is_wortel = *teller == 0;
        let hier = (*teller == nummer).then_some(plek);
        *teller += 1;
        let eigen = element.qname();
        let begin = if let Some(Plek::Naam(naam)) = hier { naam.to_owned() } else { eigen };
        let _ = write!(out, "<{begin}");
        if is_wortel {
            let _ = write!(out, " xmlns=\"{}\" xmlns:b=\"{}\"", self.namespace, self.basis);
        }
        if let Some(Plek::InTag(extra)) = hier {
            out.push_str(extra);
        }
        out.push('>');
        match (hier, &element.waarde) {
            (Some(Plek::Tekst(tekst)), _) => out.push_str(tekst),
            (_, Some(waarde)) => out.push_str(waarde),
            _ => {}
        }
        for kind in &element.kinderen {
            out.push('\n');
            self.schrijf(out, kind, teller, nummer, plek);
        }
        if let Some(Plek::VoorEinde(extra)) = hier {
            out.push_str(extra);
        }
        let einde = if let Some(Plek::Eindtag(naam)) = hier { naam } else { &begin };
        let _ = write!(out, "</{einde}>");
    }
}

impl Element {
    fn qname(&self) -> String {
        if self.prefix.is_empty() { self.naam.clone() } else { format!("{}:{}", self.prefix, self.naam) }
    }

    fn aantal(&self) -> usize {
        1 + self.kinderen.iter().map(Element::aantal).sum::<usize>()
    }

    /// The elements in document order.
    pub fn alle(&self) -> Vec<&Element> {
        let mut gevonden = vec![self];
        gevonden.extend(self.kinderen.iter().flat_map(Element::alle));
        gevonden
    }

    /// Changes the value of every element with a name.
    pub fn zet(&mut self, naam: &str, waarde: &str) {
        if self.naam == naam && self.waarde.is_some() {
            self.waarde = Some(waarde.to_owned());
        }
        for kind in &mut self.kinderen {
            kind.zet(naam, waarde);
        }
    }
}

/// The built-in schemas.
pub fn schemas() -> SchemaSet {
    catalogus::ingebouwd().expect("the built-in schemas load")
}

/// The fullest message of this kind: every element that may stand in it, once. A 303 and 304 are of release 2.3.
pub fn model(set: &SchemaSet, standaard: &str, nummer: &str) -> Model {
    let release = if ["303", "304"].contains(&nummer) { "2.3" } else { "3.2" };
    let release = set.release(standaard, release).expect("a built-in release");
    let message = release.message(nummer).unwrap_or_else(|| panic!("no message {nummer}"));
    let mut wortel = element(release, message, message.root.name, message.root.ty);
    kop(&mut wortel, message);
    Model {
        standaard: standaard.to_owned(),
        nummer: nummer.to_owned(),
        namespace: message.namespace.clone(),
        basis: release.base_namespace.clone(),
        wortel,
    }
}

/// Parties in the header that fit the direction of the message.
fn kop(wortel: &mut Element, message: &Message) {
    let van_gemeente = matches!(message.code.as_str(), "301" | "302" | "319" | "320" | "325");
    let (afzender, ontvanger) = if van_gemeente { ("0363", "99990001") } else { ("99990001", "0363") };
    wortel.zet("Afzender", afzender);
    wortel.zet("Ontvanger", ontvanger);
    wortel.zet("Gemeente", "0363");
    wortel.zet("Aanbieder", "99990001");
    wortel.zet("BasisschemaXsdVersie", "1.0.0");
    wortel.zet("BerichtXsdVersie", "1.0.0");
}

fn element(release: &Release, message: &Message, naam: schema::NameId, ty: TypeId) -> Element {
    let local = release.names.local(naam).to_owned();
    let eigen = release.names.find(&message.namespace, &local) == Some(naam);
    let prefix = if eigen { "" } else { "b" };
    match release.type_of(ty).expect("a type") {
        Type::Simple(simple) => {
            let waarde = Some(waarde(&local, simple));
            Element { naam: local, prefix, waarde, kinderen: Vec::new() }
        }
        Type::Complex(complex) => {
            Element { naam: local, prefix, waarde: None, kinderen: kinderen(release, message, complex) }
        }
    }
}

fn kinderen(release: &Release, message: &Message, complex: &ComplexType) -> Vec<Element> {
    complex.particles.iter().map(|p| element(release, message, p.name, p.ty)).collect()
}

/// A value that fits a type: what is usual for the element, else the first candidate that the type accepts.
fn waarde(naam: &str, simple: &SimpleType) -> String {
    let eigen = match naam {
        "Bsn" => "999900006",
        "Begindatum" | "Ingangsdatum" | "ToewijzingIngangsdatum" => "2026-05-01",
        "Einddatum" | "ToewijzingEinddatum" => "2026-05-31",
        "BtwIDNummer" => "NL999999990B01",
        "Servicebureau" => "00000000",
        _ => "",
    };
    let getal = simple.min.map(|n| n.max(1).to_string()).unwrap_or_default();
    let algemeen = match simple.base {
        Some(Base::Date) => ["2026-05-06", "", ""],
        Some(Base::Time) => ["10:00:00", "", ""],
        Some(Base::Integer) => [getal.as_str(), "1", "0"],
        _ => ["Proef", "1", "P1"],
    };
    let opsomming = simple.enumeration.first().map_or("", |e| e);
    let vast = ["0363", "99990001", "1000AA", "NL", "1.0.0", "45", "45A04", "3", "2", "06", "a@b.nl", "0612345678"];
    let mut kandidaten = std::iter::once(eigen).chain([opsomming]).chain(algemeen).chain(vast).map(str::to_owned);
    let lang = simple.length.or(simple.min_length).map(|n| "1".repeat(usize::try_from(n).unwrap_or(1)));
    let patroon = simple.patterns.iter().flatten().flat_map(|p| p.source().split('|')).map(str::to_owned);
    let gevonden = kandidaten.find(|k| !k.is_empty() && simple.check(k).is_none());
    let gevonden = gevonden.or_else(|| lang.into_iter().chain(patroon).find(|k| simple.check(k).is_none()));
    gevonden.unwrap_or_else(|| panic!("no value for {naam}: {simple:?}"))
}
