//! Whether the contract can be in force for anyone.

use crate::bestand::{Gebrek, Verslag};
use crate::model::Contractbestand;

pub fn controleer(bestand: &Contractbestand, meld: &mut Verslag<'_>) {
    let kop = &bestand.kop;
    if kop.gemeenten.is_empty() && !meld.bevindingen.iter().any(|b| b.doel.as_deref() == Some("contract.gemeenten")) {
        let tekst = "het contract noemt geen gemeente en geldt dus voor niemand";
        meld.fout(Gebrek::NietInWerking, kop.plaats, tekst, "vul gemeenten in, of noem contract.gemeenten in [[open]]");
        meld.over("contract.gemeenten");
    }
    for gemeente in kop.gemeenten.iter().filter(|g| !g.termijn.raakt(&kop.termijn)) {
        let tekst = format!("gemeente {} doet mee op dagen waarop het contract niet geldt", gemeente.code);
        meld.fout(Gebrek::BuitenContract, gemeente.plaats, tekst, "verbeter valid_from of valid_until");
        meld.over(format!("gemeente:{}", gemeente.code));
    }
    for aanbieder in kop.aanbieders.iter().filter(|a| !a.termijn.raakt(&kop.termijn)) {
        let tekst = "een aanbieder doet mee op dagen waarop het contract niet geldt";
        meld.fout(Gebrek::BuitenContract, aanbieder.plaats, tekst, "verbeter valid_from of valid_until");
    }
    for u in kop.uitsluitingen.iter().filter(|u| !kop.gemeenten.iter().any(|g| g.code == u.gemeente)) {
        let tekst = format!("gemeente {} wordt uitgesloten, maar doet niet mee", u.gemeente);
        meld.waarschuwing(Gebrek::Doel, u.plaats, tekst, "noem de gemeente bij gemeenten, of haal de uitsluiting weg");
    }
}
