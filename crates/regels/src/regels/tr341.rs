//! TR341: Eenheid fits the toewijzing, or the contract when the toewijzing has no Omvang.

use crate::contractsignaal::open_punt;
use crate::prelude::*;
use crate::reken::eenheid_past;

/// What people read about this rule.
const UITLEG: &str = "De eenheid is die van de toewijzing; op een toewijzing in uren mag in minuten worden gedeclareerd, andersom \
    niet. Heeft de toewijzing geen omvang, dan is de eenheid bepalend waarin volgens het contract wordt gedeclareerd.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Zonder contractgegevens wordt de eenheid op een toewijzing zonder omvang niet getoetst, met een signaal. Ook \
    een uurafspraak in het contract laat minuten toe; een prijs per uur van wat in minuten wordt gedeclareerd, laat \
    geen uren toe. Laat het contract de eenheid open, dan is het een signaal.";

/// Eenheid fits the toewijzing, or the contract when the toewijzing has no Omvang. Source: TR341
pub static TR341: Regel = Regel {
    id: "TR341",
    niveau: 3,
    retourcode: Some("9341"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

/// Codes of the units in which may be declared.
fn passend(eenheid: Eenheid) -> Waarde {
    match eenheid {
        Eenheid::Uur => "04 of 01".into(),
        eenheid => code(eenheid.code()),
    }
}

fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let (prestatie, omgeving) = (op.toets.prestatie, op.toets.omgeving);
    if let Some(omvang) = op.toewijzing.omvang {
        if !eenheid_past(omvang.eenheid, prestatie.eenheid) {
            let (deze, die) = (prestatie.eenheid.code(), omvang.eenheid.code());
            meld.fout(
                prestatie.node,
                format!("eenheid {deze} past niet bij eenheid {die} van de toewijzing"),
                op.versie().vergelijk("Eenheid", code(deze), Moet::OneOf, passend(omvang.eenheid)),
            );
        }
        return;
    }
    let (contracten, dossier, dag) = (omgeving.contracten, omgeving.dossier, prestatie.periode.begin);
    let blokkade = contracten.blokkade(dossier, prestatie.code, dag).filter(|b| b.eenheid);
    if let Some(blokkade) = blokkade {
        return open_punt("TR341", "9341", blokkade, prestatie, meld);
    }
    let afgesproken = contracten.eenheden(dossier, prestatie.code, dag);
    if afgesproken.is_empty() {
        let tekst = "de eenheid op een toewijzing zonder omvang is niet getoetst (9341): er is geen contract bekend";
        meld.signaal("TR341", None, tekst);
    } else if !afgesproken.iter().any(|eenheid| eenheid_past(*eenheid, prestatie.eenheid)) {
        let deze = prestatie.eenheid.code();
        meld.fout(
            prestatie.node,
            format!("eenheid {deze} is voor dit product niet in het contract afgesproken"),
            gegeven("ProductCode", code(prestatie.code)).vergelijk(
                "Eenheid",
                code(deze),
                Moet::OneOf,
                "de eenheden van dit product in het contract",
            ),
        );
    }
}
