//! Writes a schema as XML text: UTF-8, LF, two spaces per level.

use crate::feiten::{ElementRij, Herkomst, van_basisschema};
use crate::schema::{Bericht, Enkelvoudig, Klasse, Schemaset};

/// Name of the schema with the shared types, in its namespace and its file name.
const BASISSCHEMA: &str = "basisschema";

/// The schema with the types that all messages of the standard share.
pub(crate) fn basisschema(set: &Schemaset<'_>) -> String {
    let basis = &set.release.basisprefix;
    let naamruimte = set.naamruimte(BASISSCHEMA);
    let mut xml = Xml::begin(&[(&format!("xmlns:{basis}"), &naamruimte)], &naamruimte);
    xml.appinfo(set, BASISSCHEMA, &["Basisschema"]);
    for klasse in &set.samengesteld {
        xml.klasse(klasse, |xml, rij| {
            let pattern = rij.patroon.as_ref().map(|patroon| set.pattern(None, patroon));
            xml.element(rij, &format!("{basis}:{}", rij.elementtype), pattern.as_deref());
        });
    }
    for enkelvoudig in &set.enkelvoudig {
        xml.enkelvoudig(enkelvoudig);
    }
    xml.eind()
}

/// The schema of a message.
pub(crate) fn bericht(set: &Schemaset<'_>, bericht: &Bericht<'_>) -> String {
    let basis = &set.release.basisprefix;
    let eigen = &set.prefix(bericht);
    let basisruimte = set.naamruimte(BASISSCHEMA);
    let naamruimte = set.naamruimte(eigen);
    let mut xml =
        Xml::begin(&[(&format!("xmlns:{basis}"), &basisruimte), (&format!("xmlns:{eigen}"), &naamruimte)], &naamruimte);
    if bericht.rij.herkomst == Herkomst::Afgeleid {
        xml.regel("<!-- Derived: no published schema of this message was available. See xsd/feiten/README.md. -->");
    }
    let schema = format!("{BASISSCHEMA}.xsd");
    xml.leeg("xs:import", &[("namespace", &basisruimte), ("schemaLocation", &schema)]);
    xml.appinfo(set, eigen, &["Bericht", "Basisschema"]);
    xml.leeg("xs:element", &[("name", "Bericht"), ("type", &format!("{eigen}:Root"))]);
    for klasse in &bericht.klassen {
        xml.klasse(klasse, |xml, rij| {
            let prefix = if van_basisschema(&rij.elementtype) { basis } else { eigen };
            let soort = format!("{prefix}:{}", rij.elementtype);
            let pattern = rij.patroon.as_ref().map(|patroon| set.pattern(Some(bericht), patroon));
            xml.element(rij, &soort, pattern.as_deref());
        });
    }
    xml.eind()
}

/// Name and value of an XML attribute.
type Attribuut<'a> = (&'a str, &'a str);

/// XML text in the making.
struct Xml {
    tekst: String,
    diepte: usize,
}

impl Xml {
    /// Starts a schema with this target namespace; `namen` are its prefixes as `xmlns:…`.
    fn begin(namen: &[Attribuut<'_>], doel: &str) -> Self {
        let mut xml = Self { tekst: String::new(), diepte: 0 };
        xml.regel("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        xml.regel("<!-- Generated from xsd/feiten by: cargo run -p xsdgen. Do not edit. -->");
        let mut attributen = vec![("xmlns:xs", "http://www.w3.org/2001/XMLSchema")];
        attributen.extend_from_slice(namen);
        attributen.push(("targetNamespace", doel));
        attributen.push(("elementFormDefault", "qualified"));
        xml.open("xs:schema", &attributen);
        xml
    }

    fn eind(mut self) -> String {
        self.sluit("xs:schema");
        self.tekst
    }

    fn regel(&mut self, tekst: &str) {
        for _ in 0..self.diepte {
            self.tekst.push_str("  ");
        }
        self.tekst.push_str(tekst);
        self.tekst.push('\n');
    }

    fn open(&mut self, naam: &str, attributen: &[Attribuut<'_>]) {
        self.regel(&format!("<{naam}{}>", attribuuttekst(attributen)));
        self.diepte += 1;
    }

    fn sluit(&mut self, naam: &str) {
        self.diepte -= 1;
        self.regel(&format!("</{naam}>"));
    }

    fn leeg(&mut self, naam: &str, attributen: &[Attribuut<'_>]) {
        self.regel(&format!("<{naam}{}/>", attribuuttekst(attributen)));
    }

    /// The identification of the schema; `soorten` have a version, a minimum and a maximum.
    fn appinfo(&mut self, set: &Schemaset<'_>, naam: &str, soorten: &[&str]) {
        self.open("xs:annotation", &[]);
        self.open("xs:appinfo", &[]);
        let basis = &set.release.basisprefix;
        let mut regel = |element: &str, waarde: &str| {
            self.regel(&format!("<{basis}:{element}>{}</{basis}:{element}>", ontsnap(waarde)));
        };
        regel("standaard", set.release.standaard.naam());
        regel("bericht", naam);
        regel("release", &set.release_nummer());
        if let Some(versie) = &set.release.versie_info {
            regel("versie", versie);
        }
        for soort in soorten.iter().filter(|_| set.release.xsdversie.is_some()) {
            for grens in ["", "Min", "Max"] {
                regel(&format!("{soort}Xsd{grens}Versie"), set.release.xsdversie.as_deref().unwrap_or_default());
            }
        }
        self.sluit("xs:appinfo");
        self.sluit("xs:annotation");
    }

    fn klasse(&mut self, klasse: &Klasse<'_>, element: impl Fn(&mut Self, &ElementRij)) {
        self.open("xs:complexType", &[("name", klasse.naam)]);
        self.open("xs:sequence", &[]);
        for rij in &klasse.rijen {
            element(self, rij);
        }
        self.sluit("xs:sequence");
        self.sluit("xs:complexType");
    }

    /// An element of type `soort`, or of a local restriction of it by `pattern` or the row's maximum.
    fn element(&mut self, rij: &ElementRij, soort: &str, pattern: Option<&str>) {
        let min = rij.min.to_string();
        let max = rij.max.map_or_else(|| "unbounded".to_owned(), |max| max.to_string());
        let mut attributen = vec![("name", rij.element.as_str())];
        let beperkt = pattern.is_some() || rij.maximum.is_some();
        if !beperkt {
            attributen.push(("type", soort));
        }
        // One is the default of both.
        let aantallen = [("minOccurs", min.as_str()), ("maxOccurs", max.as_str())];
        attributen.extend(aantallen.into_iter().filter(|(_, aantal)| *aantal != "1"));
        if !beperkt {
            return self.leeg("xs:element", &attributen);
        }
        self.open("xs:element", &attributen);
        self.open("xs:simpleType", &[]);
        self.open("xs:restriction", &[("base", soort)]);
        self.facet("pattern", pattern);
        self.facet("maxInclusive", rij.maximum);
        self.sluit("xs:restriction");
        self.sluit("xs:simpleType");
        self.sluit("xs:element");
    }

    fn enkelvoudig(&mut self, enkelvoudig: &Enkelvoudig<'_>) {
        let rij = enkelvoudig.rij;
        self.open("xs:simpleType", &[("name", &rij.naam)]);
        self.open("xs:restriction", &[("base", rij.basis)]);
        self.facet("minLength", rij.min_lengte);
        self.facet("maxLength", rij.max_lengte);
        self.facet("minInclusive", rij.minimum);
        self.facet("maxInclusive", rij.maximum);
        self.facet("pattern", rij.pattern.as_ref());
        for code in &enkelvoudig.codes {
            self.facet("enumeration", Some(&code.code));
        }
        self.sluit("xs:restriction");
        self.sluit("xs:simpleType");
    }

    fn facet(&mut self, naam: &str, waarde: Option<impl ToString>) {
        if let Some(waarde) = waarde {
            self.leeg(&format!("xs:{naam}"), &[("value", &waarde.to_string())]);
        }
    }
}

fn attribuuttekst(attributen: &[Attribuut<'_>]) -> String {
    let mut tekst = String::new();
    for (naam, waarde) in attributen {
        tekst.extend([" ", naam, "=\"", &ontsnap(waarde), "\""]);
    }
    tekst
}

/// Escapes text for an attribute value or element content.
fn ontsnap(tekst: &str) -> String {
    tekst.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
