//! What a schema says, free of prefixes, documentation and the order of types. The reader stops
//! at a construct it does not know, so nothing in a schema goes unnoticed.

use std::collections::BTreeMap;

use crate::xml::{self, Element};

/// A restriction of a simple type.
#[derive(Debug, PartialEq, Eq)]
pub struct Beperking {
    /// Base as `{namespace}name`.
    pub basis: String,
    /// Facets other than enumeration.
    pub facetten: BTreeMap<String, String>,
    /// Allowed values in order.
    pub codes: Vec<String>,
}

/// An element of a complex type, or the root element.
#[derive(Debug, PartialEq, Eq)]
pub struct Onderdeel {
    /// Name of the element.
    pub naam: String,
    /// Named type as `{namespace}name`.
    pub soort: Option<String>,
    /// minOccurs.
    pub min: String,
    /// maxOccurs.
    pub max: String,
    /// Local restriction.
    pub beperking: Option<Beperking>,
}

/// A schema.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// targetNamespace.
    pub doel: String,
    /// Namespace and location of each import.
    pub imports: Vec<(String, String)>,
    /// appinfo as `{namespace}name` and text.
    pub appinfo: BTreeMap<String, String>,
    /// Root elements.
    pub wortels: Vec<Onderdeel>,
    /// Complex types with their elements in order.
    pub complex: BTreeMap<String, Vec<Onderdeel>>,
    /// Simple types.
    pub simpel: BTreeMap<String, Beperking>,
}

/// Reads a schema from the text of its file.
pub fn lees(tekst: &str) -> Schema {
    let wortel = xml::lees(tekst);
    let lezer = Lezer { wortel: &wortel };
    assert_eq!(lezer.xsd(&wortel), "schema");
    assert_eq!(wortel.attribuut("elementFormDefault"), Some("qualified"));
    for (naam, _) in &wortel.attributen {
        let bekend = ["targetNamespace", "elementFormDefault"].contains(&naam.as_str());
        assert!(bekend || naam.starts_with("xmlns:"), "attribute {naam} of the schema");
    }
    let mut schema = Schema { doel: verplicht(&wortel, "targetNamespace"), ..Schema::default() };
    for kind in &wortel.kinderen {
        lezer.onderdeel(kind, &mut schema);
    }
    schema
}

fn verplicht(element: &Element, naam: &str) -> String {
    element.attribuut(naam).unwrap_or_else(|| panic!("no {naam} on {}", element.naam)).to_owned()
}

fn alleen(element: &Element, namen: &[&str]) {
    for (naam, _) in &element.attributen {
        assert!(namen.contains(&naam.as_str()), "attribute {naam} of {}", element.naam);
    }
}

struct Lezer<'x> {
    wortel: &'x Element,
}

impl Lezer<'_> {
    /// A prefixed name as `{namespace}name`.
    fn naam(&self, naam: &str) -> String {
        let (prefix, lokaal) = naam.split_once(':').unwrap_or_else(|| panic!("no prefix on {naam}"));
        let ruimte = verplicht(self.wortel, &format!("xmlns:{prefix}"));
        format!("{{{ruimte}}}{lokaal}")
    }

    /// The local name of a schema element.
    fn xsd(&self, element: &Element) -> String {
        let naam = self.naam(&element.naam);
        let lokaal = naam.strip_prefix("{http://www.w3.org/2001/XMLSchema}");
        lokaal.unwrap_or_else(|| panic!("{naam} is not a schema element")).to_owned()
    }

    /// The children without annotations.
    fn kinderen<'e>(&self, element: &'e Element) -> Vec<(String, &'e Element)> {
        let kinderen = element.kinderen.iter().map(|kind| (self.xsd(kind), kind));
        kinderen.filter(|(naam, _)| naam != "annotation").collect()
    }

    /// The only child, which must be a `naam`.
    fn enige<'e>(&self, element: &'e Element, naam: &str) -> &'e Element {
        match self.kinderen(element).as_slice() {
            [(deze, kind)] if deze == naam => kind,
            anders => panic!("{naam} expected in {}, found {anders:?}", element.naam),
        }
    }

    fn onderdeel(&self, kind: &Element, schema: &mut Schema) {
        match self.xsd(kind).as_str() {
            "import" => schema.imports.push((verplicht(kind, "namespace"), verplicht(kind, "schemaLocation"))),
            "annotation" => self.appinfo(kind, schema),
            "element" => schema.wortels.push(self.element(kind)),
            "complexType" => {
                alleen(kind, &["name"]);
                let reeks = self.enige(kind, "sequence");
                alleen(reeks, &[]);
                let lees = |(naam, element): (String, &Element)| {
                    assert_eq!(naam, "element");
                    self.element(element)
                };
                let elementen = self.kinderen(reeks).into_iter().map(lees).collect();
                assert!(schema.complex.insert(verplicht(kind, "name"), elementen).is_none());
            }
            "simpleType" => {
                alleen(kind, &["name"]);
                let beperking = self.beperking(kind);
                assert!(schema.simpel.insert(verplicht(kind, "name"), beperking).is_none());
            }
            anders => panic!("{anders} in the schema"),
        }
    }

    fn appinfo(&self, annotatie: &Element, schema: &mut Schema) {
        for appinfo in annotatie.kinderen.iter().filter(|kind| self.xsd(kind) == "appinfo") {
            for gegeven in &appinfo.kinderen {
                let tekst = gegeven.tekst.trim().to_owned();
                assert!(schema.appinfo.insert(self.naam(&gegeven.naam), tekst).is_none());
            }
        }
    }

    fn element(&self, element: &Element) -> Onderdeel {
        alleen(element, &["name", "type", "minOccurs", "maxOccurs"]);
        let soort = element.attribuut("type").map(|soort| self.naam(soort));
        let beperking = soort.is_none().then(|| self.beperking(self.enige(element, "simpleType")));
        assert!(beperking.is_some() || self.kinderen(element).is_empty());
        let aantal = |naam| element.attribuut(naam).unwrap_or("1").to_owned();
        let (min, max) = (aantal("minOccurs"), aantal("maxOccurs"));
        Onderdeel { naam: verplicht(element, "name"), soort, min, max, beperking }
    }

    fn beperking(&self, simpel: &Element) -> Beperking {
        let beperking = self.enige(simpel, "restriction");
        alleen(beperking, &["base"]);
        let basis = self.naam(&verplicht(beperking, "base"));
        let (mut facetten, mut codes) = (BTreeMap::new(), Vec::new());
        for (naam, facet) in self.kinderen(beperking) {
            alleen(facet, &["value"]);
            let waarde = verplicht(facet, "value");
            if naam == "enumeration" {
                codes.push(waarde);
            } else {
                assert!(facetten.insert(naam, waarde).is_none(), "one facet twice");
            }
        }
        Beperking { basis, facetten, codes }
    }
}
