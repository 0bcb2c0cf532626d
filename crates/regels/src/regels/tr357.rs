//! TR357: A GewensteIngangsdatum not after Dagtekening equals the Ingangsdatum.

use crate::prelude::*;
use crate::regels::vorm::te_wijzigen;

/// What people read about this rule.
const UITLEG: &str = "Een wijziging die niet in de toekomst ingaat, geldt over de hele toewijzing: de gewenste ingangsdatum is dan \
    die van de toewijzing.";

/// A GewensteIngangsdatum not after Dagtekening equals the Ingangsdatum. Source: TR357.
pub static TR357: Regel = Regel {
    id: "TR357",
    niveau: 3,
    retourcode: Some("9357"),
    standaarden: Standaarden::Beide,
    berichten: &[S317],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Verzoek(toets)],
};

fn toets(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    for (product, toewijzing) in te_wijzigen(toets) {
        let ingang = product.ingangsdatum;
        if ingang <= toets.dagtekening && ingang != toewijzing.ingangsdatum {
            let (deze, die) = (toon_datum(ingang), toon_datum(toewijzing.ingangsdatum));
            meld.fout(
                product.node,
                format!("gewenste ingangsdatum {deze}, de toewijzing gaat in op {die}"),
                op_versie(toewijzing, &toets.feit.toewijzingen)
                    .gegeven("dagtekening van het verzoek", toets.dagtekening)
                    .vergelijk("GewensteIngangsdatum", ingang, Moet::Equal, toewijzing.ingangsdatum),
            );
        }
    }
}
