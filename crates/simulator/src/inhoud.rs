//! What the endpoint wants of a message beyond its form. Source: transport.md 3.3 and 5.6.

use keten::vsp::Metadata;
use schema::{Limits, NoSink, SchemaSet, input, validate};

/// A refusal: code, and what it means.
pub(crate) type Afkeuring = (&'static str, &'static str);

pub(crate) const BRS06: Afkeuring = ("BRS06", "De payload is te groot.");
pub(crate) const BRS114: Afkeuring = ("BRS114", "Het TraceerID is niet uniek voor deze afzender.");

const BRS01: Afkeuring = ("BRS01", "De afzender is onbekend: er is geen code.");
const BRS04: Afkeuring = ("BRS04", "De geadresseerde is onbekend: er is geen geadresseerde met een code.");
const BRS13: Afkeuring = ("BRS13", "De inhoud voldoet niet aan de XSD.");
const BRS14: Afkeuring = ("BRS14", "De inhoud is geen welgevormde XML.");
const IB021: Afkeuring = ("IB021", "AlsAntwoordOp is verplicht bij dit berichttype.");

/// What is looked at.
#[derive(Debug, Default)]
pub(crate) struct Keuring {
    /// Schemas that a payload must fit; empty when only well-formedness counts.
    pub schemas: SchemaSet,
    /// Berichttypen that must say what they answer.
    pub antwoord_verplicht: Vec<String>,
}

impl Keuring {
    /// The first thing that is wrong; only one is ever told.
    pub fn keur(&self, metadata: &Metadata, payload: &[u8]) -> Option<Afkeuring> {
        let (route, referentie) = (&metadata.routeringgegevens, &metadata.referentiegegevens);
        if route.afzender.code.is_none() {
            return Some(BRS01);
        }
        if route.geadresseerden.is_empty() || route.geadresseerden.iter().any(|g| g.code.is_none()) {
            return Some(BRS04);
        }
        if referentie.als_antwoord_op.is_none() && self.antwoord_verplicht.contains(&route.berichtstroom.berichttype) {
            return Some(IB021);
        }
        self.keur_payload(payload)
    }

    fn keur_payload(&self, payload: &[u8]) -> Option<Afkeuring> {
        let Ok(input) = input::decode(payload) else { return Some(BRS14) };
        // The first fault is enough.
        let limits = Limits { findings: 1, ..Limits::default() };
        let report = validate(&input.text, &self.schemas, &limits, &mut NoSink);
        if !report.well_formed {
            return Some(BRS14);
        }
        let met_schemas = !self.schemas.releases().is_empty();
        (met_schemas && !report.is_valid()).then_some(BRS13)
    }
}
