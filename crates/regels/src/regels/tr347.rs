//! TR347: ReferentieAanbieder is new.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een aanbieder gebruikt een referentie voor een verzoek maar een keer, in verzoeken om toewijzing en om \
    wijziging samen.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "De referentie van een geweigerd bericht mag opnieuw.";

/// ReferentieAanbieder is new. Source: TR347.
pub static TR347: Regel = Regel {
    id: "TR347",
    niveau: 3,
    retourcode: Some("9347"),
    standaarden: Standaarden::Beide,
    berichten: &[S315, S317],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Aangevraagd(aangevraagd), Moment::Verzoek(verzoek)],
};

fn aangevraagd(toets: &AangevraagdToets<'_>, meld: &mut Meldingen) {
    if toets.kennis.verzoeker(toets.product.referentie).is_some() {
        meld.fout(toets.product.node, GEBRUIKT, gebruikt());
    }
}

fn verzoek(toets: &VerzoekToets<'_>, meld: &mut Meldingen) {
    if toets.kennis.verzoeker(toets.verzoek.referentie).is_some() {
        meld.fout(toets.verzoek.node, GEBRUIKT, gebruikt());
    }
}

fn gebruikt() -> Spoor {
    vergelijk("eerdere verzoeken met deze referentie", 1_usize, Moet::AtMost, 0_usize)
}

const GEBRUIKT: &str = "de ReferentieAanbieder is al in een eerder verzoek gebruikt";
