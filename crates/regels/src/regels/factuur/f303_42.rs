//! F303-42: A credit refers to a granted debet and equals it.

use super::super::tr323::gelijk_aan_debet;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een creditregel verwijst naar een debetregel die eerder is toegekend, en is daaraan gelijk: cliënt, \
    toewijzing, product, periode, volume, eenheid, tarief en bedrag.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Wat is geweigerd is nul en kan niet worden gecrediteerd, ook niet op een factuur. De debetregel mag in \
    een 323 hebben gestaan.";

/// A credit refers to a granted debet and equals it. Source: TR323, docs/keuzes.md.
pub static F303_42: Regel = Regel {
    id: "F303-42",
    niveau: 3,
    retourcode: Some("8017"),
    standaarden: Standaarden::Beide,
    berichten: &[S303],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieCredit(toets)],
};

fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    gelijk_aan_debet(toets, "DeclaratieFactuurBedrag", meld);
}
