//! F303-63: No granted, uncredited debet covers the same toewijzing, period and product.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Voor dezelfde toewijzing, productperiode, categorie en productcode is niet al een debetregel toegekend, \
    tenzij die is gecrediteerd. Dit is een signaal: release 2.3 heeft geen code om hierop te weigeren.";

/// No granted, uncredited debet covers the same toewijzing, period and product. Source: docs/keuzes.md.
pub static F303_63: Regel = Regel {
    id: "F303-63",
    niveau: 3,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let p = op.toets.prestatie;
    let dubbel = op.verbruik.debets.iter().filter(|d| d.periode == p.periode);
    if dubbel.filter(|d| d.categorie == p.categorie).any(|d| d.code == p.code) {
        let tekst = "voor deze toewijzing, periode en dit product is al een regel toegekend en niet gecrediteerd";
        meld.contractsignaal("F303-63", p.node, tekst, None, Some(p.bedrag.cent));
    }
}
