//! TR056: Identificatie is new for this Afzender and BerichtCode.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een afzender gebruikt een Identificatie voor een soort bericht maar een keer. Ook een afgekeurd bericht dat \
    door de schemacontrole kwam heeft zijn Identificatie verbruikt: het verbeterde bericht krijgt een nieuwe.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Elk bericht dat door niveau 1 kwam verbruikt zijn Identificatie. Een tweede antwoord op dezelfde declaratie \
    is een signaal.";

/// Identificatie is new for this Afzender and BerichtCode. Source: TR056
pub static TR056: Regel = Regel {
    id: "TR056",
    niveau: 3,
    retourcode: Some("9056"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S305, S307, S315, S317, S319, S323, S325],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Kop(toets)],
};

fn toets(toets: &KopToets<'_>, meld: &mut Meldingen) {
    let header = &toets.bericht.header;
    if let Some(eerder) = toets.kennis.identificatie() {
        meld.fout(
            header.identificatie_node,
            "een eerder bericht van deze afzender en van deze soort had dezelfde Identificatie",
            gegeven("dagtekening van het eerdere bericht", eerder.dagtekening).vergelijk(
                "eerdere berichten met deze Identificatie",
                1_usize,
                Moet::AtMost,
                0_usize,
            ),
        );
    }
    // In a 325 the rule is also named for DeclaratieIdentificatie; it can only mean one 325 per 323.
    if let (Some((node, _)), Some(heen)) = (&header.declaratie_identificatie, toets.kennis.heen())
        && heen.retours > 0
    {
        meld.signaal("TR056", Some(*node), "op deze declaratie kwam al eerder een antwoord");
    }
}
