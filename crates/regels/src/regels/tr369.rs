//! TR369: The sum of amounts fits the Budget of the toewijzing.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Alle toegekende en niet gecrediteerde bedragen op een toewijzing met een budget passen samen binnen dat \
    budget. De regel die de som over de grens brengt wordt afgewezen en telt niet mee voor de volgende.";

/// What was chosen where the standard leaves room.
const KEUZE: &str =
    "De tekst vergelijkt volume met budget, wat alleen bij euro's betekenis heeft; vergeleken worden de bedragen.";

/// The sum of amounts fits the Budget of the toewijzing. Source: TR369
pub static TR369: Regel = Regel {
    id: "TR369",
    niveau: 3,
    retourcode: Some("9369"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let Some(budget) = op.toewijzing.budget else { return };
    let (eerder, bedrag) = (op.verbruik.bedrag, op.toets.prestatie.bedrag.cent);
    let som = eerder + bedrag;
    let spoor = || {
        Spoor::default().eerder_bedrag(op.verbruik).gegeven("deze regel", euro(bedrag)).vergelijk(
            "som van de bedragen",
            euro(som),
            Moet::AtMost,
            euro(budget),
        )
    };
    if som > budget {
        let tekst = format!(
            "al toegekend {}, deze regel {}, budget {}",
            toon_euro(eerder),
            toon_euro(bedrag),
            toon_euro(budget)
        );
        meld.fout(op.toets.prestatie.node, tekst, op.versie().en(spoor()));
    } else {
        let over = || spoor().gegeven("over na deze regel", euro(budget - som));
        meld.akkoord(op.toets.prestatie.node, over);
    }
}
