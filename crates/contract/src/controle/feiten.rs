//! Whether every value says on which fact of the document it rests.

use std::collections::BTreeMap;

use crate::bestand::{Gebrek, Verslag};
use crate::model::Contractbestand;

pub fn controleer(bestand: &Contractbestand, meld: &mut Verslag<'_>) {
    let Some(reeks) = &bestand.kop.feitreeks else { return };
    let mut zonder: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (wat, plaats, feiten) in alle(bestand) {
        if feiten.is_empty() {
            zonder.entry(wat).or_insert((plaats, 0)).1 += 1;
        }
        for feit in feiten.iter().filter(|f| f.rsplit_once('-').is_none_or(|(r, _)| r != reeks)) {
            let tekst = format!("feit {feit} hoort niet bij dit document ({reeks})");
            meld.fout(Gebrek::Feit, plaats, tekst, format!("begin het nummer met {reeks}-"));
        }
    }
    for (wat, (plaats, aantal)) in zonder {
        let tekst = format!("{aantal} keer {wat} zonder feit: niemand kan nagaan waar de waarde vandaan komt");
        meld.waarschuwing(Gebrek::ZonderFeit, plaats, tekst, format!("voeg fact = \"{reeks}-...\" toe"));
    }
}

/// Every part of a file that rests on facts.
pub fn alle(b: &Contractbestand) -> Vec<(&'static str, usize, &[String])> {
    let mut alle: Vec<(&'static str, usize, &[String])> = vec![("[contract]", b.kop.plaats, &b.kop.feiten)];
    // A gemeente or aanbieder without a fact of its own rests on those of the head.
    alle.extend(
        b.kop.gemeenten.iter().filter(|g| !g.feiten.is_empty()).map(|g| ("gemeente", g.plaats, g.feiten.as_slice())),
    );
    alle.extend(
        b.kop.aanbieders.iter().filter(|a| !a.feiten.is_empty()).map(|a| ("aanbieder", a.plaats, a.feiten.as_slice())),
    );
    alle.extend(b.kop.uitsluitingen.iter().map(|u| ("uitsluiting", u.plaats, u.feiten.as_slice())));
    alle.extend(b.bedragen.plaats.map(|plaats| ("[amounts]", plaats, b.bedragen.feiten.as_slice())));
    alle.extend(b.declaratie.plaats.map(|plaats| ("[declaration]", plaats, b.declaratie.feiten.as_slice())));
    let sleutels = b.declaratie.feiten_per_sleutel.iter();
    alle.extend(sleutels.map(|(_, f)| ("[declaration] facts", b.declaratie.plaats.unwrap_or_default(), f.as_slice())));
    alle.extend(b.producten.iter().map(|p| ("[[product]]", p.plaats, p.feiten.as_slice())));
    alle.extend(b.tarieven.iter().map(|t| ("tarief", t.plaats, t.feiten.as_slice())));
    alle.extend(b.maatwerk.iter().map(|m| ("[[custom_price]]", m.plaats, m.feiten.as_slice())));
    alle.extend(b.indexatie.iter().map(|i| ("[indexation]", i.plaats, i.feiten.as_slice())));
    alle.extend(b.regels.iter().map(|r| ("[[rule]]", r.plaats, r.feiten.as_slice())));
    alle.extend(b.open.iter().map(|o| ("[[open]]", o.plaats, o.feiten.as_slice())));
    alle.extend(b.leeswijzen.iter().map(|l| ("[[leeswijze]]", l.plaats, l.feiten.as_slice())));
    alle.extend(b.buiten.iter().map(|u| ("[[outside]]", u.plaats, u.feiten.as_slice())));
    alle
}
