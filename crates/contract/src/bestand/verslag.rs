//! What the linter has to say about a contract file.

use serde::Serialize;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Ernst {
    /// The file cannot be used.
    #[serde(rename = "fout")]
    Fout,
    /// The file can be used; a person should look.
    #[serde(rename = "waarschuwing")]
    Waarschuwing,
    /// The file names the fault itself: what needs it is switched off.
    #[serde(rename = "open")]
    Open,
}

/// The kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gebrek {
    /// The text is no TOML.
    Toml,
    /// A key that no contract has.
    OnbekendeSleutel,
    /// A key that must be there.
    Ontbreekt,
    /// A value of the wrong kind.
    Soort,
    /// A value that cannot be.
    Waarde,
    /// An amount written as a number instead of a text.
    BedragAlsGetal,
    /// Two tariffs of one product for the same day and unit.
    Overlap,
    /// Days inside the contract without a tariff.
    Gat,
    /// A tariff without a unit.
    GeenEenheid,
    /// A product or tariff without a product code.
    GeenCode,
    /// A code that is not in the catalogue or list of products.
    ProductOnbekend,
    /// A product in the catalogue without any tariff.
    GeenTarief,
    /// A code that does not begin with its categorie.
    Categorie,
    /// A unit that does not go with the categorie or the uitvoeringsvariant.
    Eenheid,
    /// A printed tariff that does not follow from the tariff it is made of.
    Afronding,
    /// Dates outside the contract, or in the wrong order.
    BuitenContract,
    /// A rule that would refuse what the standard does not let it refuse.
    VerbodenWeigering,
    /// A rule kind that does not exist.
    OnbekendeRegel,
    /// A fact number that is no fact number.
    Feit,
    /// A value without a fact number.
    ZonderFeit,
    /// An open item that blocks nothing that is in the file.
    Doel,
    /// The contract can be in force for nobody.
    NietInWerking,
    /// Something that the file itself leaves open.
    OpenPunt,
    /// A reading that was taken where the document contradicts itself or the standard.
    Leeswijze,
}

impl Gebrek {
    /// The name in output.
    pub fn naam(self) -> &'static str {
        match self {
            Gebrek::Toml => "toml",
            Gebrek::OnbekendeSleutel => "onbekende-sleutel",
            Gebrek::Ontbreekt => "ontbreekt",
            Gebrek::Soort => "soort",
            Gebrek::Waarde => "waarde",
            Gebrek::BedragAlsGetal => "bedrag-als-getal",
            Gebrek::Overlap => "overlap",
            Gebrek::Gat => "gat",
            Gebrek::GeenEenheid => "geen-eenheid",
            Gebrek::GeenCode => "geen-code",
            Gebrek::ProductOnbekend => "product-onbekend",
            Gebrek::GeenTarief => "geen-tarief",
            Gebrek::Categorie => "categorie",
            Gebrek::Eenheid => "eenheid",
            Gebrek::Afronding => "afronding",
            Gebrek::BuitenContract => "buiten-contract",
            Gebrek::VerbodenWeigering => "verboden-weigering",
            Gebrek::OnbekendeRegel => "onbekende-regel",
            Gebrek::Feit => "feit",
            Gebrek::ZonderFeit => "zonder-feit",
            Gebrek::Doel => "doel",
            Gebrek::NietInWerking => "niet-in-werking",
            Gebrek::OpenPunt => "open-punt",
            Gebrek::Leeswijze => "leeswijze",
        }
    }

    /// Whether it is about the form of the file: then nothing of the content can be trusted.
    pub fn is_vorm(self) -> bool {
        matches!(self, Gebrek::Toml | Gebrek::OnbekendeSleutel | Gebrek::Ontbreekt | Gebrek::Soort)
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bevinding {
    /// Weight.
    pub ernst: Ernst,
    /// Kind.
    pub gebrek: Gebrek,
    /// One-based line.
    pub regel: usize,
    /// One-based column in characters.
    pub kolom: usize,
    /// What is the matter, in Dutch.
    pub tekst: String,
    /// What would mend it, in Dutch.
    pub herstel: String,
    /// What it is about, as an open item names it: `tariff:03A03`. None: cannot be left open.
    pub doel: Option<String>,
    /// Fact number, when the file gives one.
    pub feit: Option<String>,
}

/// The findings on one file, with the places of its lines.
#[derive(Debug)]
pub struct Verslag<'t> {
    tekst: &'t str,
    regels: Vec<usize>,
    /// Findings so far.
    pub bevindingen: Vec<Bevinding>,
}

impl<'t> Verslag<'t> {
    /// An empty report on a text.
    pub fn nieuw(tekst: &'t str) -> Self {
        let regels = std::iter::once(0).chain(tekst.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { tekst, regels, bevindingen: Vec::new() }
    }

    /// Line and column of a byte offset; an offset outside the text is its end.
    pub fn plek(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.tekst.len());
        let regel = self.regels.partition_point(|begin| *begin <= offset);
        let begin = regel.checked_sub(1).and_then(|at| self.regels.get(at)).copied().unwrap_or(0);
        // A place inside a character counts as that character.
        let voor = (begin..=offset).rev().find_map(|eind| self.tekst.get(begin..eind)).unwrap_or_default();
        (regel.max(1), voor.chars().count() + 1)
    }

    /// A finding.
    pub fn meld(&mut self, ernst: Ernst, gebrek: Gebrek, plaats: usize, tekst: String, herstel: String) {
        let (regel, kolom) = self.plek(plaats);
        self.bevindingen.push(Bevinding { ernst, gebrek, regel, kolom, tekst, herstel, doel: None, feit: None });
    }

    /// An error.
    pub fn fout(&mut self, gebrek: Gebrek, plaats: usize, tekst: impl Into<String>, herstel: impl Into<String>) {
        self.meld(Ernst::Fout, gebrek, plaats, tekst.into(), herstel.into());
    }

    /// A warning.
    pub fn waarschuwing(
        &mut self,
        gebrek: Gebrek,
        plaats: usize,
        tekst: impl Into<String>,
        herstel: impl Into<String>,
    ) {
        self.meld(Ernst::Waarschuwing, gebrek, plaats, tekst.into(), herstel.into());
    }

    /// Says what the last finding is about, so that an open item may name it.
    pub fn over(&mut self, doel: impl Into<String>) {
        if let Some(laatste) = self.bevindingen.last_mut() {
            laatste.doel = Some(doel.into());
        }
    }

    /// Whether anything makes the file unusable.
    pub fn heeft_fouten(&self) -> bool {
        self.bevindingen.iter().any(|b| b.ernst == Ernst::Fout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_one_in_characters() {
        let verslag = Verslag::nieuw("é = 1\n\nb = 2");
        assert_eq!(verslag.plek(0), (1, 1));
        assert_eq!(verslag.plek(3), (1, 3));
        assert_eq!(verslag.plek(7), (2, 1));
        assert_eq!(verslag.plek(8), (3, 1));
        assert_eq!(verslag.plek(999), (3, 6));
        assert_eq!(Verslag::nieuw("").plek(0), (1, 1));
    }
}
