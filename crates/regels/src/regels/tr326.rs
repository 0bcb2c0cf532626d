//! TR326: At most one current start per toewijzing.

use crate::prelude::*;
use crate::regels::startstop::loopt;

/// What people read about this rule.
const UITLEG: &str = "Op een toewijzing loopt hoogstens een start. Een nieuwe start kan pas na een stop op de vorige, tijdelijk of \
    definitief.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Vergeleken wordt op ToewijzingNummer en product; taakgericht alleen op product.";

/// At most one current start per toewijzing. Source: TR326, OP289, OP379.
pub static TR326: Regel = Regel {
    id: "TR326",
    niveau: 3,
    retourcode: Some("9326"),
    standaarden: Standaarden::Beide,
    berichten: &[S305],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::StartNieuw(toets)],
};

fn toets(toets: &StartToets<'_>, meld: &mut Meldingen) {
    let (start, bekend) = (toets.start, toets.bekend);
    let lopend = bekend.starts(start.nummer, start.product.as_ref()).find(|s| loopt(s, bekend));
    if let Some(lopend) = lopend {
        meld.fout(
            start.node,
            "op deze toewijzing loopt al een start",
            gegeven("begindatum van de lopende start", lopend.begindatum).vergelijk(
                "lopende starts op deze toewijzing",
                1_usize,
                Moet::AtMost,
                0_usize,
            ),
        );
    }
}
