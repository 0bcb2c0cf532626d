//! Level 2: every rule in the message, over the whole message.

use bericht::{Bericht, DeclaratieClient, Inhoud};

use super::{bij, luisteraars, roep};
use crate::melding::Meldingen;
use crate::moment::Moment;

/// Runs all rules of level 2.
pub fn niveau2(bericht: &Bericht<'_>, meld: &mut Meldingen) {
    roep(&bij!(bericht, Bericht), meld, |f, meld| f(bericht, meld));
    let geboortedatum = bij!(bericht, Geboortedatum);
    for geboren in &bericht.geboortedata {
        roep(&geboortedatum, meld, |f, meld| f(geboren, bericht, meld));
    }
    let client = bij!(bericht, Client);
    for een in &bericht.clienten() {
        roep(&client, meld, |f, meld| f(een, bericht, meld));
    }
    if !matches!(
        bericht.inhoud,
        Inhoud::Declaratie(_) | Inhoud::DeclaratieAntwoord(_) | Inhoud::Factuur(_) | Inhoud::Retour
    ) {
        elementen(bericht, meld);
    }
    match &bericht.inhoud {
        Inhoud::Start(b) => {
            let start = bij!(bericht, Start);
            b.starts.iter().for_each(|s| roep(&start, meld, |f, meld| f(s, bericht, meld)));
        }
        Inhoud::Stop(b) => {
            let stop = bij!(bericht, Stop);
            b.stops.iter().for_each(|s| roep(&stop, meld, |f, meld| f(s, bericht, meld)));
        }
        Inhoud::Declaratie(d) => {
            roep(&bij!(bericht, Declaratie), meld, |f, meld| f(d, bericht, meld));
            prestaties(&d.clienten, bericht, meld);
        }
        Inhoud::Factuur(f) => {
            roep(&bij!(bericht, Factuur), meld, |g, meld| g(f, bericht, meld));
            let per_prestatie = bij!(bericht, FactuurPrestatie);
            f.prestaties().for_each(|p| roep(&per_prestatie, meld, |g, meld| g(p, bericht, meld)));
        }
        Inhoud::DeclaratieAntwoord(Some(d)) => {
            roep(&bij!(bericht, Antwoord), meld, |f, meld| f(d, bericht, meld));
            prestaties(&d.clienten, bericht, meld);
        }
        _ => {}
    }
}

/// Rules that listen to an element by name; messages about one client are small, so the whole tree is walked once.
fn elementen(bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let regels = luisteraars(bericht, |m| match m {
        Moment::Element(naam, f) => Some((*naam, *f)),
        _ => None,
    });
    for node in bericht.tree.root().descendants() {
        for (regel, (_, f)) in regels.iter().filter(|(_, (naam, _))| *naam == node.name()) {
            meld.begin(regel);
            f(node, bericht, meld);
        }
    }
}

fn prestaties(clienten: &[DeclaratieClient<'_>], bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let (per_client, per_prestatie) = (bij!(bericht, Prestaties), bij!(bericht, Prestatie));
    for client in clienten {
        roep(&per_client, meld, |f, meld| f(client, bericht, meld));
        for prestatie in &client.prestaties {
            roep(&per_prestatie, meld, |f, meld| f(prestatie, bericht, meld));
        }
    }
}
