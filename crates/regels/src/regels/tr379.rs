//! TR379: ReferentieAanbieder is that of an honoured verzoek, on first sending.

use std::collections::HashSet;

use dossier::{Honorering, VerzoekFeit, geldige_versies};

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een toegewezen product dat een verzoek honoreert noemt de referentie van dat verzoek: een bekend verzoek van \
    deze cliënt dat niet is afgewezen en niet al is gehonoreerd. Alleen dezelfde versie mag opnieuw worden gestuurd \
    met de referentie.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Alleen een gevulde referentie wordt getoetst: of een product zonder referentie een verzoek honoreert, kan de \
    ontvanger niet zien. In het bericht dat honoreert mag de referentie bij meer toewijzingen staan; een \
    verwijderde toewijzing telt niet als honorering.";

/// ReferentieAanbieder is that of an honoured verzoek, on first sending. Source: TR379, IV093, IV094, IV097.
pub static TR379: Regel = Regel {
    id: "TR379",
    niveau: 3,
    retourcode: Some("9379"),
    standaarden: Standaarden::Beide,
    berichten: &[S301],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Toegewezen(toets)],
};

fn toets(toets: &ToegewezenToets<'_>, meld: &mut Meldingen) {
    let product = toets.product;
    let Some(referentie) = product.referentie_aanbieder else { return };
    let Some(verzoek) = toets.feit.verzoeken.iter().find(|v| v.referentie == referentie) else {
        meld.fout(
            product.node,
            "er is geen verzoek van deze cliënt met deze ReferentieAanbieder",
            vergelijk("verzoeken van deze cliënt met deze referentie", 0_usize, Moet::AtLeast, 1_usize),
        );
        return;
    };
    if verzoek.is_afgewezen() {
        meld.fout(
            product.node,
            "het verzoek met deze ReferentieAanbieder is afgewezen",
            vergelijk("antwoord op het verzoek", "afgewezen", Moet::Differ, "afgewezen"),
        );
    }
    let eerder = eerder_gehonoreerd(verzoek, toets);
    let zelfde_versie = |h: &&Honorering| h.is_van(product.nummer, product.toewijzingsdatum, product.toewijzingstijd);
    if eerder.is_empty() || eerder.iter().any(zelfde_versie) {
        return;
    }
    let versies = eerder.iter().filter(|h| h.nummer == product.nummer).count();
    if versies > 0 {
        meld.fout(
            product.node,
            "de ReferentieAanbieder staat al bij een eerdere versie van deze toewijzing",
            vergelijk("eerdere versies van deze toewijzing met deze referentie", versies, Moet::AtMost, 0_usize),
        );
    } else {
        meld.fout(
            product.node,
            "het verzoek met deze ReferentieAanbieder is al gehonoreerd, met een andere toewijzing",
            vergelijk("andere toewijzingen met deze referentie", eerder.len(), Moet::AtMost, 0_usize),
        );
    }
}

/// Whether a verzoek was honoured before this message by a toewijzing that is still there: one that is deleted, also by this
/// message, counts as never sent.
/// What counts as honouring before this message.
fn eerder_gehonoreerd<'t>(verzoek: &'t VerzoekFeit, toets: &ToegewezenToets<'t>) -> Vec<&'t Honorering> {
    let eerder = || verzoek.gehonoreerd_met.iter().filter(|h| h.bericht != toets.bericht);
    let nummers: HashSet<u32> = eerder().map(|h| h.nummer).collect();
    if nummers.is_empty() {
        return Vec::new();
    }
    let geldig = geldige_versies(toets.feit.toewijzingen.iter().filter(|versie| nummers.contains(&versie.nummer)));
    let hier = toets.toewijzing.producten.iter().filter(|p| p.is_verwijdering()).map(|p| p.nummer);
    let verwijderd: HashSet<u32> =
        geldig.into_values().filter(|toewijzing| toewijzing.is_verwijderd()).map(|t| t.nummer).chain(hier).collect();
    eerder().filter(|h| !verwijderd.contains(&h.nummer)).collect()
}
