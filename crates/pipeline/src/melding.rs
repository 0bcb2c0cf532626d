//! Findings, signals and verdicts as people and other programs see them. These forms are stable.

use bericht::{Klasse, klasse_van_pad};
use regels::{Bevinding, Signaal};
use schema::Locator;
use schema::tree::Tree;
use serde::{Deserialize, Serialize};

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Uitkomst {
    /// Nothing was refused.
    Accepted,
    /// A 323 that was processed with at least one Prestatie refused, also when all are.
    Partly,
    /// Refused as a whole.
    Rejected,
    /// Not well-formed, or no message of a loaded release.
    Unreadable,
    /// The same bytes as an earlier message.
    Duplicate,
    /// Valid on level 1, and of a kind that has no rules yet: nothing is refused, granted, answered or kept.
    Unjudged,
}

/// A name that is known beforehand, or was read back from the store.
pub type Naam = std::borrow::Cow<'static, str>;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Melding {
    /// Control level 1 to 4.
    pub level: u8,
    /// `XML`, `XSD` or a rule id.
    pub rule: Naam,
    /// Retourcode; null on level 1 and for rules of a 325 without one.
    pub retourcode: Option<Naam>,
    /// Berichtklasse.
    pub class: Option<Naam>,
    /// Path of the element.
    pub path: String,
    /// One-based line.
    pub line: u64,
    /// One-based column in characters.
    pub column: u64,
    /// What is the matter, in Dutch.
    pub message: String,
}

/// One signal: for people, never a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signaalregel {
    /// Kind, e.g. a rule id.
    pub kind: String,
    /// Path of the element, when it has a place.
    pub path: Option<String>,
    /// One-based line.
    pub line: Option<u64>,
    /// What is the matter, in Dutch.
    pub message: String,
}

/// The verdict on a message; stored with it, so that a duplicate gets the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oordeel {
    /// What became of it.
    pub outcome: Uitkomst,
    /// Level of the finding that decided; none when accepted.
    pub level: Option<u8>,
    /// Findings in document order.
    pub findings: Vec<Melding>,
    /// Signals.
    pub signals: Vec<Signaalregel>,
}

impl Oordeel {
    /// A verdict without findings.
    pub fn aanvaard() -> Self {
        Self { outcome: Uitkomst::Accepted, level: None, findings: Vec::new(), signals: Vec::new() }
    }
}

/// Findings of level 1.
pub fn van_schema(findings: &[schema::Finding]) -> Vec<Melding> {
    let melding = |finding: &schema::Finding| Melding {
        level: 1,
        rule: finding.source.rule().into(),
        retourcode: None,
        class: klasse_van_pad(&finding.path).map(|k| k.naam().into()),
        path: finding.path.clone(),
        line: finding.place.line,
        column: finding.place.column,
        message: finding.message.clone(),
    };
    findings.iter().map(melding).collect()
}

/// What OP192 asks of the bytes of a message and this one does otherwise.
pub fn van_vorm(form: schema::input::Form) -> Vec<Signaalregel> {
    let signaal = |message| Signaalregel { kind: "OP192".to_owned(), path: None, line: None, message };
    form.remarks().into_iter().map(signaal).collect()
}

/// Findings of rules, in document order; at one place in order of rule.
pub fn van_regels(tree: &Tree<'_>, mut bevindingen: Vec<Bevinding>) -> Vec<Melding> {
    let mut locator = Locator::new(tree.text());
    bevindingen.sort_by_key(|b| (tree.node(b.node).offset(), b.regel.id));
    bevindingen
        .into_iter()
        .map(|bevinding| {
            let node = tree.node(bevinding.node);
            let (place, path) = (locator.place(node.offset()), node.path());
            Melding {
                level: bevinding.regel.niveau,
                rule: bevinding.regel.id.into(),
                retourcode: bevinding.regel.retourcode.map(Into::into),
                class: klasse_van_pad(&path).map(|k: Klasse| k.naam().into()),
                path,
                line: place.line,
                column: place.column,
                message: bevinding.tekst,
            }
        })
        .collect()
}

/// Signals, in document order; those about the whole message first.
pub fn van_signalen(tree: &Tree<'_>, signalen: &[Signaal]) -> Vec<Signaalregel> {
    let mut locator = Locator::new(tree.text());
    let mut order: Vec<&Signaal> = signalen.iter().collect();
    order.sort_by_key(|s| s.node.map(|n| tree.node(n).offset()));
    order
        .into_iter()
        .map(|signaal| {
            let node = signaal.node.map(|n| tree.node(n));
            Signaalregel {
                kind: signaal.soort.to_owned(),
                path: node.map(schema::tree::NodeRef::path),
                line: node.map(|n| locator.place(n.offset()).line),
                message: signaal.tekst.clone(),
            }
        })
        .collect()
}
