//! TR018: StopProduct.Einddatum is not before StopProduct.Begindatum.

use bericht::StopProduct;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De einddatum van een stop ligt niet voor de begindatum van de ondersteuning.";

/// StopProduct.Einddatum is not before StopProduct.Begindatum. Source: TR018
pub static TR018: Regel = Regel {
    id: "TR018",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S307],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Stop(toets)],
};

fn toets(stop: &StopProduct<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if stop.einddatum < stop.begindatum {
        let tekst =
            format!("Einddatum {} ligt voor Begindatum {}", toon_datum(stop.einddatum), toon_datum(stop.begindatum));
        meld.fout(stop.einddatum_node, tekst, vergelijk("Einddatum", stop.einddatum, Moet::NotBefore, stop.begindatum));
    }
}
