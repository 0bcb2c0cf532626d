//! TR323: A credit refers to a granted debet and equals it.

use dossier::PrestatieFeit;

use crate::prelude::*;

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
    let credit = toets.prestatie;
    let debet = credit.vorige.and_then(|vorige| toets.kennis.prestatie(vorige));
    let Some(debet) = debet.filter(|d| d.is_toegekend_debet() && d.client == *toets.client) else {
        meld.fout(credit.node, "er is geen toegekende debetregel van deze cliënt met dit VorigReferentieNummer");
        return;
    };
    if let Some(verschil) = verschil(credit, debet) {
        meld.fout(credit.node, format!("de creditregel verschilt van de toegekende debetregel in {verschil}"));
    }
}

/// Name of the first element in which a credit differs from its debet.
fn verschil(credit: &Prestatie<'_>, debet: &PrestatieFeit) -> Option<&'static str> {
    let velden = [
        ("ToewijzingNummer", credit.nummer == debet.nummer),
        ("ProductCategorie", credit.categorie == debet.categorie),
        ("ProductCode", credit.code == debet.code),
        ("ProductPeriode", credit.periode == debet.periode),
        ("GeleverdVolume", credit.volume == debet.volume),
        ("Eenheid", credit.eenheid == debet.eenheid),
        ("ProductTarief", credit.tarief == debet.tarief),
        ("IngediendBedrag", credit.bedrag.cent == debet.bedrag.cent),
    ];
    velden.into_iter().find(|(_, gelijk)| !gelijk).map(|(naam, _)| naam)
}
