//! F303-02: No period ends before it begins.

use bericht::Periode;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De declaratieperiode en elke productperiode eindigen niet voor zij beginnen.";

/// No period ends before it begins. Source: docs/keuzes.md.
pub static F303_02: Regel = Regel {
    id: "F303-02",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Factuur(toets)],
};

fn toets(factuur: &Factuur<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if factuur.periode.eind < factuur.periode.begin {
        let spoor =
            vergelijk("DeclaratiePeriode.Einddatum", factuur.periode.eind, Moet::NotBefore, factuur.periode.begin);
        meld.fout(factuur.periode_node, "de DeclaratiePeriode eindigt voor zij begint", spoor);
    }
    for prestatie in factuur.prestaties().filter(|p| p.periode.eind < p.periode.begin) {
        let Periode { begin, eind } = prestatie.periode;
        let spoor = vergelijk("ProductPeriode.Einddatum", eind, Moet::NotBefore, begin);
        meld.fout(prestatie.node, "de ProductPeriode eindigt voor zij begint", spoor);
    }
}
