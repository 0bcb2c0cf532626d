//! F303-57: ProductCode belongs to ProductCategorie in the list in use.

use super::super::tr381;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De productcode hoort bij de productcategorie volgens de productcodelijst die partijen gebruiken.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "De lijst is die van het contract als partijen die als lijst in gebruik hebben aangewezen; zonder lijst \
    wordt niet getoetst, met een signaal.";

/// ProductCode belongs to ProductCategorie in the list in use. Source: TR381, docs/keuzes.md.
pub static F303_57: Regel = Regel {
    id: "F303-57",
    niveau: 4,
    retourcode: Some("S329"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieDebet(tr381::prestatie)],
};
