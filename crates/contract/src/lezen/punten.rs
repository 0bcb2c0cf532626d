//! Open items, readings, and facts without a value.

use super::hulp::{feiten, feiten_van};
use crate::bestand::boom::Tabel;
use crate::bestand::{Sectie, Verslag};
use crate::model::{Buiten, Leeswijze, OpenPunt};

pub fn open(tabel: &Tabel, meld: &mut Verslag<'_>) -> OpenPunt {
    let mut s = Sectie::van(tabel, "[[open]]");
    verplicht(&mut s, "fact", meld);
    let punt = OpenPunt {
        plaats: s.plaats(),
        wat: s.verplichte_tekst("what", meld).unwrap_or_default(),
        blokkeert: s.teksten("blocks", meld),
        vraag: s.tekst("ask", meld),
        feiten: feiten(&mut s, meld),
    };
    s.sluit(meld);
    punt
}

pub fn leeswijze(tabel: &Tabel, meld: &mut Verslag<'_>) -> Leeswijze {
    let mut s = Sectie::van(tabel, "[[leeswijze]]");
    verplicht(&mut s, "fact", meld);
    let lezing = Leeswijze {
        plaats: s.plaats(),
        wat: s.verplichte_tekst("what", meld).unwrap_or_default(),
        lezing: s.verplichte_tekst("reading", meld).unwrap_or_default(),
        blokkeert: s.teksten("blocks", meld),
        feiten: feiten(&mut s, meld),
    };
    s.sluit(meld);
    lezing
}

pub fn buiten(tabel: &Tabel, meld: &mut Verslag<'_>) -> Buiten {
    let mut s = Sectie::van(tabel, "[[outside]]");
    verplicht(&mut s, "facts", meld);
    let buiten = Buiten {
        plaats: s.plaats(),
        waarom: s.verplichte_tekst("why", meld).unwrap_or_default(),
        feiten: feiten_van("facts", &mut s, meld),
    };
    s.sluit(meld);
    buiten
}

fn verplicht(s: &mut Sectie<'_>, key: &'static str, meld: &mut Verslag<'_>) {
    if s.waarde(key).is_none() {
        s.ontbreekt(key, meld);
    }
}
