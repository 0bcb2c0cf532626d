//! F303-54: GeleverdVolume fits the toewijzing over one ProductPeriode.

use super::super::tr321;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het volume van een regel past binnen wat voor die periode is toegewezen, geteld als bij een 323. Raakt \
    de periode meer maanden, dan telt wat per maand is toegewezen voor elke maand, ook de zes weken van huishoudelijke \
    hulp (Wmo, categorie 01); wat per jaar is toegewezen, telt voor elk kalenderjaar.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Past de eenheid niet bij de toewijzing, dan is er niets te vergelijken; F303-62 zegt dat. In 2.3 mag per vier \
    weken of langer worden gedeclareerd; een gebroken maand of jaar telt dan ook heel, en de som blijft bewaakt (F303-55).";

/// GeleverdVolume fits the toewijzing over one ProductPeriode. Source: TR321, docs/keuzes.md.
pub static F303_54: Regel = Regel {
    id: "F303-54",
    niveau: 3,
    retourcode: Some("9321"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::OpGeldigeToewijzing(tr321::toets)],
};
