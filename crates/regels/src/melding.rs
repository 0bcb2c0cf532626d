//! What rules report. Texts hold amounts, volumes, codes and period dates, never a Bsn, name, birth date or reference
//! number; where something stands is told by its path and line.

use std::collections::HashMap;

use schema::tree::NodeId;

use crate::regel::Regel;
use crate::spoor::Spoor;

/// A rule that objects to an element.
#[derive(Debug, Clone)]
pub struct Bevinding {
    /// The rule.
    pub regel: &'static Regel,
    /// The element; the class around it gets the retourcode.
    pub node: NodeId,
    /// What was compared and how it differs, in Dutch.
    pub tekst: String,
    /// How the rule came to it.
    pub spoor: Spoor,
}

/// A rule that had something to count or compare and found it in order.
#[derive(Debug, Clone)]
pub struct Akkoord {
    /// The rule.
    pub regel: &'static Regel,
    /// The element.
    pub node: NodeId,
    /// What was allowed, used and left.
    pub spoor: Spoor,
}

/// Something a person should know; never a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signaal {
    /// Short kind, e.g. `contract` or the id of a business rule.
    pub soort: &'static str,
    /// The element, when there is one.
    pub node: Option<NodeId>,
    /// What is the matter, in Dutch.
    pub tekst: String,
    /// What a contract has to do with it.
    pub contract: Option<Contractgrond>,
}

/// The ground of a signal in a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contractgrond {
    /// Fact of the document, e.g. `GV21-111`; none when the file gives none.
    pub feit: Option<String>,
    /// Amount at stake in eurocent.
    pub bedrag: Option<i64>,
}

/// Most findings of one rule of level 2 that are kept; the sender gets one code whatever their number.
const PER_REGEL: usize = 100;

/// Collects findings and signals. The engine says which rule is at work.
#[derive(Debug, Default)]
pub struct Meldingen {
    /// Findings so far.
    pub bevindingen: Vec<Bevinding>,
    /// Signals so far.
    pub signalen: Vec<Signaal>,
    /// Whether findings of level 2 were left out.
    pub afgekapt: bool,
    /// What rules told about lines in order; nothing unless that was asked.
    pub akkoorden: Vec<Akkoord>,
    met_akkoorden: bool,
    regel: Option<&'static Regel>,
    per_regel: HashMap<&'static str, usize>,
}

impl Meldingen {
    /// Also keeps what rules tell about lines that are in order. That costs memory for every line of a declaratie.
    #[must_use]
    pub fn met_akkoorden(mut self, ja: bool) -> Self {
        self.met_akkoorden = ja;
        self
    }

    /// The rule that reports from now on.
    pub fn begin(&mut self, regel: &'static Regel) {
        self.regel = Some(regel);
    }

    /// Id of the rule at work; empty outside rules.
    pub fn regel_id(&self) -> &'static str {
        self.regel.map_or("", |regel| regel.id)
    }

    /// The rule at work objects to an element; `spoor` tells how it came to that.
    pub fn fout(&mut self, node: NodeId, tekst: impl Into<String>, mut spoor: Spoor) {
        let Some(regel) = self.regel else { return };
        if regel.niveau == 2 {
            let count = self.per_regel.entry(regel.id).or_default();
            *count += 1;
            if *count > PER_REGEL {
                self.afgekapt = true;
                return;
            }
        }
        spoor.krimp();
        self.bevindingen.push(Bevinding { regel, node, tekst: tekst.into(), spoor });
    }

    /// The rule at work has looked and found an element in order; `spoor` is made only when it is asked for.
    pub fn akkoord(&mut self, node: NodeId, spoor: impl FnOnce() -> Spoor) {
        if let Some(regel) = self.regel.filter(|_| self.met_akkoorden) {
            self.akkoorden.push(Akkoord { regel, node, spoor: spoor() });
        }
    }

    /// Something worth telling that refuses nothing.
    pub fn signaal(&mut self, soort: &'static str, node: Option<NodeId>, tekst: impl Into<String>) {
        self.voeg_toe(Signaal { soort, node, tekst: tekst.into(), contract: None });
    }

    /// Something that a contract says or leaves open: with the fact it rests on and the amount at stake in eurocent.
    pub fn contractsignaal(
        &mut self,
        soort: &'static str,
        node: NodeId,
        tekst: impl Into<String>,
        feit: Option<&str>,
        bedrag: Option<i64>,
    ) {
        let feit = feit.filter(|f| !f.is_empty()).map(str::to_owned);
        let contract = Some(Contractgrond { feit, bedrag });
        self.voeg_toe(Signaal { soort, node: Some(node), tekst: tekst.into(), contract });
    }

    fn voeg_toe(&mut self, signaal: Signaal) {
        // Without a place it is about the whole message: once is enough.
        if signaal.node.is_some() || !self.signalen.contains(&signaal) {
            self.signalen.push(signaal);
        }
    }

    /// How many findings there are, to see whether a step added any.
    pub fn aantal(&self) -> usize {
        self.bevindingen.len()
    }
}
