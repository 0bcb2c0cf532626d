//! TR318: DeclaratiePeriode does not lie before the latest accepted one.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De declaratieperiode ligt niet voor de laatste periode waarover een declaratie is aanvaard. Dezelfde maand \
    nog eens mag, een maand overslaan ook.";

/// DeclaratiePeriode does not lie before the latest accepted one. Source: TR318, OP284, IV090.
pub static TR318: Regel = Regel {
    id: "TR318",
    niveau: 3,
    retourcode: Some("8214"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::DeclaratieDossier(toets)],
};

fn toets(toets: &DeclaratieToets<'_>, meld: &mut Meldingen) {
    let periode = toets.declaratie.periode;
    if let Some(laatste) = toets.kennis.laatste_declaratieperiode().filter(|laatste| periode.begin < laatste.begin) {
        let spoor = vergelijk("DeclaratiePeriode.Begindatum", periode.begin, Moet::NotBefore, laatste.begin);
        let (deze, laatste) = (toon_datum(periode.begin), toon_datum(laatste.begin));
        meld.fout(
            toets.declaratie.periode_node,
            format!("de periode vanaf {deze} ligt voor de laatst aanvaarde, vanaf {laatste}"),
            spoor,
        );
    }
}
