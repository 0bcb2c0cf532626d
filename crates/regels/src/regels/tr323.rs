//! TR323: A credit refers to a granted debet and equals it.

use dossier::Uitslag;

use crate::prelude::*;
use crate::regels::gelijkheid::verschil;

/// What people read about this rule.
const UITLEG: &str = "Een creditregel verwijst naar een debetregel die eerder is toegekend, en is daaraan gelijk: cliënt, \
    toewijzing, product, periode, volume, eenheid, tarief en bedrag.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Gelijk betekent: alles behalve ReferentieNummer, VorigReferentieNummer en DebetCredit. Op een creditregel \
    worden verder alleen TR314, TR319 en TR390 getoetst: wat is toegekend kan altijd worden teruggenomen.";

/// A credit refers to a granted debet and equals it. Source: TR323, IV085, IV091.
pub static TR323: Regel = Regel {
    id: "TR323",
    niveau: 3,
    retourcode: Some("8017"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieCredit(toets)],
};

fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    gelijk_aan_debet(toets, "IngediendBedrag", meld);
}

/// The same for a message that has another name for the amount.
pub(super) fn gelijk_aan_debet(toets: &PrestatieToets<'_>, element: &'static str, meld: &mut Meldingen) {
    let credit = toets.prestatie;
    let bekend = credit.vorige.and_then(|vorige| toets.kennis.prestatie(vorige));
    let Some(debet) = bekend.filter(|d| d.is_toegekend_debet() && d.client == *toets.client) else {
        let gevonden = match bekend {
            None => "niets",
            Some(ander) if ander.client != *toets.client => "een regel van een andere cliënt",
            Some(ander) if ander.bedrag.dc == DebetCredit::Credit => "een creditregel",
            Some(ander) if ander.uitslag == Uitslag::Verzonden => "een debetregel zonder antwoord",
            Some(_) => "een afgewezen debetregel",
        };
        let spoor = gegeven("gevonden met dit VorigReferentieNummer", gevonden).vergelijk(
            "toegekende debetregels van deze cliënt",
            0_usize,
            Moet::AtLeast,
            1_usize,
        );
        meld.fout(credit.node, "er is geen toegekende debetregel van deze cliënt met dit VorigReferentieNummer", spoor);
        return;
    };
    let bedrag = || {
        let (deze, die) = (credit.bedrag.cent, debet.bedrag.cent);
        (deze != die).then(|| (element, vergelijk(element, euro(deze), Moet::Equal, euro(die))))
    };
    if let Some((verschil, spoor)) = verschil(credit, debet).or_else(bedrag) {
        meld.fout(credit.node, format!("de creditregel verschilt van de toegekende debetregel in {verschil}"), spoor);
    } else {
        let terug = || {
            gegeven("teruggenomen volume", Waarde::volume(debet.volume, debet.eenheid))
                .gegeven("teruggenomen bedrag", euro(debet.bedrag.cent))
        };
        meld.akkoord(credit.node, terug);
    }
}
