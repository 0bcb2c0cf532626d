//! What changed between two versions of a contract.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::model::{Bereik, Contractbestand, Tariefrij};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verschil {
    /// What it is about: `contract`, `tariff`, `product`, `rule`, `amounts`, `declaration`, `open`.
    pub what: &'static str,
    /// Which one: a code, a kind, a key.
    pub name: String,
    /// Value before; none when it is new.
    pub old: Option<String>,
    /// Value after; none when it is gone.
    pub new: Option<String>,
}

/// Everything that differs in meaning; place, order and fact numbers do not count.
pub fn verschillen(oud: &Contractbestand, nieuw: &Contractbestand) -> Vec<Verschil> {
    let mut uit = Vec::new();
    vergelijk("contract", &kop(oud), &kop(nieuw), &mut uit);
    vergelijk("amounts", &bedragen(oud), &bedragen(nieuw), &mut uit);
    vergelijk("declaration", &declaratie(oud), &declaratie(nieuw), &mut uit);
    vergelijk("product", &producten(oud), &producten(nieuw), &mut uit);
    vergelijk("tariff", &tarieven(oud), &tarieven(nieuw), &mut uit);
    vergelijk("custom_price", &maatwerk(oud), &maatwerk(nieuw), &mut uit);
    vergelijk("indexation", &indexatie(oud), &indexatie(nieuw), &mut uit);
    vergelijk("rule", &regels(oud), &regels(nieuw), &mut uit);
    vergelijk("open", &open(oud), &open(nieuw), &mut uit);
    uit
}

type Waarden = BTreeMap<String, String>;

fn vergelijk(what: &'static str, oud: &Waarden, nieuw: &Waarden, uit: &mut Vec<Verschil>) {
    let namen: std::collections::BTreeSet<&String> = oud.keys().chain(nieuw.keys()).collect();
    for name in namen {
        let (old, new) = (oud.get(name).cloned(), nieuw.get(name).cloned());
        if old != new {
            uit.push(Verschil { what, name: name.clone(), old, new });
        }
    }
}

fn dagen(termijn: Bereik) -> String {
    let dag = |d: Option<bericht::Datum>| d.map_or_else(|| "…".to_owned(), |d| d.to_string());
    format!("{} tot en met {}", dag(termijn.van), dag(termijn.tot))
}

fn kop(b: &Contractbestand) -> Waarden {
    let mut uit = Waarden::new();
    uit.insert("id".to_owned(), b.kop.id.clone());
    uit.insert("termijn".to_owned(), dagen(b.kop.termijn));
    uit.insert("wetten".to_owned(), b.kop.wetten.iter().map(|w| w.as_str()).collect::<Vec<_>>().join(", "));
    uit.insert("productlijst".to_owned(), b.kop.productlijst.to_string());
    uit.extend(b.kop.versie.clone().map(|versie| ("versie".to_owned(), versie)));
    uit.extend(b.kop.gemeenten.iter().map(|g| (format!("gemeente {}", g.code), dagen(g.termijn))));
    uit.extend(b.kop.aanbieders.iter().map(|a| {
        let uitloop = a.uitloop.map(|dag| format!(", uitloop na {dag}")).unwrap_or_default();
        (format!("aanbieder {}", a.agb), format!("{}{uitloop}", dagen(a.termijn)))
    }));
    uit.extend(b.kop.uitsluitingen.iter().map(|u| {
        let wat = [u.wet.map(|w| w.as_str().to_owned()), u.code.clone()];
        (format!("uitsluiting {}", u.gemeente), wat.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }));
    uit
}

fn bedragen(b: &Contractbestand) -> Waarden {
    Waarden::from([("mode".to_owned(), format!("{:?}", b.bedragen.wijze))])
}

fn declaratie(b: &Contractbestand) -> Waarden {
    let d = &b.declaratie;
    let dagen_van = |naam: &str, dagen: Option<i64>| dagen.map(|n| (naam.to_owned(), format!("{n} dagen")));
    let mut uit = Waarden::from([("period".to_owned(), format!("{:?}", d.tijdvak))]);
    uit.insert("clock".to_owned(), format!("{:?}", d.klok));
    uit.insert("per_gemeente".to_owned(), d.per_gemeente.to_string());
    uit.insert("two_steps".to_owned(), d.twee_stappen.to_string());
    uit.extend(d.anker.map(|anker| ("period_anchor".to_owned(), anker.to_string())));
    uit.extend(dagen_van("submit_within_days", d.indienen_dagen));
    uit.extend(dagen_van("forfeit_after_days", d.verval_dagen));
    uit.extend(dagen_van("answer_days", d.antwoord_dagen));
    uit.extend(dagen_van("payment_days", d.betaal_dagen));
    uit.extend(d.berichten.iter().map(|m| {
        (
            format!("message {}", m.soort),
            format!("{}, antwoord {}", dagen(m.termijn), m.antwoord.as_deref().unwrap_or("geen")),
        )
    }));
    uit
}

fn producten(b: &Contractbestand) -> Waarden {
    let waarde = |p: &crate::model::Productrij| {
        let eenheden: Vec<&str> = p.eenheden.iter().map(|e| e.code()).collect();
        let variant = p.variant.map_or("", |v| v.naam());
        format!(
            "categorie {}, eenheid {}, {variant} {}",
            p.categorie.as_deref().unwrap_or("?"),
            eenheden.join("/"),
            dagen(p.termijn)
        )
    };
    b.producten.iter().map(|p| (p.aanduiding().to_owned(), waarde(p))).collect()
}

/// A tariff is known by product, unit and first day; so a new year is new, and a change within a year is a change.
fn tarieven(b: &Contractbestand) -> Waarden {
    let sleutel = |t: &Tariefrij| {
        let wet = t.wet.map_or("", |w| w.as_str());
        let van = t.termijn.van.map_or_else(|| "…".to_owned(), |d| d.to_string());
        format!("{} {wet} per {} vanaf {van}", t.aanduiding(), t.grondslag.map_or("?", |g| g.naam()))
    };
    let euro = |bedrag: Option<Decimal>| bedrag.map_or_else(|| "?".to_owned(), |b| format!("{b:.2}"));
    let waarde = |t: &Tariefrij| {
        let tot = t.termijn.tot.map(|d| format!(" tot en met {d}")).unwrap_or_default();
        let gedrukt = t.gedrukt.map(|g| format!(", gedeclareerd {g:.2}")).unwrap_or_default();
        format!("€ {}{gedrukt}{tot}", euro(t.bedrag))
    };
    b.tarieven.iter().map(|t| (sleutel(t), waarde(t))).collect()
}

fn maatwerk(b: &Contractbestand) -> Waarden {
    let prijs = |m: &crate::model::Maatwerkprijs| {
        let bedrag = m.bedrag.map_or_else(|| "?".to_owned(), |b| format!("{b:.2}"));
        (format!("{} {}", m.gemeente, m.nummer), format!("€ {bedrag} {}", dagen(m.termijn)))
    };
    b.maatwerk.iter().map(prijs).collect()
}

fn indexatie(b: &Contractbestand) -> Waarden {
    let indexatie = b.indexatie.iter();
    indexatie.map(|i| ("formula".to_owned(), format!("{:?} {:?} {:?}", i.variant, i.eerste, i.gewichten))).collect()
}

fn regels(b: &Contractbestand) -> Waarden {
    let mut uit = Waarden::new();
    for regel in &b.regels {
        let parameters: Vec<String> =
            regel.parameters.iter().map(|(naam, waarde)| format!("{naam} = {waarde}")).collect();
        let waarde = format!("{}: {}", regel.effect.naam(), parameters.join(", "));
        // Several rules of one kind are told apart by their order.
        let mut naam = regel.soort.naam.to_owned();
        let mut teller = 1;
        while uit.contains_key(&naam) {
            teller += 1;
            naam = format!("{} ({teller})", regel.soort.naam);
        }
        uit.insert(naam, waarde);
    }
    uit
}

fn open(b: &Contractbestand) -> Waarden {
    let punt = |wat: &String, blokkeert: &[(String, usize)]| {
        let uit: Vec<&str> = blokkeert.iter().map(|(doel, _)| doel.as_str()).collect();
        (wat.clone(), if uit.is_empty() { "blokkeert niets".to_owned() } else { uit.join(", ") })
    };
    b.open
        .iter()
        .map(|o| punt(&o.wat, &o.blokkeert))
        .chain(b.leeswijzen.iter().map(|l| punt(&l.wat, &l.blokkeert)))
        .collect()
}
