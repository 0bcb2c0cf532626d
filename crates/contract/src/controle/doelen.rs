//! Open items and readings: what the file itself leaves open is counted as such and not as a fault, and each item must be
//! about something that is in the file.

use std::collections::BTreeSet;

use crate::bestand::{Ernst, Gebrek, Verslag};
use crate::model::Contractbestand;

pub fn verreken(bestand: &Contractbestand, meld: &mut Verslag<'_>) {
    let mut geraakt = BTreeSet::new();
    for bevinding in &mut meld.bevindingen {
        let Some(doel) = bevinding.doel.clone() else { continue };
        if let Some((_, feiten)) = bestand.geblokkeerd(&doel) {
            bevinding.ernst = Ernst::Open;
            bevinding.feit = feiten.first().cloned();
            geraakt.insert(doel);
        }
    }
    let open =
        bestand.open.iter().map(|o| (Gebrek::OpenPunt, o.plaats, &o.wat, o.vraag.as_deref(), &o.blokkeert, &o.feiten));
    let lezing = bestand
        .leeswijzen
        .iter()
        .map(|l| (Gebrek::Leeswijze, l.plaats, &l.wat, Some(l.lezing.as_str()), &l.blokkeert, &l.feiten));
    let punten: Vec<_> = open.chain(lezing).collect();
    for (gebrek, plaats, wat, herstel, blokkeert, feiten) in punten {
        for (doel, plaats) in blokkeert.iter().filter(|(doel, _)| !geraakt.contains(doel) && !bestaat(doel, bestand)) {
            let tekst = format!("{} slaat op niets in dit bestand", crate::bestand::kort(doel));
            meld.fout(Gebrek::Doel, *plaats, tekst, DOELEN);
        }
        let herstel = match (gebrek, herstel) {
            (Gebrek::Leeswijze, Some(lezing)) => format!("gelezen als: {lezing}"),
            (_, Some(vraag)) => vraag.to_owned(),
            (_, None) => "een mens moet dit beslissen".to_owned(),
        };
        let uit: Vec<&str> = blokkeert.iter().map(|(doel, _)| doel.as_str()).collect();
        let tekst = if uit.is_empty() { wat.clone() } else { format!("{wat} (uit: {})", uit.join(", ")) };
        meld.meld(Ernst::Open, gebrek, plaats, tekst, herstel);
        if let Some(laatste) = meld.bevindingen.last_mut() {
            laatste.feit = feiten.first().cloned();
        }
    }
}

/// How an item names what it blocks.
const DOELEN: &str = "mogelijk is: tariff:CODE, unit:CODE, code:NAAM, category:CODE, product:CODE, gemeente:CODE, rule:SOORT, \
    amounts.mode, tariffs, tariffs.gap, indexation, custom_price, contract.valid_from, contract.gemeenten, \
    declaration.period_anchor";

/// Whether a target is about something that the file holds.
fn bestaat(doel: &str, b: &Contractbestand) -> bool {
    let genoemd = |naam: &str| {
        b.tarieven.iter().any(|t| t.aanduiding() == naam) || b.producten.iter().any(|p| p.aanduiding() == naam)
    };
    match doel.split_once(':') {
        Some(("tariff" | "unit" | "category" | "product", naam)) => genoemd(naam),
        Some(("gemeente", code)) => b.kop.gemeenten.iter().any(|g| g.code == code),
        Some(("rule", soort)) => b.regels.iter().any(|r| r.soort.naam == soort),
        Some(_) => false,
        // Whole sections may be left open when they are empty or when they stand there.
        None => matches!(
            doel,
            "amounts.mode" | "tariffs" | "indexation" | "custom_price" | "contract.valid_until" | "declaration"
        ),
    }
}
