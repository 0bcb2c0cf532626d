//! CS003: An end date does not lie before its begin date.

use bericht::datum;
use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een einddatum ligt niet voor de bijbehorende begindatum. Op dezelfde dag mag: zo ziet een verwijderde \
    toewijzing eruit.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Een contactperiode met alleen een einddatum mag; de tekst van de regel vraagt geen begindatum.";

/// An end date does not lie before its begin date. Source: CS003.
pub static CS003: Regel = Regel {
    id: "CS003",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S315, S317],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[
        Moment::Element("Periode", periode),
        Moment::Element("ToegewezenProduct", toegewezen),
        Moment::Element("AangevraagdProduct", aangevraagd),
        Moment::Element("NieuwProduct", gewenst),
        Moment::Element("TeWijzigenProduct", gewenst),
    ],
};

fn periode(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    toets(node, "Begindatum", "Einddatum", meld);
}

fn toegewezen(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    toets(node, "Ingangsdatum", "Einddatum", meld);
}

fn aangevraagd(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    toets(node, "ToewijzingIngangsdatum", "ToewijzingEinddatum", meld);
}

fn gewenst(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    toets(node, "GewensteIngangsdatum", "Einddatum", meld);
}

fn toets(node: NodeRef<'_>, begin: &'static str, eind: &'static str, meld: &mut Meldingen) {
    let dag = |veld: &str| node.child(veld).and_then(|n| datum(n.value()));
    if let (Some(van), Some(tot)) = (dag(begin), dag(eind))
        && tot < van
    {
        meld.fout(
            node.id(),
            format!("{eind} {} ligt voor {begin} {}", toon_datum(tot), toon_datum(van)),
            vergelijk(eind, tot, Moet::NotBefore, van),
        );
    }
}
