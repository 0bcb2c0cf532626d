//! TR337: DeclaratieIdentificatie is that of a 323 that was sent.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een declaratie-antwoord noemt de Identificatie en dagtekening van een declaratie die deze aanbieder aan deze \
    gemeente stuurde.";

/// DeclaratieIdentificatie is that of a 323 that was sent. Source: TR337
pub static TR337: Regel = Regel {
    id: "TR337",
    niveau: 3,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::AntwoordDossier(toets)],
};

fn toets(toets: &AntwoordToets<'_>, meld: &mut Meldingen) {
    let Some((node, deze)) = &toets.bericht.header.declaratie_identificatie else { return };
    match toets.kennis.heen() {
        None => meld.fout(
            *node,
            "er is geen declaratie met deze Identificatie verstuurd",
            vergelijk("verstuurde declaraties met deze Identificatie", 0_usize, Moet::AtLeast, 1_usize),
        ),
        Some(heen) if heen.dagtekening != deze.dagtekening => {
            let tekst = format!("de declaratie is gedagtekend {}", toon_datum(heen.dagtekening));
            meld.fout(
                *node,
                tekst,
                vergelijk("dagtekening van de declaratie", deze.dagtekening, Moet::Equal, heen.dagtekening),
            );
        }
        Some(_) => {}
    }
}
