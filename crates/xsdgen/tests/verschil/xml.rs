//! A reader for the small part of XML that schema files use. It stops at anything else.

/// An element with its attributes, children and text.
#[derive(Debug)]
pub struct Element {
    /// Name with prefix.
    pub naam: String,
    /// Name with prefix and value, in document order.
    pub attributen: Vec<(String, String)>,
    /// Child elements in order.
    pub kinderen: Vec<Element>,
    /// All text directly in the element.
    pub tekst: String,
}

impl Element {
    /// The value of an attribute.
    pub fn attribuut(&self, naam: &str) -> Option<&str> {
        self.attributen.iter().find(|(deze, _)| deze == naam).map(|(_, waarde)| waarde.as_str())
    }
}

/// Reads a whole document and returns its root element.
pub fn lees(tekst: &str) -> Element {
    let mut rest = tekst.trim_start_matches('\u{feff}');
    sla_over(&mut rest);
    let wortel = element(&mut rest);
    sla_over(&mut rest);
    assert!(rest.is_empty(), "text after the root element: {rest:.40}");
    wortel
}

/// Skips white space, comments and processing instructions.
fn sla_over(rest: &mut &str) {
    loop {
        *rest = rest.trim_start();
        if rest.starts_with("<?") {
            tot(rest, "?>");
        } else if rest.starts_with("<!--") {
            tot(rest, "-->");
        } else {
            return;
        }
    }
}

/// Takes the text up to `einde`, and `einde` itself.
fn tot<'t>(rest: &mut &'t str, einde: &str) -> &'t str {
    let (voor, na) = rest.split_once(einde).unwrap_or_else(|| panic!("no {einde} in: {rest:.40}"));
    *rest = na;
    voor
}

fn element(rest: &mut &str) -> Element {
    let kop = tot(rest, ">");
    let kop = kop.strip_prefix('<').unwrap_or_else(|| panic!("no tag: {kop:.40}"));
    let (kop, leeg) = kop.strip_suffix('/').map_or((kop, false), |kop| (kop, true));
    let einde = kop.find(char::is_whitespace).unwrap_or(kop.len());
    let (naam, attributen) = kop.split_at(einde);
    assert!(!naam.starts_with(['!', '?', '/']), "unexpected markup: {naam}");
    let mut element = Element {
        naam: naam.to_owned(),
        attributen: lees_attributen(attributen),
        kinderen: Vec::new(),
        tekst: String::new(),
    };
    if !leeg {
        inhoud(rest, &mut element);
    }
    element
}

fn inhoud(rest: &mut &str, element_: &mut Element) {
    loop {
        let begin = rest.find('<').expect("end tag");
        let (tekst, na) = rest.split_at(begin);
        element_.tekst.push_str(&ontcijfer(tekst));
        *rest = na;
        if rest.starts_with("<!--") {
            tot(rest, "-->");
        } else if rest.starts_with("</") {
            let slot = tot(rest, ">");
            assert_eq!(slot.trim_end().strip_prefix("</"), Some(element_.naam.as_str()));
            return;
        } else {
            element_.kinderen.push(element(rest));
        }
    }
}

fn lees_attributen(tekst: &str) -> Vec<(String, String)> {
    let mut attributen = Vec::new();
    let mut rest = tekst.trim();
    while !rest.is_empty() {
        let naam = tot(&mut rest, "=").trim().to_owned();
        rest = rest.trim_start();
        let teken = if rest.starts_with('\'') { "'" } else { "\"" };
        assert_eq!(tot(&mut rest, teken), "", "no quote after {naam}");
        attributen.push((naam, ontcijfer(tot(&mut rest, teken))));
        rest = rest.trim_start();
    }
    attributen
}

fn ontcijfer(tekst: &str) -> String {
    let tekst = tekst.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    assert!(!tekst.replace("&amp;", "").contains('&'), "unknown entity in {tekst}");
    tekst.replace("&amp;", "&")
}
