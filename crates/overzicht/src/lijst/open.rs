//! Open declarations: Prestaties of which nothing came yet.

use std::collections::HashSet;

use bericht::DebetCredit;
use dossier::{PrestatieFeit, Uitslag};

use super::plek::Plek;
use super::{Rij, Vraag, Waarde, rij};
use crate::fout::OverzichtFout;

pub(super) const KOLOMMEN: &[&str] = &[
    "domein",
    "gemeente",
    "aanbieder",
    "client",
    "toewijzing",
    "categorie",
    "product",
    "begindatum",
    "einddatum",
    "referentie",
    "ingediend_cent",
    "stand",
    "codes",
];

/// In two walks: which places have something open, and on which of them a debet was granted after all.
pub(super) fn rijen(vraag: &Vraag<'_>) -> Result<Vec<Rij>, OverzichtFout> {
    let mut open: Vec<(Plek, PrestatieFeit)> = Vec::new();
    vraag.prestaties(|dossier, feit| {
        let debet = feit.bedrag.dc == DebetCredit::Debet;
        if feit.uitslag == Uitslag::Verzonden || (debet && feit.uitslag != Uitslag::Toegekend) {
            open.push((Plek::van(dossier, &feit), feit));
        }
        Ok(())
    })?;
    let plekken: HashSet<&Plek> = open.iter().map(|(plek, _)| plek).collect();
    let mut toegekend: HashSet<Plek> = HashSet::new();
    vraag.prestaties(|dossier, feit| {
        let hier = Plek::van(dossier, &feit);
        if feit.is_toegekend_debet() && feit.gecrediteerd_door.is_none() && plekken.contains(&hier) {
            toegekend.insert(hier);
        }
        Ok(())
    })?;
    let maak = |(plek, feit): (Plek, PrestatieFeit)| {
        let (stand, codes) = match &feit.uitslag {
            Uitslag::Geweigerd(codes) => ("geweigerd", codes.join(" ")),
            _ => ("onbeantwoord", String::new()),
        };
        let rest: [Waarde; 10] = [
            feit.client.hex().into(),
            feit.nummer.into(),
            feit.categorie.as_str().into(),
            feit.code.as_str().into(),
            feit.periode.begin.into(),
            feit.periode.eind.into(),
            feit.referentie.as_str().into(),
            feit.bedrag.getekend().into(),
            stand.into(),
            codes.into(),
        ];
        rij(&plek.dossier, rest)
    };
    let nog_open =
        |(plek, feit): &(Plek, PrestatieFeit)| feit.uitslag == Uitslag::Verzonden || !toegekend.contains(plek);
    Ok(open.into_iter().filter(nog_open).map(maak).collect())
}
