//! Level 1: from bytes to a tree, or to findings.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::io::{self, Read};

use bericht::{Domein, HeaderGegevens, Soort, header_gegevens};
use contract::Contracten;
use regels::Gemeenten;
use schema::input::{Form, Input};
use schema::stream::{StreamFault, Streamed, validate_stream};
use schema::tree::{Tree, TreeBuilder};
use schema::{Limits, NoSink, Report, SchemaSet, validate};

use crate::melding::{Melding, Signaalregel, van_schema, van_vorm};

/// Everything the pipeline needs besides messages and a store; loaded once.
#[derive(Debug)]
pub struct Keten {
    /// Releases that are live.
    pub schemas: SchemaSet,
    /// Contracts in force.
    pub contracten: Contracten,
    /// CBS list.
    pub gemeenten: Gemeenten,
    /// Bounds of the validator.
    pub limits: Limits,
    /// Largest message in bytes.
    pub max_bytes: u64,
}

/// What level 1 made of the bytes.
#[derive(Debug)]
pub struct Gelezen<'t> {
    /// The tree, also of a message with faults, when its root was recognised.
    pub tree: Option<Tree<'t>>,
    /// Standard of the release.
    pub domein: Option<Domein>,
    /// Release, e.g. `3.2`.
    pub release: Option<String>,
    /// Message number.
    pub soort: Option<Soort>,
    /// What may be told of the header.
    pub kop: HeaderGegevens,
    /// Findings of level 1 in document order.
    pub findings: Vec<Melding>,
    /// Whether there were more findings than are kept.
    pub truncated: bool,
    /// Whether it is XML of a loaded release at all.
    pub leesbaar: bool,
    /// What is odd about the bytes and no fault (OP192).
    pub signals: Vec<Signaalregel>,
}

impl Gelezen<'_> {
    /// Whether level 1 has no objection.
    pub fn is_geldig(&self) -> bool {
        self.findings.is_empty() && self.leesbaar
    }

    /// What a report says, without a tree.
    fn van(report: &Report<'_>, form: Form) -> Self {
        let mut findings = van_schema(&report.findings);
        let soort = report.message.and_then(|(_, message)| Soort::parse(&message.code));
        if report.message.is_some() && soort.is_none() {
            findings.push(onbekend_bericht());
        }
        Gelezen {
            tree: None,
            domein: report.message.and_then(|(release, _)| Domein::parse(&release.standard)),
            release: report.message.map(|(release, _)| release.release.clone()),
            soort,
            kop: HeaderGegevens::default(),
            findings,
            truncated: report.truncated,
            leesbaar: report.well_formed && soort.is_some(),
            signals: van_vorm(form),
        }
    }

    fn onleesbaar(message: String, text: &[u8], offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.split(|b| *b == b'\n').count() as u64;
        let finding = Melding { line, ..Melding::niveau1(schema::Source::Xml, "/".to_owned(), message) };
        Gelezen {
            tree: None,
            domein: None,
            release: None,
            soort: None,
            kop: HeaderGegevens::default(),
            findings: vec![finding],
            truncated: false,
            leesbaar: false,
            signals: Vec::new(),
        }
    }
}

/// Room for the text of a message that is not in UTF-8, as long as its tree is looked at.
#[derive(Debug, Default)]
pub struct Omgezet(OnceCell<String>);

/// Decodes and validates; the validator feeds the tree on its way.
pub fn lees<'t>(bytes: &'t [u8], omgezet: &'t Omgezet, keten: &'t Keten) -> Gelezen<'t> {
    if bytes.len() as u64 > keten.max_bytes {
        return Gelezen::onleesbaar(te_groot(keten), bytes, 0);
    }
    let (text, form) = match schema::input::decode(bytes) {
        Ok(Input { text: Cow::Borrowed(text), form }) => (text, form),
        Ok(Input { text: Cow::Owned(text), form }) => (omgezet.0.get_or_init(|| text).as_str(), form),
        Err(reason) => return Gelezen::onleesbaar(reason.message, bytes, reason.offset),
    };
    let mut builder = TreeBuilder::for_text(text.len());
    let report = validate(text, &keten.schemas, &keten.limits, &mut builder);
    let release = report.message.map(|(release, _)| release);
    let tree = release.and_then(|release| builder.finish(text, release));
    let gelezen = Gelezen::van(&report, form);
    let kop = tree.as_ref().map(|tree| header_gegevens(tree, gelezen.soort)).unwrap_or_default();
    Gelezen { tree, kop, ..gelezen }
}

/// Validates what a source yields, for the findings alone: nothing is kept of the message.
pub fn keur(bron: &mut dyn Read, keten: &Keten) -> io::Result<Gelezen<'static>> {
    match validate_stream(bron, &keten.schemas, &keten.limits, keten.max_bytes, &mut NoSink) {
        Ok(Streamed { report, form }) => Ok(Gelezen::van(&report, form)),
        Err(StreamFault::TooLong) => Ok(Gelezen::onleesbaar(te_groot(keten), &[], 0)),
        Err(StreamFault::Unreadable(reason)) => Ok(Gelezen::onleesbaar(reason.message, &[], reason.offset)),
        Err(StreamFault::Io(error)) => Err(error),
    }
}

fn te_groot(keten: &Keten) -> String {
    format!(
        "het bestand is groter dan {} bytes; splits de declaratie of pas intake.max_bytes aan",
        schema::format_number(&keten.max_bytes.to_string())
    )
}

/// A message that a loaded release has and this program does not know.
fn onbekend_bericht() -> Melding {
    let message = "het schema van dit bericht is geladen, maar Ketenpoort kent dit bericht niet";
    Melding::niveau1(schema::Source::Xsd, "/".to_owned(), message.to_owned())
}
