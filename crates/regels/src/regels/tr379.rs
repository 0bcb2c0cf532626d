//! TR379: ReferentieAanbieder is that of an honoured verzoek, on first sending.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een toegewezen product dat een verzoek honoreert noemt de referentie van dat verzoek: een bekend verzoek van \
    deze cliënt dat niet is afgewezen, en alleen bij de eerste toezending.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Alleen een gevulde referentie wordt getoetst: of een product zonder referentie een verzoek honoreert, kan de \
    ontvanger niet zien.";

/// ReferentieAanbieder is that of an honoured verzoek, on first sending. Source: TR379, IV093, IV094, IV097.
pub static TR379: Regel = Regel {
    id: "TR379",
    niveau: 3,
    retourcode: Some("9379"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Toegewezen(toets)],
};

fn toets(toets: &ToegewezenToets<'_>, meld: &mut Meldingen) {
    let product = toets.product;
    let Some(referentie) = product.referentie_aanbieder else { return };
    let Some(verzoek) = toets.feit.verzoeken.iter().find(|v| v.referentie == referentie) else {
        meld.fout(
            product.node,
            "er is geen verzoek van deze cliënt met deze ReferentieAanbieder",
            vergelijk("verzoeken van deze cliënt met deze referentie", 0_usize, Moet::AtLeast, 1_usize),
        );
        return;
    };
    if verzoek.is_afgewezen() {
        meld.fout(
            product.node,
            "het verzoek met deze ReferentieAanbieder is afgewezen",
            vergelijk("antwoord op het verzoek", "afgewezen", Moet::Differ, "afgewezen"),
        );
    }
    let eerder = toets.feit.toewijzingen.iter().filter(|versie| {
        versie.nummer == product.nummer
            && versie.referentie_aanbieder.as_deref() == Some(referentie)
            && (versie.toewijzingsdatum, versie.toewijzingstijd.as_str())
                != (product.toewijzingsdatum, product.toewijzingstijd)
    });
    let eerder = eerder.count();
    if eerder > 0 {
        meld.fout(
            product.node,
            "de ReferentieAanbieder staat al bij een eerdere versie van deze toewijzing",
            vergelijk("eerdere versies van deze toewijzing met deze referentie", eerder, Moet::AtMost, 0_usize),
        );
    }
}
