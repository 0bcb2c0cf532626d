//! A tree of XML that can be changed: just enough for the messages of these tests, which have no CDATA and no `>` in
//! attributes. Independent of the reader under test.

/// An element. Text is kept as written, entities included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Name with prefix.
    pub naam: String,
    /// Attributes as written, with a leading blank.
    pub attributen: String,
    /// Elements below.
    pub kinderen: Vec<Element>,
    /// Text of an element without elements below.
    pub tekst: String,
}

impl Element {
    /// Reads a document or a fragment with one root.
    pub fn lees(xml: &str) -> Element {
        let mut open = vec![Element::nieuw("", "")];
        let mut rest = xml;
        while let Some(begin) = rest.find('<') {
            let top = open.last_mut().unwrap();
            top.tekst.push_str(&rest[..begin]);
            let eind =
                if rest[begin..].starts_with("<!--") { rest.find("-->").unwrap() + 2 } else { rest.find('>').unwrap() };
            let tag = &rest[begin + 1..eind];
            rest = &rest[eind + 1..];
            if tag.starts_with(['?', '!']) {
                continue;
            }
            if tag.starts_with('/') {
                sluit(&mut open);
                continue;
            }
            let leeg = tag.ends_with('/');
            let tag = tag.trim_end_matches('/');
            let (naam, attributen) = tag.split_at(tag.find(char::is_whitespace).unwrap_or(tag.len()));
            open.push(Element::nieuw(naam, attributen));
            if leeg {
                sluit(&mut open);
            }
        }
        let mut document = open.pop().unwrap();
        assert!(open.is_empty() && document.kinderen.len() == 1, "no well-formed XML: {xml}");
        document.kinderen.remove(0)
    }

    fn nieuw(naam: &str, attributen: &str) -> Element {
        Element { naam: naam.to_owned(), attributen: attributen.to_owned(), kinderen: Vec::new(), tekst: String::new() }
    }

    /// The document as text, indented.
    pub fn schrijf(&self) -> String {
        let mut uit = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        self.schrijf_in(&mut uit, 0);
        uit
    }

    fn schrijf_in(&self, uit: &mut String, diep: usize) {
        let (inspringing, naam) = ("  ".repeat(diep), &self.naam);
        uit.extend([inspringing.as_str(), "<", naam, &self.attributen, ">"]);
        if self.kinderen.is_empty() {
            uit.extend([self.tekst.as_str(), "</", naam, ">\n"]);
            return;
        }
        uit.push('\n');
        for kind in &self.kinderen {
            kind.schrijf_in(uit, diep + 1);
        }
        uit.extend([inspringing.as_str(), "</", naam, ">\n"]);
    }

    /// Name without prefix.
    pub fn lokaal(&self) -> &str {
        self.naam.split_once(':').map_or(&self.naam, |(_, lokaal)| lokaal)
    }

    /// Prefix with its colon, or nothing.
    pub fn prefix(&self) -> &str {
        self.naam.split_once(':').map_or("", |(prefix, _)| &self.naam[..=prefix.len()])
    }

    /// The child with a name.
    pub fn kind(&self, lokaal: &str) -> Option<&Element> {
        self.kinderen.iter().find(|k| k.lokaal() == lokaal)
    }

    /// Every element below with a name, in document order.
    pub fn alle<'e>(&'e self, lokaal: &str) -> Vec<&'e Element> {
        let mut gevonden = Vec::new();
        self.bezoek(&mut |e| {
            if e.lokaal() == lokaal {
                gevonden.push(e);
            }
        });
        gevonden
    }

    /// Calls for every element below, in document order.
    pub fn bezoek<'e>(&'e self, roep: &mut dyn FnMut(&'e Element)) {
        for kind in &self.kinderen {
            roep(kind);
            kind.bezoek(roep);
        }
    }

    /// The element at a path: names with `/` between them, each with `[n]` for the n-th; names in between may be left out.
    pub fn op(&self, pad: &str) -> Option<&Element> {
        self.spoor(pad).map(|spoor| spoor.iter().fold(self, |e, index| &e.kinderen[*index]))
    }

    /// The text at a path; empty when it is not there.
    pub fn waarde(&self, pad: &str) -> &str {
        self.op(pad).map_or("", |e| &e.tekst)
    }

    /// The element at a path, to change.
    pub fn op_mut(&mut self, pad: &str) -> Option<&mut Element> {
        let spoor = self.spoor(pad)?;
        Some(spoor.iter().fold(self, |e, index| &mut e.kinderen[*index]))
    }

    /// The element around a path, and the position in it.
    pub fn rond_mut(&mut self, pad: &str) -> Option<(&mut Element, usize)> {
        let mut spoor = self.spoor(pad)?;
        let index = spoor.pop()?;
        Some((spoor.iter().fold(self, |e, index| &mut e.kinderen[*index]), index))
    }

    /// The way to a path as positions.
    fn spoor(&self, pad: &str) -> Option<Vec<usize>> {
        let (mut spoor, mut hier) = (Vec::new(), self);
        for stap in pad.split('/') {
            let (naam, nummer) = match stap.split_once('[') {
                Some((naam, nummer)) => (naam, nummer.trim_end_matches(']').parse().ok()?),
                None => (stap, 1_usize),
            };
            let verder = hier.sporen(naam).into_iter().nth(nummer.checked_sub(1)?)?;
            hier = verder.iter().fold(hier, |e, index| &e.kinderen[*index]);
            spoor.extend(verder);
        }
        Some(spoor)
    }

    fn sporen(&self, lokaal: &str) -> Vec<Vec<usize>> {
        let mut sporen = Vec::new();
        for (index, kind) in self.kinderen.iter().enumerate() {
            if kind.lokaal() == lokaal {
                sporen.push(vec![index]);
            }
            sporen.extend(kind.sporen(lokaal).into_iter().map(|onder| [vec![index], onder].concat()));
        }
        sporen
    }

    /// The element without any element of a name, and with local names: to compare values of two namespaces.
    pub fn kaal(&self, zonder: &str) -> Element {
        let kinderen = self.kinderen.iter().filter(|k| k.lokaal() != zonder).map(|k| k.kaal(zonder)).collect();
        Element { naam: self.lokaal().to_owned(), attributen: String::new(), kinderen, tekst: self.tekst.clone() }
    }
}

fn sluit(open: &mut Vec<Element>) {
    let mut af = open.pop().unwrap();
    if !af.kinderen.is_empty() {
        af.tekst.clear();
    }
    open.last_mut().unwrap().kinderen.push(af);
}
