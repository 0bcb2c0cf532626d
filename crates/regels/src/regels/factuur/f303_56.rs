//! F303-56: ProductTarief equals the contract tariff.

use super::super::tr418;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het tarief is het tarief dat in het contract voor dit product is afgesproken, op de begindatum van de \
    productperiode. Voor minuten onder een uurtarief is dat het uurtarief gedeeld door 60, afgerond op hele \
    centen. Heeft de toewijzing een eigen prijs, dan geldt die, ook per uur voor minuten.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Zonder contract, zonder tarief in de regel, bij eenheid 83, en bij een tarief dat het contract zelf open \
    laat, wordt niet getoetst.";

/// ProductTarief equals the contract tariff. Source: TR418, docs/keuzes.md.
pub static F303_56: Regel = Regel {
    id: "F303-56",
    niveau: 3,
    retourcode: Some("0611"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieDebet(tr418::toets)],
};
