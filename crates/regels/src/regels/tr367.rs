//! TR367: A returned Prestatie equals the one that was sent.

use dossier::PrestatieFeit;

use crate::prelude::*;
use crate::regels::antwoord::beoordeeld;
use crate::regels::gelijkheid::verschil;

/// What people read about this rule.
const UITLEG: &str = "Een prestatie in het antwoord is gelijk aan de prestatie in de declaratie: toewijzing, product, periode, \
    volume, eenheid, tarief en bedrag.";

/// A returned Prestatie equals the one that was sent. Source: TR367
pub static TR367: Regel = Regel {
    id: "TR367",
    niveau: 3,
    retourcode: Some("9367"),
    standaarden: Standaarden::Beide,
    berichten: &[S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::AntwoordDossier(toets)],
};

fn toets(toets: &AntwoordToets<'_>, meld: &mut Meldingen) {
    let (Some(antwoord), true) = (toets.antwoord, beoordeeld(toets)) else { return };
    for prestatie in antwoord.prestaties() {
        let verzonden = toets.kennis.verzonden(prestatie.referentie);
        let verschillen: Vec<_> = verzonden
            .map(|(_, p)| p)
            .filter(|p| p.vorige.as_deref() == prestatie.vorige)
            .map(|p| verschil(prestatie, p).or_else(|| bedrag(prestatie, p)))
            .collect();
        // With two of the same numbers it is enough to equal one.
        if let Some(Some((_, spoor))) = verschillen.iter().min_by_key(|v| v.is_some()) {
            meld.fout(prestatie.node, "de prestatie verschilt van die in de declaratie", spoor.clone());
        }
    }
}

fn bedrag(terug: &Prestatie<'_>, verzonden: &PrestatieFeit) -> Option<(&'static str, Spoor)> {
    let wat = "IngediendBedrag";
    (terug.bedrag != verzonden.bedrag).then(|| (wat, vergelijk(wat, terug.bedrag, Moet::Equal, verzonden.bedrag)))
}
