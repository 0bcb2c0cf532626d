//! CS089: A Dutch Postcode has four digits and two letters.

use schema::tree::NodeRef;

use crate::prelude::*;
use crate::regels::vorm::in_nederland;

/// What people read about this rule.
const UITLEG: &str =
    "Een postcode in Nederland bestaat uit vier cijfers (het eerste geen nul) en twee letters, zonder spatie.";

/// A Dutch Postcode has four digits and two letters. Source: CS089.
pub static CS089: Regel = Regel {
    id: "CS089",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Adres", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if let Some(postcode) = node.child("Postcode").filter(|_| in_nederland(node))
        && !is_nederlands(postcode.value().as_bytes())
    {
        meld.fout(
            postcode.id(),
            "de postcode is geen Nederlandse postcode van vier cijfers en twee letters",
            gegeven("LandCode", code("NL")).vergelijk(
                "Postcode",
                Waarde::Withheld,
                Moet::Fit,
                "vier cijfers en twee letters",
            ),
        );
    }
}

fn is_nederlands(postcode: &[u8]) -> bool {
    match postcode {
        [b'1'..=b'9', cijfers @ .., a, b] if cijfers.len() == 3 => {
            cijfers.iter().all(u8::is_ascii_digit) && a.is_ascii_alphabetic() && b.is_ascii_alphabetic()
        }
        _ => false,
    }
}
