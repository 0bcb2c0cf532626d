//! TR137: A period ends on or after its begin and not after Dagtekening.

use bericht::{Declaratie, Periode};
use schema::tree::NodeId;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een declaratie- of productperiode eindigt niet voor zij begint en niet na de dagtekening van het bericht. \
    Een declaratie over een maand kan dus niet voor de laatste dag van die maand zijn gedagtekend.";

/// A period ends on or after its begin and not after Dagtekening. Source: TR137
pub static TR137: Regel = Regel {
    id: "TR137",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323, S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Declaratie(declaratie), Moment::Prestatie(prestatie)],
};

fn declaratie(declaratie: &Declaratie<'_>, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    toets("DeclaratiePeriode", declaratie.periode, declaratie.periode_node, bericht, meld);
}

fn prestatie(prestatie: &Prestatie<'_>, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    toets("ProductPeriode", prestatie.periode, prestatie.node, bericht, meld);
}

fn toets(wat: &'static str, periode: Periode, node: NodeId, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let dagtekening = bericht.header.identificatie.dagtekening;
    if periode.eind < periode.begin {
        let (eind, begin) = (toon_datum(periode.eind), toon_datum(periode.begin));
        meld.fout(
            node,
            format!("{wat} eindigt op {eind}, voor het begin op {begin}"),
            vergelijk(wat, periode.eind, Moet::NotBefore, periode.begin),
        );
    } else if periode.eind > dagtekening {
        let (eind, dagtekening) = (toon_datum(periode.eind), toon_datum(dagtekening));
        meld.fout(
            node,
            format!("{wat} eindigt op {eind}, na de dagtekening {dagtekening}"),
            vergelijk(wat, periode.eind, Moet::NotAfter, bericht.header.identificatie.dagtekening),
        );
    }
}
