//! Findings, signals and verdicts as people and other programs see them. These forms are stable.

use std::collections::HashSet;

use bericht::{Bericht, Inhoud, Klasse, klasse_van_pad};
use regels::{Akkoord, Bevinding, Regel, Signaal, Spoor, betekenis};
use schema::tree::{NodeId, NodeRef, Tree};
use schema::{Locator, Source};
use serde::{Deserialize, Serialize};

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Uitkomst {
    /// Nothing was refused.
    Accepted,
    /// A 323 or 303 that was processed with at least one Prestatie refused, also when all are.
    Partly,
    /// Refused as a whole.
    Rejected,
    /// Not well-formed, or no message of a loaded release.
    Unreadable,
    /// The same bytes as an earlier message.
    Duplicate,
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
    /// Which Prestatie of the message it is about, counted from 1 in document order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prestatie: Option<u32>,
    /// How the rule came to it, step by step; empty on level 1.
    #[serde(default, skip_serializing_if = "Spoor::is_leeg")]
    pub trace: Spoor,
}

impl Melding {
    /// A finding of level 1 at the begin of the message.
    pub(crate) fn niveau1(source: Source, path: String, message: String) -> Self {
        Self {
            level: 1,
            rule: source.rule().into(),
            retourcode: None,
            class: None,
            path,
            line: 1,
            column: 1,
            message,
            prestatie: None,
            trace: Spoor::default(),
        }
    }

    /// An objection of a contract to a message of our own. No rule of the standard and no retourcode stands behind it.
    pub(crate) fn van_contract(bezwaar: &Signaalregel, message: String) -> Self {
        let path = bezwaar.path.clone().unwrap_or_default();
        Self {
            level: 4,
            rule: bezwaar.kind.clone().into(),
            class: klasse_van_pad(&path).map(|k| k.naam().into()),
            line: bezwaar.line.unwrap_or(1),
            ..Self::niveau1(Source::Xsd, path, message)
        }
    }
}

/// A rule that spoke, as people read it; once per verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regeluitleg {
    /// Rule id.
    pub rule: Naam,
    /// What it asks, in Dutch.
    pub explanation: Naam,
    /// The choice that was made where the standard leaves room.
    pub choice: Option<Naam>,
    /// Retourcode.
    pub retourcode: Option<Naam>,
    /// What the code means, in our own words.
    pub meaning: Option<Naam>,
}

/// A Prestatie that was granted, with what was allowed, used and left. Made only when it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toegekend {
    /// Which Prestatie of the message, counted from 1 in document order.
    pub prestatie: u32,
    /// One-based line.
    pub line: u64,
    /// The rules that had something to count or compare, in order of control.
    pub checks: Vec<Toets>,
}

/// A rule that was content with a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toets {
    /// Rule id.
    pub rule: Naam,
    /// What it looked at.
    pub trace: Spoor,
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
    /// Fact of the contract that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// Amount at stake in eurocent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
}

impl Signaalregel {
    /// A signal about the message as a whole.
    pub(crate) fn over_bericht(kind: &str, message: impl Into<String>) -> Self {
        Self { kind: kind.to_owned(), path: None, line: None, message: message.into(), fact: None, amount: None }
    }
}

/// The verdict on a message; stored with it, so that a duplicate gets the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oordeel {
    /// What became of it.
    pub outcome: Uitkomst,
    /// Level of the finding that decided; none when accepted, and when only a contract keeps a message of our own back.
    pub level: Option<u8>,
    /// Findings in document order.
    pub findings: Vec<Melding>,
    /// Signals.
    pub signals: Vec<Signaalregel>,
    /// The rules behind the findings, in order of id; absent in verdicts of before it was kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Regeluitleg>,
    /// Granted lines in document order; empty unless that was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub granted: Vec<Toegekend>,
}

impl Oordeel {
    /// Whether a message of our own with this verdict should not go out: the receiver would refuse it as a whole. One of
    /// which a few Prestaties would come back may go; who sends it may also mend it first.
    pub fn houdt_vast(&self) -> bool {
        matches!(self.outcome, Uitkomst::Rejected | Uitkomst::Unreadable)
    }

    /// Whether only a contract keeps it back: the receiver would take it, and who sends it may let it go.
    pub fn alleen_contract(&self) -> bool {
        self.houdt_vast() && self.level.is_none() && !self.findings.is_empty()
    }

    /// A verdict without findings.
    pub fn aanvaard() -> Self {
        Self {
            outcome: Uitkomst::Accepted,
            level: None,
            findings: Vec::new(),
            signals: Vec::new(),
            rules: Vec::new(),
            granted: Vec::new(),
        }
    }
}

/// Findings of level 1.
pub fn van_schema(findings: &[schema::Finding]) -> Vec<Melding> {
    let melding = |finding: &schema::Finding| Melding {
        class: klasse_van_pad(&finding.path).map(|k| k.naam().into()),
        line: finding.place.line,
        column: finding.place.column,
        ..Melding::niveau1(finding.source, finding.path.clone(), finding.message.clone())
    };
    findings.iter().map(melding).collect()
}

/// What OP192 asks of the bytes of a message and this one does otherwise.
pub fn van_vorm(form: schema::input::Form) -> Vec<Signaalregel> {
    form.remarks().into_iter().map(|message| Signaalregel::over_bericht("OP192", message)).collect()
}

/// Findings of rules, in document order; at one place in order of rule.
pub fn van_regels(bericht: &Bericht<'_>, mut bevindingen: Vec<Bevinding>) -> Vec<Melding> {
    let tree = bericht.tree;
    let nummers = Prestatienummers::van(bericht);
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
                prestatie: nummers.van_node(node),
                trace: bevinding.spoor,
            }
        })
        .collect()
}

/// The rules behind findings, each once, in order of id.
pub fn van_uitleg(bevindingen: &[Bevinding]) -> Vec<Regeluitleg> {
    let mut regels: Vec<&Regel> = bevindingen.iter().map(|b| b.regel).collect();
    regels.sort_unstable_by_key(|r| r.id);
    regels.dedup_by_key(|r| r.id);
    let uitleg = |regel: &Regel| Regeluitleg {
        rule: regel.id.into(),
        explanation: regel.uitleg.into(),
        choice: regel.keuze.map(Into::into),
        retourcode: regel.retourcode.map(Into::into),
        meaning: regel.retourcode.and_then(betekenis).map(Into::into),
    };
    regels.into_iter().map(uitleg).collect()
}

/// What rules told about the lines that were granted, in document order.
pub fn van_akkoorden(
    bericht: &Bericht<'_>,
    mut akkoorden: Vec<Akkoord>,
    geweigerd: &HashSet<NodeId>,
) -> Vec<Toegekend> {
    let nummers = Prestatienummers::van(bericht);
    let mut locator = Locator::new(bericht.tree.text());
    // The order of the rules at one element stays that of the control.
    akkoorden.sort_by_key(|a| a.node);
    let mut regels: Vec<Toegekend> = Vec::new();
    for akkoord in akkoorden.into_iter().filter(|a| !geweigerd.contains(&a.node)) {
        let node = bericht.tree.node(akkoord.node);
        let Some(prestatie) = nummers.van_node(node) else { continue };
        let toets = Toets { rule: akkoord.regel.id.into(), trace: akkoord.spoor };
        if let Some(laatste) = regels.last_mut().filter(|laatste| laatste.prestatie == prestatie) {
            laatste.checks.push(toets);
        } else {
            let line = locator.place(node.offset()).line;
            regels.push(Toegekend { prestatie, line, checks: vec![toets] });
        }
    }
    regels
}

/// The Prestaties of a message, to number them.
struct Prestatienummers(Vec<NodeId>);

impl Prestatienummers {
    fn van(bericht: &Bericht<'_>) -> Self {
        Self(match &bericht.inhoud {
            Inhoud::Declaratie(d) => d.prestaties().map(|p| p.node).collect(),
            Inhoud::DeclaratieAntwoord(Some(d)) => d.prestaties().map(|p| p.node).collect(),
            Inhoud::Factuur(f) => f.prestaties().map(|p| p.node).collect(),
            _ => Vec::new(),
        })
    }

    /// The number of the Prestatie that holds an element.
    fn van_node(&self, node: NodeRef<'_>) -> Option<u32> {
        let index = self.0.partition_point(|p| *p <= node.id()).checked_sub(1)?;
        let prestatie = self.0.get(index)?;
        let mut current = Some(node);
        while let Some(element) = current {
            if element.id() == *prestatie {
                return u32::try_from(index + 1).ok();
            }
            current = element.parent();
        }
        None
    }
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
                fact: signaal.contract.as_ref().and_then(|c| c.feit.clone()),
                amount: signaal.contract.as_ref().and_then(|c| c.bedrag),
            }
        })
        .collect()
}
