//! TR367: A returned Prestatie equals the one that was sent.

use dossier::PrestatieFeit;

use crate::prelude::*;
use crate::regels::antwoord::beoordeeld;

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
        let mut zelfde = verzonden.map(|(_, p)| p).filter(|p| p.vorige.as_deref() == prestatie.vorige).peekable();
        if zelfde.peek().is_some() && !zelfde.any(|p| gelijk(p, prestatie)) {
            meld.fout(prestatie.node, "de prestatie verschilt van die in de declaratie");
        }
    }
}

fn gelijk(verzonden: &PrestatieFeit, terug: &Prestatie<'_>) -> bool {
    verzonden.nummer == terug.nummer
        && verzonden.categorie == terug.categorie
        && verzonden.code == terug.code
        && verzonden.periode == terug.periode
        && verzonden.volume == terug.volume
        && verzonden.eenheid == terug.eenheid
        && verzonden.tarief == terug.tarief
        && verzonden.bedrag == terug.bedrag
}
