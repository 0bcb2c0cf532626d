//! The pipeline behind two calls: a message and a date go in; outcome, findings and the text of the retour come out.

use bericht::{catalogus, datum};
use contract::Contracten;
use dossier::{BerichtId, Key, ReadSet, Row, Sleutelhasher, Table};
use opslag::{MemoryStore, SqliteOptions, SqliteStore, Store, Which};
use pipeline::{
    Bijvoegen, Keten, Oordeel, Opdracht, PipelineFout, Verzonden, proef_verzenden, trek_terug, verwerk, verzend,
};
use regels::Gemeenten;
use schema::{Limits, NoSink};
use serde::Deserialize;

/// Schemas, contracts and lists: loaded once, then dossiers are opened on it.
pub struct Poort {
    keten: Keten,
    op_schijf: bool,
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
    /// Granted lines with what was allowed, used and left.
    #[serde(rename = "granted", default)]
    pub toegekend: Vec<serde_json::Value>,
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
    /// How the rule came to it.
    #[serde(default)]
    pub trace: Vec<serde_json::Value>,
}

/// A signal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Signaal {
    /// Kind.
    #[serde(rename = "kind")]
    pub soort: String,
    /// What is the matter.
    #[serde(rename = "message")]
    pub tekst: String,
    /// Fact of the contract.
    #[serde(rename = "fact", default)]
    pub feit: Option<String>,
    /// Amount at stake in eurocent.
    #[serde(rename = "amount", default)]
    pub cent: Option<i64>,
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
        Poort { keten, op_schijf: false }
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

    /// From now on dossiers are kept in a folder.
    pub fn op_schijf(&mut self) {
        self.op_schijf = true;
    }

    /// An empty dossier.
    pub fn dossier(&self) -> Dossier<'_> {
        if !self.op_schijf {
            let store = MemoryStore::new();
            let hasher = store.hasher().clone();
            return Dossier { poort: self, store: Box::new(store), hasher, aantal: 0, _map: None };
        }
        let map = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(map.path(), &SqliteOptions::default()).unwrap();
        let hasher = store.hasher().clone();
        Dossier { poort: self, store: Box::new(store), hasher, aantal: 0, _map: Some(map) }
    }

    /// The contracts in force.
    pub fn contracten(&self) -> &Contracten {
        &self.keten.contracten
    }

    /// What the schema has against a message.
    pub fn schemafouten(&self, xml: &str) -> Vec<String> {
        let verslag = schema::validate(xml, &self.keten.schemas, &self.keten.limits, &mut NoSink);
        verslag.findings.iter().map(|f| format!("{}: {}", f.path, f.message)).collect()
    }
}

/// Everything that was judged and sent before.
pub struct Dossier<'p> {
    poort: &'p Poort,
    store: Box<dyn Store>,
    hasher: Sleutelhasher,
    aantal: u128,
    /// Removed at the end.
    _map: Option<tempfile::TempDir>,
}

impl Dossier<'_> {
    /// Judges a message on a date (jjjj-mm-dd).
    pub fn verwerk(&mut self, xml: &str, peildatum: &str) -> Antwoord {
        let opdracht = self.opdracht(xml, peildatum);
        let verwerkt = verwerk(&opdracht, &self.poort.keten, self.store.as_ref(), &self.hasher);
        let verwerkt = verwerkt.unwrap_or_else(|e| panic!("not processed: {e:?}"));
        let retour = verwerkt.retour.map(|r| String::from_utf8(r.bytes).unwrap());
        Antwoord { retour, ..Antwoord::van(&verwerkt.oordeel) }
    }

    /// Books a message as sent from here; there is no retour.
    pub fn verzend(&mut self, xml: &str, peildatum: &str) -> Antwoord {
        let verzonden = self.verzend_met(xml, peildatum, &|_, _| {});
        Antwoord::van(&verzonden.unwrap_or_else(|e| panic!("not sent: {e:?}")).oordeel)
    }

    /// What would become of a message if it were sent now.
    pub fn vooraf(&mut self, xml: &str, peildatum: &str) -> Antwoord {
        let opdracht = self.opdracht(xml, peildatum);
        let proef = proef_verzenden(&opdracht, &self.poort.keten, self.store.as_ref(), &self.hasher);
        Antwoord::van(&proef.unwrap_or_else(|e| panic!("not weighed: {e:?}")).oordeel)
    }

    /// Everything that is kept.
    pub fn opslag(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// As [`Dossier::verzend`], with more in the same commit, and what cannot be sent at all as an error.
    pub fn verzend_met(&mut self, xml: &str, dag: &str, bij: &Bijvoegen<'_>) -> Result<Verzonden, PipelineFout> {
        let opdracht = self.opdracht(xml, dag);
        verzend(&opdracht, &self.poort.keten, self.store.as_ref(), &self.hasher, bij)
    }

    /// A message with the next number.
    fn opdracht<'x>(&mut self, xml: &'x str, peildatum: &str) -> Opdracht<'x> {
        self.aantal += 1;
        let peildatum = datum(peildatum).unwrap_or_else(|| panic!("no date: {peildatum}"));
        Opdracht { bytes: xml.as_bytes(), id: BerichtId(self.aantal), peildatum, waarom: true, gelezen: None }
    }

    /// Takes back a message that was sent from here, as the next number.
    pub fn trek_terug(&mut self, bericht: u128) -> bool {
        self.aantal += 1;
        let nummers = (BerichtId(bericht), BerichtId(self.aantal));
        trek_terug(nummers, &self.poort.keten, self.store.as_ref(), &|_| ()).unwrap()
    }

    /// Gives the next message this number and those after it the numbers that follow.
    pub fn nummer_vanaf(&mut self, nummer: u128) {
        self.aantal = nummer - 1;
    }

    /// How many deliveries there are.
    pub fn leveringen(&self) -> usize {
        self.store.deliveries(Which::AllBefore(u64::MAX), 100).unwrap().len()
    }

    /// All rows of a table, in order of their key.
    pub fn rijen(&self, tabel: Table) -> Vec<Row> {
        let alles = ReadSet { prefixes: vec![(tabel, Key::new())], ..ReadSet::default() };
        self.store.read(&alles).unwrap().rows
    }
}

impl Antwoord {
    /// Through JSON, so that this and the command line are read the same.
    fn van(oordeel: &Oordeel) -> Antwoord {
        serde_json::from_value(serde_json::to_value(oordeel).unwrap()).unwrap()
    }
}
