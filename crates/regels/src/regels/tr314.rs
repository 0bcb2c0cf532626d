//! TR314: ReferentieNummer is new, in the message and in all earlier ones.

use dossier::Uitslag;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een referentienummer is uniek voor de aanbieder: het komt in het bericht en in eerdere declaraties niet \
    voor. Ook een afgewezen prestatie heeft haar nummer verbruikt; dien haar opnieuw in met een nieuw nummer.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Staat een nummer twee keer in een bericht, dan krijgen alle prestaties ermee 8021. Nummers uit een \
    declaratie die als geheel is afgewezen zijn vrij.";

/// ReferentieNummer is new, in the message and in all earlier ones. Source: TR314
pub static TR314: Regel = Regel {
    id: "TR314",
    niveau: 3,
    retourcode: Some("8021"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieElk(toets)],
};

pub(super) fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let prestatie = toets.prestatie;
    if toets.dubbele_referentie {
        meld.fout(
            prestatie.node,
            "hetzelfde ReferentieNummer staat bij een andere prestatie in dit bericht",
            vergelijk("prestaties met dit ReferentieNummer in dit bericht", 2_usize, Moet::AtMost, 1_usize),
        );
    } else if let Some(eerder) = toets.kennis.prestatie(prestatie.referentie) {
        let uitslag = match eerder.uitslag {
            Uitslag::Toegekend => "toegekend",
            Uitslag::Geweigerd(_) => "afgewezen",
            Uitslag::Verzonden => "nog zonder antwoord",
        };
        let spoor = gegeven("uitslag van de eerdere prestatie", uitslag).vergelijk(
            "eerdere prestaties met dit ReferentieNummer",
            1_usize,
            Moet::AtMost,
            0_usize,
        );
        meld.fout(prestatie.node, "het ReferentieNummer is in een eerdere declaratie gebruikt", spoor);
    }
}
