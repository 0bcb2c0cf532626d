//! TR376: DeclaratieNummer equals that of the 323.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het declaratienummer in het antwoord is dat van de declaratie.";

/// DeclaratieNummer equals that of the 323. Source: TR376
pub static TR376: Regel = Regel {
    id: "TR376",
    niveau: 3,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::AntwoordDossier(toets)],
};

fn toets(toets: &AntwoordToets<'_>, meld: &mut Meldingen) {
    let (Some(antwoord), Some(heen)) = (toets.antwoord, toets.kennis.heen()) else { return };
    if heen.declaratie_nummer.as_deref() != Some(antwoord.nummer) {
        meld.fout(
            antwoord.nummer_node,
            "het DeclaratieNummer is niet dat van de declaratie",
            vergelijk("DeclaratieNummer", Waarde::Withheld, Moet::Equal, "het DeclaratieNummer van de declaratie"),
        );
    }
}
