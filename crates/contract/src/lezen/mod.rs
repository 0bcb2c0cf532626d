//! From text to a contract file: every fault becomes a finding, and reading goes on. No text makes it stop or crash.

mod declaratie;
mod hulp;
mod kop;
mod prijzen;
mod punten;
mod regels;

use crate::bestand::{Gebrek, Sectie, Verslag, boom};
use crate::model::Contractbestand;

/// Reads a contract file. Without TOML there is nothing to read: then the file is empty and the report says why.
pub fn lees(tekst: &str) -> (Contractbestand, Verslag<'_>) {
    let mut meld = Verslag::nieuw(tekst);
    let mut bestand = Contractbestand::default();
    match boom::lees(tekst) {
        Ok(tabel) => alles(&tabel, &mut bestand, &mut meld),
        Err(fout) => {
            let plaats = fout.span().map_or(0, |span| span.start);
            let tekst = format!("dit is geen TOML: {}", fout.message());
            meld.fout(Gebrek::Toml, plaats, tekst, "verbeter de schrijfwijze op deze plaats");
        }
    }
    (bestand, meld)
}

fn alles(tabel: &boom::Tabel, bestand: &mut Contractbestand, meld: &mut Verslag<'_>) {
    let mut s = Sectie::van(tabel, "het bestand");
    match s.tabel("contract", meld) {
        Some(kop) => bestand.kop = kop::kop(kop, meld),
        None if s.waarde("contract").is_none() => s.ontbreekt("contract", meld),
        None => {}
    }
    if let Some(t) = s.tabel("amounts", meld) {
        bestand.bedragen = prijzen::bedragen(t, meld);
    }
    if let Some(t) = s.tabel("declaration", meld) {
        bestand.declaratie = declaratie::declaratie(t, meld);
    }
    bestand.producten = s.tabellen("product", meld).into_iter().map(|t| prijzen::product(t, meld)).collect();
    for blok in s.tabellen("tariffs", meld) {
        bestand.tarieven.extend(prijzen::tariefblok(blok, meld));
    }
    bestand.maatwerk = s.tabellen("custom_price", meld).into_iter().map(|t| prijzen::maatwerk(t, meld)).collect();
    bestand.indexatie = s.tabel("indexation", meld).and_then(|t| declaratie::indexatie(t, meld));
    bestand.regels = s.tabellen("rule", meld).into_iter().filter_map(|t| regels::regel(t, meld)).collect();
    bestand.open = s.tabellen("open", meld).into_iter().map(|t| punten::open(t, meld)).collect();
    bestand.leeswijzen = s.tabellen("leeswijze", meld).into_iter().map(|t| punten::leeswijze(t, meld)).collect();
    bestand.buiten = s.tabellen("outside", meld).into_iter().map(|t| punten::buiten(t, meld)).collect();
    s.sluit(meld);
}
