//! TR371: XsdVersieDeclaratie equals XsdVersie of the 323.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "XsdVersieDeclaratie herhaalt de XsdVersie van de declaratie.";

/// XsdVersieDeclaratie equals XsdVersie of the 323. Source: TR371
pub static TR371: Regel = Regel {
    id: "TR371",
    niveau: 3,
    retourcode: None,
    standaarden: Standaarden::Beide,
    berichten: &[S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::AntwoordDossier(toets)],
};

fn toets(toets: &AntwoordToets<'_>, meld: &mut Meldingen) {
    let Some((node, deze)) = &toets.bericht.header.xsd_versie_declaratie else { return };
    let Some(heen) = toets.kennis.heen() else { return };
    if (deze.basis, deze.bericht) != (heen.xsd_versie.0.as_str(), heen.xsd_versie.1.as_str()) {
        meld.fout(
            *node,
            "XsdVersieDeclaratie is niet de XsdVersie van de declaratie",
            vergelijk("XsdVersieDeclaratie", Waarde::Withheld, Moet::Equal, "de XsdVersie van de declaratie"),
        );
    }
}
