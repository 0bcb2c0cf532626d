//! TR378: The gemeentecode exists in the CBS list on a date that matters.

use bericht::{Datum, Inhoud, datum};
use dossier::VerzoekFeit;
use schema::tree::NodeRef;

use crate::prelude::*;
use crate::spoor;

/// What people read about this rule.
const UITLEG: &str = "De gemeentecode in de kop bestaat volgens de lijst van het CBS, vandaag of op de ingangsdatum van de \
    toewijzing waar het bericht over gaat. Voor een antwoord op een verzoek is dat de gevraagde ingangsdatum, ook \
    voor de gemeente van een woonplaatsbeginsel.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Een code die vandaag of op een van die dagen geldt is goed. De meegeleverde lijst is van een jaar: een code \
    die daar niet in staat is een signaal. Met een volledige lijst (lijsten.gemeenten in gateway.toml) is het \
    S300.";

/// The gemeentecode exists in the CBS list on a date that matters. Source: TR378
pub static TR378: Regel = Regel {
    id: "TR378",
    niveau: 4,
    retourcode: Some("S300"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S305, S307, S315, S317, S323, S325, S319],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Kop(toets), Moment::VerzoekAntwoord(woonplaats)],
};

pub(super) fn toets(toets: &KopToets<'_>, meld: &mut Meldingen) {
    let header = &toets.bericht.header;
    let (lijst, code) = (toets.omgeving.gemeenten, toets.omgeving.dossier.gemeente.as_str());
    if lijst.geldig(code, &[toets.omgeving.peildatum]) || lijst.geldig(code, &dagen(toets)) {
        return;
    }
    if lijst.is_volledig() {
        meld.fout(
            header.gemeente_node,
            "de gemeentecode staat op geen van de dagen die ertoe doen in de CBS-lijst",
            spoor::vergelijk(
                "gemeentecode",
                spoor::code(code),
                Moet::OneOf,
                "de codes van het CBS op de dagen die ertoe doen",
            )
            .gegeven("dag van controle", toets.omgeving.peildatum)
            .gegeven("ingangsdata die meetellen", dagen(toets).len()),
        );
    } else {
        let tekst = "de gemeentecode staat niet in de CBS-lijst van dit jaar; zonder de lijsten van eerdere jaren is dat geen fout";
        meld.signaal(meld.regel_id(), Some(header.gemeente_node), tekst);
    }
}

/// The gemeente that a 319 of iJw points to; the code then stands on the class Woonplaatsbeginsel.
fn woonplaats(toets: &VerzoekAntwoordToets<'_>, meld: &mut Meldingen) {
    let Some((node, code)) = toets.antwoord.woonplaats else { return };
    let lijst = toets.omgeving.gemeenten;
    let gevraagd = toets.verzoek.and_then(|verzoek| verzoek.ingangsdatum);
    let dagen: Vec<Datum> = gevraagd.into_iter().chain([toets.omgeving.peildatum]).collect();
    if lijst.geldig(code, &dagen) {
        return;
    }
    if lijst.is_volledig() {
        meld.fout(
            node,
            "de gemeentecode van het woonplaatsbeginsel staat op geen van de dagen die ertoe doen in de CBS-lijst",
            spoor::vergelijk(
                "gemeentecode van het woonplaatsbeginsel",
                spoor::code(code),
                Moet::OneOf,
                "de codes van het CBS op de dagen die ertoe doen",
            )
            .gegeven("gevraagde ingangsdatum", gevraagd)
            .gegeven("dag van controle", toets.omgeving.peildatum),
        );
    } else {
        meld.signaal("TR378", Some(node), "de gemeentecode van het woonplaatsbeginsel staat niet in de CBS-lijst");
    }
}

/// Ingangsdatum of what the message is about; a 319 is about the toewijzing that was asked for.
fn dagen(toets: &KopToets<'_>) -> Vec<Datum> {
    let root = toets.bericht.tree.root();
    let mut dagen = toets.kennis.ingangsdata();
    match toets.bericht.soort {
        S301 => dagen.extend(data(root, "Ingangsdatum")),
        S305 | S307 | S315 => dagen.extend(data(root, "ToewijzingIngangsdatum")),
        S319 => dagen.extend(beantwoord(toets).and_then(|verzoek| verzoek.ingangsdatum)),
        _ => {}
    }
    dagen
}

/// The verzoek that a 319 answers.
fn beantwoord<'t>(toets: &KopToets<'t>) -> Option<&'t VerzoekFeit> {
    let Inhoud::Antwoord(antwoord) = &toets.bericht.inhoud else { return None };
    let client = toets.kennis.verzoeker(antwoord.referentie)?;
    toets.kennis.client(client).verzoeken.iter().find(|verzoek| verzoek.referentie == antwoord.referentie)
}

fn data(root: NodeRef<'_>, element: &str) -> Vec<Datum> {
    root.descendants().filter(|n| n.name() == element).filter_map(|n| datum(n.value())).collect()
}
