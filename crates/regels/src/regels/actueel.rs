//! What the rules share that want a toewijzing to be known and actueel.

use std::collections::BTreeMap;

use dossier::{ClientFeit, Toewijzing, geldige_versies};

use crate::moment::VerzoekToets;
use crate::regels::vorm::reden;
use crate::spoor::{Moet, Spoor, gegeven, op_versie};

/// Why toewijzingen in a verzoek are not current.
pub struct Actueel<'t> {
    toets: &'t VerzoekToets<'t>,
    geldig: BTreeMap<u32, &'t Toewijzing>,
}

impl<'t> Actueel<'t> {
    /// For the toewijzingen of a verzoek.
    pub fn van(toets: &'t VerzoekToets<'t>) -> Self {
        Self { toets, geldig: geldige_versies(&toets.feit.toewijzingen) }
    }

    /// Why this one is not; `None` when it is.
    pub fn bezwaar(&self, nummer: u32) -> Option<Spoor> {
        let Some(toewijzing) = self.geldig.get(&nummer).copied() else {
            return Some(onbekend_onder(self.geldig.len()));
        };
        let versie = || op_versie(toewijzing, &self.toets.feit.toewijzingen);
        if toewijzing.is_verwijderd() {
            return Some(versie().vergelijk("RedenWijziging", reden(toewijzing), Moet::Differ, reden(toewijzing)));
        }
        let verlopen = !toewijzing.is_actueel(self.toets.dagtekening);
        verlopen.then(|| versie().vergelijk("Einddatum", toewijzing.einddatum, Moet::NotBefore, self.toets.dagtekening))
    }
}

/// A toewijzing that is not known for the client.
pub fn onbekende_toewijzing(feit: &ClientFeit) -> Spoor {
    let mut nummers: Vec<u32> = feit.toewijzingen.iter().map(|t| t.nummer).collect();
    nummers.sort_unstable();
    nummers.dedup();
    onbekend_onder(nummers.len())
}

/// The same, when it is known how many toewijzingen the client has.
pub fn onbekend_onder(aantal: usize) -> Spoor {
    gegeven("toewijzingen van deze cliënt bij deze aanbieder", aantal).vergelijk(
        "bekende versies van deze toewijzing",
        0_usize,
        Moet::AtLeast,
        1_usize,
    )
}
