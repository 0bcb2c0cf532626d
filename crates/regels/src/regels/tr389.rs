//! TR389: No granted, uncredited debet covers the same toewijzing, period and product.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Voor dezelfde toewijzing, productperiode, categorie en productcode is niet al een debetregel toegekend, \
    tenzij die is gecrediteerd, eventueel in dit bericht.";

/// No granted, uncredited debet covers the same toewijzing, period and product. Source: TR389
pub static TR389: Regel = Regel {
    id: "TR389",
    niveau: 3,
    retourcode: Some("9389"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let p = op.toets.prestatie;
    let dubbel = op.verbruik.debets.iter();
    if dubbel.filter(|d| d.periode == p.periode).any(|d| d.categorie == p.categorie && d.code == p.code) {
        meld.fout(
            p.node,
            "voor deze toewijzing, periode en dit product is al een regel toegekend en niet gecrediteerd",
            op.versie().gegeven("begin van de periode", p.periode.begin).vergelijk(
                "toegekende regels voor dezelfde periode en hetzelfde product",
                1_usize,
                Moet::AtMost,
                0_usize,
            ),
        );
    }
}
