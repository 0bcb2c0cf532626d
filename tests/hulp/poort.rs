//! The pipeline behind two calls: a message and a date go in; outcome, findings and the text of the retour come out.

use bericht::{catalogus, datum};
use contract::Contracten;
use dossier::BerichtId;
use opslag::MemoryStore;
use pipeline::{Keten, Opdracht, verwerk};
use regels::Gemeenten;
use schema::{Limits, NoSink};
use serde::Deserialize;

/// Schemas, contracts and lists: loaded once, then dossiers are opened on it.
pub struct Poort {
    keten: Keten,
}

/// What became of a message. The names are those of `process --json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Antwoord {
    /// `accepted`, `partly`, `rejected`, `duplicate` or `unreadable`.
    #[serde(rename = "outcome")]
    pub uitkomst: String,
    /// Findings.
    #[serde(rename = "findings")]
    pub bevindingen: Vec<Bevinding>,
    /// Signals.
    #[serde(rename = "signals")]
    pub signalen: Vec<Signaal>,
    /// Text of the retour.
    #[serde(skip)]
    pub retour: Option<String>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Bevinding {
    /// Rule id.
    #[serde(rename = "rule")]
    pub regel: String,
    /// Retourcode.
    pub retourcode: Option<String>,
}

/// A signal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Signaal {
    /// Kind.
    #[serde(rename = "kind")]
    pub soort: String,
}

impl Antwoord {
    /// Findings as `rule code`, each once, in order of name.
    pub fn regels(&self) -> Vec<String> {
        let code = |b: &Bevinding| format!("{} {}", b.regel, b.retourcode.as_deref().unwrap_or("-"));
        uniek(self.bevindingen.iter().map(code))
    }

    /// Kinds of signals, each once, in order of name; those about the form of the file (OP192) are not about the story.
    pub fn signalen(&self) -> Vec<String> {
        uniek(self.signalen.iter().map(|s| s.soort.clone()).filter(|soort| soort != "OP192"))
    }
}

/// Each once, in order.
pub fn uniek(lijst: impl Iterator<Item = String>) -> Vec<String> {
    let mut lijst: Vec<String> = lijst.collect();
    lijst.sort();
    lijst.dedup();
    lijst
}

impl Poort {
    /// The built-in schemas and lists, no contracts.
    pub fn nieuw() -> Poort {
        let keten = Keten {
            schemas: catalogus::ingebouwd().unwrap(),
            contracten: Contracten::default(),
            gemeenten: Gemeenten::ingebouwd().unwrap(),
            limits: Limits::default(),
            max_bytes: 25 * 1024 * 1024,
        };
        Poort { keten }
    }

    /// Puts contracts (TOML) in force instead of those before.
    pub fn met_contracten(&mut self, contracten: &[String]) {
        let lees = |tekst: &String| contract::lees_tekst("contract", tekst).unwrap_or_else(|e| panic!("{e:?}"));
        self.keten.contracten = Contracten(contracten.iter().map(lees).collect());
    }

    /// Uses a full list of gemeenten (tab separated), or the built-in one.
    pub fn met_gemeenten(&mut self, lijst: Option<&str>) {
        let gemeenten = lijst.map_or_else(Gemeenten::ingebouwd, |tekst| Gemeenten::lees(tekst, true));
        self.keten.gemeenten = gemeenten.unwrap();
    }

    /// An empty dossier.
    pub fn dossier(&self) -> Dossier<'_> {
        Dossier { poort: self, store: MemoryStore::new(), aantal: 0 }
    }

    /// What the schema has against a message.
    pub fn schemafouten(&self, xml: &str) -> Vec<String> {
        let verslag = schema::validate(xml, &self.keten.schemas, &self.keten.limits, &mut NoSink);
        verslag.findings.iter().map(|f| format!("{}: {}", f.path, f.message)).collect()
    }
}

/// Everything that was judged before, in memory.
pub struct Dossier<'p> {
    poort: &'p Poort,
    store: MemoryStore,
    aantal: u128,
}

impl Dossier<'_> {
    /// Judges a message on a date (jjjj-mm-dd).
    pub fn verwerk(&mut self, xml: &str, peildatum: &str) -> Antwoord {
        self.aantal += 1;
        let peildatum = datum(peildatum).unwrap_or_else(|| panic!("no date: {peildatum}"));
        let opdracht = Opdracht { bytes: xml.as_bytes(), id: BerichtId(self.aantal), peildatum };
        let verwerkt = verwerk(&opdracht, &self.poort.keten, &self.store, self.store.hasher());
        let verwerkt = verwerkt.unwrap_or_else(|e| panic!("not processed: {e:?}"));
        // Through JSON, so that this and the command line are read the same.
        let oordeel = serde_json::to_value(&verwerkt.oordeel).unwrap();
        let mut antwoord: Antwoord = serde_json::from_value(oordeel).unwrap();
        antwoord.retour = verwerkt.retour.map(|r| String::from_utf8(r.bytes).unwrap());
        antwoord
    }
}
