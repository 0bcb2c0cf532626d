//! TR381: ProductCode belongs to ProductCategorie in the list in use.

use bericht::{Datum, Product};
use schema::tree::NodeId;

use crate::moment::Omgeving;
use crate::prelude::*;
use crate::spoor;

/// What people read about this rule.
const UITLEG: &str = "De productcode hoort bij de productcategorie volgens de productcodelijst die partijen gebruiken.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "De lijst is die van het contract als partijen die als lijst in gebruik hebben aangewezen (productlijst = \
    true); zonder lijst wordt niet getoetst, met een signaal. De datum is de begindatum van de klasse.";

/// ProductCode belongs to ProductCategorie in the list in use. Source: TR381, IV075.
pub static TR381: Regel = Regel {
    id: "TR381",
    niveau: 4,
    retourcode: Some("S329"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S305, S307, S315, S317, S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[
        Moment::Toegewezen(toegewezen),
        Moment::Aangevraagd(aangevraagd),
        Moment::Verzoek(nieuw),
        Moment::StartNieuw(start),
        Moment::StopNieuw(stop),
        Moment::PrestatieDebet(prestatie),
    ],
};

fn toegewezen(toets: &ToegewezenToets<'_>, meld: &mut Meldingen) {
    let p = toets.product;
    product(p.product.as_ref(), p.ingangsdatum, p.node, toets.omgeving, meld);
}

fn aangevraagd(toets: &AangevraagdToets<'_>, meld: &mut Meldingen) {
    let p = toets.product;
    product(p.product.as_ref(), p.ingangsdatum, p.node, toets.omgeving, meld);
}

fn nieuw(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    for p in &toets.verzoek.nieuw {
        product(p.product.as_ref(), p.ingangsdatum, p.node, toets.omgeving, meld);
    }
}

fn start(toets: &StartToets<'_>, meld: &mut Meldingen) {
    let start = toets.start;
    product(start.product.as_ref(), start.begindatum, start.node, toets.omgeving, meld);
}

fn stop(toets: &StopToets<'_>, meld: &mut Meldingen) {
    let stop = toets.stop;
    product(stop.product.as_ref(), stop.begindatum, stop.node, toets.omgeving, meld);
}

fn product(product: Option<&Product>, dag: Datum, node: NodeId, omgeving: &Omgeving<'_>, meld: &mut Meldingen) {
    if let Some(code) = product.and_then(|p| p.code.as_deref()) {
        let categorie = product.map_or("", |p| p.categorie.as_str());
        controleer(categorie, code, dag, node, omgeving, meld);
    }
}

pub(super) fn prestatie(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let p = toets.prestatie;
    controleer(p.categorie, p.code, p.periode.begin, p.node, toets.omgeving, meld);
}

fn controleer(categorie: &str, code: &str, dag: Datum, node: NodeId, omgeving: &Omgeving<'_>, meld: &mut Meldingen) {
    match omgeving.contracten.in_productlijst(omgeving.dossier, categorie, code, dag) {
        Some(true) => {}
        Some(false) => {
            meld.fout(
                node,
                "de productcode hoort niet bij de categorie volgens de productcodelijst in gebruik",
                gegeven("ProductCategorie", spoor::code(categorie)).gegeven("dag", dag).vergelijk(
                    "ProductCode",
                    spoor::code(code),
                    Moet::OneOf,
                    "de codes van deze categorie in de productcodelijst",
                ),
            );
        }
        None => meld.signaal(meld.regel_id(), None, "er is geen productcodelijst bekend: S329 is niet getoetst"),
    }
}
