//! Signals about what a contract leaves open.

use bericht::Prestatie;
use contract::Blokkade;

use crate::melding::Meldingen;

/// A check that was not made because the contract leaves open what it needs; never a refusal.
pub fn open_punt(
    regel: &'static str,
    code: &str,
    blokkade: &Blokkade,
    prestatie: &Prestatie<'_>,
    meld: &mut Meldingen,
) {
    let tekst = format!("{code} is niet getoetst: het contract laat iets open over {}: {}", blokkade.code, blokkade.wat);
    meld.contractsignaal(regel, prestatie.node, tekst, blokkade.feit.as_deref(), Some(prestatie.bedrag.cent));
}
