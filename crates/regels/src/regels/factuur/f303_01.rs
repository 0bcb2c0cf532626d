//! F303-01: Every Bsn passes the elfproef.

use super::super::cs002;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het burgerservicenummer van de cliënt voldoet aan de elfproef: negen cijfers met gewichten 9 tot en met 2 \
    en -1, samen deelbaar door 11.";

/// Every Bsn passes the elfproef. Source: CS002, docs/keuzes.md.
pub static F303_01: Regel = Regel {
    id: "F303-01",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Client(cs002::toets)],
};
