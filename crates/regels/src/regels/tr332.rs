//! TR332: A ToewijzingNummer belongs to one toewijzing.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een toewijzingsnummer hoort bij een toewijzing: dezelfde cliënt, dezelfde ingangsdatum en hetzelfde product. \
    Die veranderen nooit onder een nummer.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Onveranderlijk zijn cliënt, ingangsdatum en product (categorie en code). Een verwijderde toewijzing telt als nooit \
    gestuurd: haar nummer is vrij.";

/// A ToewijzingNummer belongs to one toewijzing. Source: TR332, IV066, OP033x1.
pub static TR332: Regel = Regel {
    id: "TR332",
    niveau: 3,
    retourcode: Some("9332"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Toegewezen(toets)],
};

fn toets(toets: &ToegewezenToets<'_>, meld: &mut Meldingen) {
    let product = toets.product;
    let Some(bekend) = toets.kennis.nummer(product.nummer).filter(|bekend| !bekend.verwijderd) else { return };
    let (wat, spoor) = if bekend.client != *toets.client {
        let spoor = vergelijk("cliënt", Waarde::Withheld, Moet::Equal, "de cliënt van de eerdere toewijzing");
        ("is van een andere cliënt", spoor)
    } else if bekend.ingangsdatum != product.ingangsdatum {
        let spoor = vergelijk("Ingangsdatum", product.ingangsdatum, Moet::Equal, bekend.ingangsdatum);
        ("had een andere ingangsdatum", spoor)
    } else if bekend.product != product.product {
        let (deze, die) = (product.product.as_ref(), bekend.product.as_ref());
        let spoor = vergelijk("ProductCategorie", Waarde::categorie(deze), Moet::Equal, Waarde::categorie(die))
            .vergelijk("ProductCode", Waarde::productcode(deze), Moet::Equal, Waarde::productcode(die));
        ("had een ander product", spoor)
    } else {
        return;
    };
    meld.fout(product.node, format!("de toewijzing met dit nummer {wat}"), spoor);
}
