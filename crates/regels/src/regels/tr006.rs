//! TR006: A Contact holds Telefoon, or an Adres with Huis and Postcode.

use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een contact heeft een telefoonnummer, of een adres met huisnummer en postcode, of beide.";

/// A Contact holds Telefoon, or an Adres with Huis and Postcode. Source: TR006.
pub static TR006: Regel = Regel {
    id: "TR006",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Element("Contact", toets)],
};

fn toets(node: NodeRef<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let adres = node.at(&["Adres", "Huis"]).is_some() && node.at(&["Adres", "Postcode"]).is_some();
    if node.child("Telefoon").is_none() && !adres {
        meld.fout(
            node.id(),
            "het contact heeft geen telefoon en geen adres met huisnummer en postcode",
            gegeven("Adres.Huis", gevuld(node.at(&["Adres", "Huis"]).is_some()))
                .gegeven("Adres.Postcode", gevuld(node.at(&["Adres", "Postcode"]).is_some()))
                .vergelijk("Telefoon", gevuld(false), Moet::Equal, gevuld(true)),
        );
    }
}
