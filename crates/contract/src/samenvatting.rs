//! What a contract file comes to: how many products and tariffs, which rules are in force, and which are not and why.

use serde::Serialize;

use crate::model::{Bedragwijze, Contractbestand};
use crate::regelsoort::{Effect, Staat};
use crate::tarief::Contract;

/// A rule that is not in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Uit {
    /// Kind.
    pub kind: String,
    /// Fact that leaves it open, when it is left open.
    pub fact: Option<String>,
    /// Why, in Dutch.
    pub why: String,
}

/// A contract file in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Samenvatting {
    /// Whether the contract can hold for anyone.
    pub in_force: bool,
    /// Products in the catalogue; without a catalogue those with a tariff.
    pub products: usize,
    /// Tariff rows.
    pub tariffs: usize,
    /// Tariff rows that are switched off by an open item.
    pub tariffs_off: usize,
    /// Kinds of rules in force, with the codes of the standard that they feed.
    pub rules_in_force: Vec<String>,
    /// Kinds that an open item switches off.
    pub rules_off: Vec<Uit>,
    /// Kinds that wait for data that messages lack, or that are not built.
    pub rules_waiting: Vec<Uit>,
}

impl Samenvatting {
    /// Sums a file up.
    pub fn van(bestand: &Contractbestand) -> Samenvatting {
        let contract = Contract::van(bestand);
        let mut codes: Vec<&str> = bestand.tarieven.iter().map(crate::model::Tariefrij::aanduiding).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut uit = Samenvatting {
            in_force: contract.termijn.van.is_some() && !contract.gemeenten.is_empty(),
            products: if bestand.producten.is_empty() { codes.len() } else { bestand.producten.len() },
            tariffs: bestand.tarieven.len(),
            tariffs_off: bestand.tarieven.len() - contract.tarieven.len(),
            rules_in_force: secties(bestand, &contract),
            rules_off: Vec::new(),
            rules_waiting: Vec::new(),
        };
        for regel in &bestand.regels {
            let kind = regel.soort.naam.to_owned();
            if let Some((wat, feiten)) = bestand.geblokkeerd(&format!("rule:{kind}")) {
                uit.rules_off.push(Uit { kind, fact: feiten.first().cloned(), why: wat.to_owned() });
                continue;
            }
            match regel.soort.staat {
                Staat::Gegevens | Staat::Niet => {
                    let why = format!("vraagt {}", regel.soort.ontbreekt.unwrap_or("gegevens buiten de berichten"));
                    uit.rules_waiting.push(Uit { kind, fact: None, why });
                }
                Staat::Standaard | Staat::Berekend | Staat::Instelling | Staat::Sectie => {
                    uit.rules_in_force.push(met_codes(&kind, &regel.effect));
                }
            }
        }
        uit.rules_in_force.dedup();
        uit.rules_off.dedup();
        uit.rules_waiting.dedup();
        uit
    }
}

fn met_codes(kind: &str, effect: &Effect) -> String {
    match effect {
        Effect::Weigeren(codes) => format!("{kind} ({})", codes.join(", ")),
        _ => kind.to_owned(),
    }
}

/// What sections of the file feed.
fn secties(bestand: &Contractbestand, contract: &Contract) -> Vec<String> {
    let mut uit = Vec::new();
    if !contract.tarieven.is_empty() {
        uit.push("tariff (0611)".to_owned());
        let wijze = match bestand.bedragen.wijze {
            Bedragwijze::Standaard => "standard_tr346",
            Bedragwijze::AfgerondeMinuut => "rounded_minute",
        };
        uit.push(format!("rounding_policy {wijze} (9346)"));
    }
    if !contract.producten.is_empty() || !contract.tarieven.is_empty() {
        uit.push("product_catalog (9341)".to_owned());
    }
    if contract.productlijst {
        uit.push("product_catalog (S329)".to_owned());
    }
    if contract.declaratie.indienen_dagen.is_some() || contract.declaratie.verval_dagen.is_some() {
        uit.push("declaration_deadline".to_owned());
    }
    if !contract.maatwerk.is_empty() && contract.maatwerk_open.is_none() {
        uit.push("custom_price (0611)".to_owned());
    }
    uit
}
