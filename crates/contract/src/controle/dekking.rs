//! Tariffs against the calendar and the catalogue: overlaps, gaps, dates outside the contract, unknown products.

use std::collections::BTreeMap;

use bericht::{Datum, Domein, Eenheid};

use crate::bestand::{Gebrek, Verslag};
use crate::model::{Bereik, Contractbestand, Productrij, Tariefrij};

pub fn controleer(bestand: &Contractbestand, meld: &mut Verslag<'_>) {
    buiten_contract(bestand, meld);
    overlappen(bestand, meld);
    gaten(bestand, meld);
    catalogus(bestand, meld);
    categorieen(bestand, meld);
}

fn buiten_contract(bestand: &Contractbestand, meld: &mut Verslag<'_>) {
    let contract = &bestand.kop.termijn;
    let rijen = bestand.tarieven.iter().map(|t| (t.plaats, t.aanduiding(), t.termijn, "tariff"));
    let producten = bestand.producten.iter().map(|p| (p.plaats, p.aanduiding(), p.termijn, "product"));
    for (plaats, naam, termijn, wat) in rijen.chain(producten) {
        let voor = matches!((contract.van, termijn.van), (Some(begin), Some(van)) if van < begin);
        let na = matches!((contract.tot, termijn.tot), (Some(eind), Some(tot)) if eind < tot);
        if voor || na {
            let tekst = format!("{naam} geldt op dagen waarop het contract niet geldt");
            meld.fout(
                Gebrek::BuitenContract,
                plaats,
                tekst,
                "laat valid_from en valid_until binnen die van [contract] vallen",
            );
            meld.over(format!("{wat}:{naam}"));
        }
    }
}

/// Law, product and unit.
type Vraag<'b> = (Option<Domein>, &'b str, Option<Eenheid>);
/// First and last day without a tariff.
type Gat = (Option<Datum>, Option<Datum>);

/// Rows that would answer the same question: one product under one law in one unit. A tariff per hour and one per minute
/// may stand side by side.
fn per_vraag(bestand: &Contractbestand) -> BTreeMap<Vraag<'_>, Vec<&Tariefrij>> {
    let mut groepen: BTreeMap<_, Vec<&Tariefrij>> = BTreeMap::new();
    for rij in &bestand.tarieven {
        groepen.entry((rij.wet, rij.aanduiding(), rij.per())).or_default().push(rij);
    }
    for rijen in groepen.values_mut() {
        rijen.sort_by_key(|r| (r.termijn.van, r.plaats));
    }
    groepen
}

fn overlappen(bestand: &Contractbestand, meld: &mut Verslag<'_>) {
    for ((_, naam, _), rijen) in per_vraag(bestand) {
        for (eerste, tweede) in rijen.iter().zip(rijen.iter().skip(1)) {
            if eerste.termijn.raakt(&tweede.termijn) {
                let (regel, _) = meld.plek(eerste.plaats);
                let tekst = format!("{naam} heeft op dezelfde dag al een tarief (regel {regel})");
                meld.fout(Gebrek::Overlap, tweede.plaats, tekst, "laat het ene tarief eindigen voor het andere begint");
                meld.over(format!("tariff:{naam}"));
            }
        }
    }
}

/// Days of the contract without a tariff; products with the same gap share a finding.
fn gaten(bestand: &Contractbestand, meld: &mut Verslag<'_>) {
    let mut gaten: BTreeMap<Gat, (usize, Vec<&str>)> = BTreeMap::new();
    let mut namen: BTreeMap<&str, Vec<&Tariefrij>> = BTreeMap::new();
    for rij in &bestand.tarieven {
        namen.entry(rij.aanduiding()).or_default().push(rij);
    }
    for (naam, mut rijen) in namen {
        rijen.sort_by_key(|r| (r.termijn.van, r.plaats));
        for (gat, plaats) in gaten_van(&rijen, bestand.kop.termijn) {
            gaten.entry(gat).or_insert((plaats, Vec::new())).1.push(naam);
        }
    }
    for ((van, tot), (plaats, namen)) in gaten {
        let dag = |d: Option<Datum>, open: &str| d.map_or_else(|| open.to_owned(), bericht::toon_datum);
        let wie = opsomming(&namen);
        let tekst = format!("{wie}: geen tarief van {} tot en met {}", dag(van, "het begin"), dag(tot, "het einde"));
        meld.waarschuwing(
            Gebrek::Gat,
            plaats,
            tekst,
            "voeg een blok [[tariffs]] toe voor die dagen; tot dan is een declaratie daarin een signaal",
        );
        meld.over("tariffs.gap");
    }
}

fn gaten_van(rijen: &[&Tariefrij], contract: Bereik) -> Vec<(Gat, usize)> {
    let mut gaten = Vec::new();
    let Some(eerste) = rijen.first() else { return gaten };
    if let (Some(begin), Some(van)) = (contract.van, eerste.termijn.van)
        && begin < van
    {
        gaten.push(((Some(begin), van.pred_opt()), eerste.plaats));
    }
    // The last day that is covered so far; `None` once a row has no end.
    let mut gedekt = eerste.termijn.tot;
    let mut laatste = eerste.plaats;
    for rij in rijen.iter().skip(1) {
        let Some(tot) = gedekt else { return gaten };
        if let (Some(volgende), Some(van)) = (tot.succ_opt(), rij.termijn.van)
            && volgende < van
        {
            gaten.push(((Some(volgende), van.pred_opt()), rij.plaats));
        }
        gedekt = rij.termijn.tot.map(|nieuw| nieuw.max(tot));
        laatste = rij.plaats;
    }
    if let Some(tot) = gedekt
        && contract.tot.is_none_or(|eind| tot < eind)
        && let Some(volgende) = tot.succ_opt()
    {
        gaten.push(((Some(volgende), contract.tot), laatste));
    }
    gaten
}

/// Against the catalogue, when the file has one: unknown codes, and products without a tariff.
fn catalogus(bestand: &Contractbestand, meld: &mut Verslag<'_>) {
    if bestand.producten.is_empty() {
        return;
    }
    let hoort = |p: &Productrij, t: &Tariefrij| p.aanduiding() == t.aanduiding() && (p.wet.is_none() || p.wet == t.wet);
    for rij in bestand.tarieven.iter().filter(|t| !bestand.producten.iter().any(|p| hoort(p, t))) {
        let tekst = format!("{} staat niet bij de producten van dit contract", rij.aanduiding());
        meld.fout(Gebrek::ProductOnbekend, rij.plaats, tekst, "voeg een [[product]] toe, of verbeter de code");
        meld.over(format!("product:{}", rij.aanduiding()));
    }
    let zonder = bestand.producten.iter().filter(|p| p.variant != Some(crate::model::Variant::Taakgericht));
    for product in zonder.filter(|p| !bestand.tarieven.iter().any(|t| hoort(p, t))) {
        let tekst = format!("{} heeft geen tarief: 0611 en 9346 worden niet getoetst", product.aanduiding());
        meld.waarschuwing(
            Gebrek::GeenTarief,
            product.plaats,
            tekst,
            "voeg een tarief toe, of noem tariffs in [[open]]",
        );
        meld.over("tariffs");
    }
}

fn categorieen(bestand: &Contractbestand, meld: &mut Verslag<'_>) {
    let rijen = bestand.tarieven.iter().map(|t| (t.plaats, t.code.as_deref(), t.categorie.as_deref(), t.aanduiding()));
    let producten =
        bestand.producten.iter().map(|p| (p.plaats, p.code.as_deref(), p.categorie.as_deref(), p.aanduiding()));
    for (plaats, code, categorie, naam) in producten.chain(rijen) {
        let Some(categorie) = categorie else {
            meld.fout(Gebrek::Ontbreekt, plaats, format!("{naam} heeft geen cat"), "voeg cat toe: de productcategorie");
            meld.over(format!("category:{naam}"));
            continue;
        };
        // The lists JZ021 and WMO021 build codes of two digits of the categorie, a letter and two digits.
        let landelijk = code.filter(|code| is_landelijk(code));
        if let Some(code) = landelijk.filter(|c| !c.starts_with(categorie)) {
            let tekst = format!("{code} staat bij categorie {categorie}, maar begint met een andere");
            meld.waarschuwing(Gebrek::Categorie, plaats, tekst, "verbeter cat of code");
            meld.over(format!("category:{naam}"));
        }
    }
}

/// Whether a code has the form of the national lists: two digits, a capital and two digits.
fn is_landelijk(code: &str) -> bool {
    let vorm: Vec<bool> = code.bytes().map(|teken| teken.is_ascii_digit()).collect();
    let hoofdletter = code.as_bytes().get(2).is_some_and(u8::is_ascii_uppercase);
    vorm == [true, true, false, true, true] && hoofdletter
}

/// At most four names.
fn opsomming(namen: &[&str]) -> String {
    let mut eerste: Vec<&str> = namen.iter().take(4).copied().collect();
    eerste.dedup();
    match namen.len().saturating_sub(4) {
        0 => eerste.join(", "),
        meer => format!("{} en {meer} andere", eerste.join(", ")),
    }
}
