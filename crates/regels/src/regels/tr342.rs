//! TR342: Only refused Prestaties are returned, and totals add up.

use bericht::retour::{GEHEEL_TOEGEKEND, GOED};
use bericht::{DeclaratieAntwoord, Prestatie};
use schema::tree::NodeRef;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "In een declaratie-antwoord staan alleen afgewezen prestaties, elk met een code die dat zegt; 8001 \
    (alles toegekend) gaat niet samen met prestaties. Hun som (debet min credit) is het ingediende \
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
    momenten: &[Moment::Antwoord(toets), Moment::Antwoord(alleen_afgewezen)],
};

/// What comes back is refused: a Prestatie without a code that says so, or beside a declaratie that was granted as a whole, can
/// be read in two ways.
fn alleen_afgewezen(antwoord: &DeclaratieAntwoord<'_>, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let terug = antwoord.prestaties().count();
    if terug > 0 && antwoord.retourcodes.contains(&GEHEEL_TOEGEKEND) {
        meld.fout(
            antwoord.node,
            "de declaratie is geheel toegekend, toch komen er prestaties terug",
            gegeven("uitslag van de declaratie", code(GEHEEL_TOEGEKEND)).vergelijk(
                "prestaties die terugkomen",
                terug,
                Moet::AtMost,
                0_usize,
            ),
        );
    }
    for prestatie in antwoord.prestaties().filter(|prestatie| !is_afgewezen(prestatie, bericht)) {
        meld.fout(
            prestatie.node,
            "een prestatie die terugkomt is afgewezen, maar geen code zegt waarom",
            vergelijk("retourcodes die afwijzen", 0_usize, Moet::AtLeast, 1_usize),
        );
    }
}

/// Whether a Prestatie carries a code other than those of what is in order.
fn is_afgewezen(prestatie: &Prestatie<'_>, bericht: &Bericht<'_>) -> bool {
    let codes = bericht.tree.node(prestatie.node).child("RetourCodes");
    let mut codes = codes.into_iter().flat_map(NodeRef::children);
    codes.any(|code| !matches!(code.value(), GOED | GEHEEL_TOEGEKEND))
}

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
