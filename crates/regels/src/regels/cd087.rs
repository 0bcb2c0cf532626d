//! CD087: ProductTarief is filled if and only if Eenheid is not 83 (euro).

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "ProductTarief is verplicht, behalve bij eenheid 83 (euro): dan is het volume zelf het bedrag en blijft het \
    tarief leeg.";

/// ProductTarief is filled if and only if Eenheid is not 83 (euro). Source: CD087
pub static CD087: Regel = Regel {
    id: "CD087",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Prestatie(toets)],
};

fn toets(prestatie: &Prestatie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let eenheid = gegeven("Eenheid", code(prestatie.eenheid.code()));
    match (prestatie.eenheid == Eenheid::Euro, prestatie.tarief) {
        (true, Some(_)) => meld.fout(
            prestatie.node,
            "ProductTarief is gevuld bij eenheid 83 (euro)",
            eenheid.vergelijk("ProductTarief", gevuld(true), Moet::Equal, gevuld(false)),
        ),
        (false, None) => {
            meld.fout(
                prestatie.node,
                format!("ProductTarief ontbreekt bij eenheid {}", prestatie.eenheid.code()),
                eenheid.vergelijk("ProductTarief", gevuld(false), Moet::Equal, gevuld(true)),
            );
        }
        _ => {}
    }
}
