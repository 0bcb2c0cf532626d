//! TR373: Changing a Budget or a total requires the Ingangsdatum of the toewijzing.

use bericht::Frequentie;

use crate::prelude::*;
use crate::regels::vorm::te_wijzigen;

/// What people read about this rule.
const UITLEG: &str = "Een budget of een omvang in totaal (frequentie 6) wordt voor de hele toewijzing gewijzigd: de gewenste \
    ingangsdatum is dan die van de toewijzing.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Alleen een andere einddatum valt niet onder de regel.";

/// Changing a Budget or a total requires the Ingangsdatum of the toewijzing. Source: TR373.
pub static TR373: Regel = Regel {
    id: "TR373",
    niveau: 3,
    retourcode: Some("9373"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Verzoek(toets)],
};

fn toets(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    for (product, toewijzing) in te_wijzigen(toets) {
        let budget = toewijzing.budget.is_some() && product.budget != toewijzing.budget;
        let totaal = toewijzing
            .omvang
            .is_some_and(|omvang| omvang.frequentie == Frequentie::Totaal && product.omvang != Some(omvang));
        if (budget || totaal) && product.ingangsdatum != toewijzing.ingangsdatum {
            let die = toon_datum(toewijzing.ingangsdatum);
            meld.fout(
                product.node,
                format!("een budget of totaal wijzigt vanaf de ingangsdatum van de toewijzing, {die}"),
                op_versie(toewijzing, &toets.feit.toewijzingen)
                    .gegeven("wat wijzigt", if budget { "het budget" } else { "de omvang in totaal" })
                    .vergelijk("GewensteIngangsdatum", product.ingangsdatum, Moet::Equal, toewijzing.ingangsdatum),
            );
        }
    }
}
