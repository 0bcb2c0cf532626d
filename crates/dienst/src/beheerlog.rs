//! What an operator changes, in the log: the act, what it was done to and by whom. The reason is in the store only, for it is
//! free text.

use std::fmt::Display;

use crate::beheer::{Antwoord, Vraag};

/// So many of the things that one act changed are named.
const GENOEMD: usize = 20;

/// Notes what was changed, if anything was, for the account with this number.
pub(crate) fn meld(vraag: &Vraag, antwoord: &Antwoord, uid: Option<u32>) {
    let (daad, aantal, welke) = match vraag {
        Vraag::Lijst { .. } | Vraag::Waarom { .. } | Vraag::Vastgelopen => return,
        Vraag::Herhaal { .. } => beschrijf("uitgaand herhaal", &antwoord.gewijzigd),
        Vraag::Vervallen { .. } => beschrijf("uitgaand vervallen", &antwoord.gewijzigd),
        Vraag::Opnieuw { .. } => beschrijf("vastgelopen opnieuw", &antwoord.ontvangsten),
        Vraag::Sluit { .. } => beschrijf("vastgelopen vervallen", &antwoord.ontvangsten),
    };
    if aantal > 0 {
        tracing::info!(daad, aantal, welke, uid, "changed by an operator");
    }
}

fn beschrijf<T: Display>(daad: &'static str, welke: &[T]) -> (&'static str, usize, String) {
    let namen: Vec<String> = welke.iter().take(GENOEMD).map(ToString::to_string).collect();
    (daad, welke.len(), namen.join(" "))
}
