//! TR342: Only refused Prestaties are returned, and totals add up.

use bericht::DeclaratieAntwoord;
use bericht::retour::{GEHEEL_TOEGEKEND, GOED};

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "In een declaratie-antwoord staan alleen afgewezen prestaties. Hun som (debet min credit) is het ingediende \
    totaal min het toegekende totaal. Is de declaratie als geheel afgewezen, dan is het toegekende bedrag nul.";

/// Only refused Prestaties are returned, and totals add up. Source: TR342
pub static TR342: Regel = Regel {
    id: "TR342",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Antwoord(toets)],
};

fn toets(antwoord: &DeclaratieAntwoord<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let toegekend = antwoord.toegekend.getekend();
    if antwoord.retourcodes.iter().any(|code| !matches!(*code, GOED | GEHEEL_TOEGEKEND)) {
        if toegekend != 0 {
            let tekst = format!("de declaratie is als geheel afgewezen, toch is {} toegekend", toon_euro(toegekend));
            meld.fout(
                antwoord.toegekend_node,
                tekst,
                gegeven("uitslag van de declaratie", "als geheel afgewezen").vergelijk(
                    "TotaalToegekendBedrag",
                    euro(toegekend),
                    Moet::Equal,
                    euro(0),
                ),
            );
        }
        return;
    }
    let afgewezen: i64 = antwoord.prestaties().map(|p| p.bedrag.getekend()).sum();
    let ingediend = antwoord.ingediend.getekend();
    if ingediend - toegekend != afgewezen {
        let tekst = format!(
            "ingediend {} min toegekend {} is niet de som van de afgewezen prestaties, {}",
            toon_euro(ingediend),
            toon_euro(toegekend),
            toon_euro(afgewezen)
        );
        meld.fout(
            antwoord.toegekend_node,
            tekst,
            gegeven("TotaalIngediendBedrag", euro(ingediend))
                .gegeven("TotaalToegekendBedrag", euro(toegekend))
                .gegeven("afgewezen prestaties", antwoord.prestaties().count())
                .vergelijk("ingediend min toegekend", euro(ingediend - toegekend), Moet::Equal, euro(afgewezen)),
        );
    }
}
