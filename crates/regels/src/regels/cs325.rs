//! CS325: An amount of zero is debet.

use bericht::{Bedrag, Declaratie, DeclaratieAntwoord};
use schema::tree::NodeId;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een bedrag van nul euro wordt altijd als debet (D) aangeduid.";

/// An amount of zero is debet. Source: CS325
pub static CS325: Regel = Regel {
    id: "CS325",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323, S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Declaratie(declaratie), Moment::Prestatie(prestatie), Moment::Antwoord(antwoord)],
};

fn declaratie(declaratie: &Declaratie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    toets(declaratie.totaal, declaratie.totaal_node, meld);
}

fn prestatie(prestatie: &Prestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    toets(prestatie.bedrag, prestatie.node, meld);
}

fn antwoord(antwoord: &DeclaratieAntwoord<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    toets(antwoord.ingediend, antwoord.ingediend_node, meld);
    toets(antwoord.toegekend, antwoord.toegekend_node, meld);
}

fn toets(bedrag: Bedrag, node: NodeId, meld: &mut Meldingen) {
    if bedrag.cent == 0 && bedrag.dc == DebetCredit::Credit {
        meld.fout(
            node,
            "een bedrag van € 0,00 is als credit aangeduid",
            gegeven("bedrag", euro(0)).vergelijk("DebetCredit", code("C"), Moet::Equal, code("D")),
        );
    }
}
