//! Credit chains: everything on a toewijzing, ProductPeriode and product of which something was taken back, in order of
//! arrival, with what stands after each step.

use std::collections::{BTreeMap, HashSet};

use bericht::{DebetCredit, Dossier};
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
    "product",
    "begindatum",
    "einddatum",
    "stap",
    "referentie",
    "vorige",
    "soort",
    "uitslag",
    "ingediend_cent",
    "stand_cent",
];

pub(super) fn rijen(vraag: &Vraag<'_>) -> Result<Vec<Rij>, OverzichtFout> {
    let mut plekken: HashSet<Plek> = HashSet::new();
    vraag.prestaties(|dossier, feit| {
        if feit.bedrag.dc == DebetCredit::Credit {
            plekken.insert(Plek::van(dossier, &feit));
        }
        Ok(())
    })?;
    let mut ketens: BTreeMap<Plek, Vec<PrestatieFeit>> = BTreeMap::new();
    vraag.prestaties(|dossier, feit| {
        let hier = Plek::van(dossier, &feit);
        if plekken.contains(&hier) {
            ketens.entry(hier).or_default().push(feit);
        }
        Ok(())
    })?;
    Ok(ketens.into_iter().flat_map(|(plek, keten)| stappen(&plek.dossier, keten)).collect())
}

fn stappen(dossier: &Dossier, mut keten: Vec<PrestatieFeit>) -> Vec<Rij> {
    keten.sort_by_key(|feit| feit.bericht);
    let mut stand = 0;
    let maak = |(stap, feit): (i64, PrestatieFeit)| {
        stand += feit.toegekend_cent();
        let uitslag = match &feit.uitslag {
            Uitslag::Toegekend => "toegekend".to_owned(),
            Uitslag::Geweigerd(codes) => format!("geweigerd {}", codes.join(" ")),
            Uitslag::Verzonden => "onbeantwoord".to_owned(),
        };
        let rest: [Waarde; 12] = [
            feit.client.hex().into(),
            feit.nummer.into(),
            feit.code.as_str().into(),
            feit.periode.begin.into(),
            feit.periode.eind.into(),
            stap.into(),
            feit.referentie.as_str().into(),
            feit.vorige.as_deref().into(),
            feit.bedrag.dc.as_str().into(),
            uitslag.into(),
            feit.bedrag.getekend().into(),
            stand.into(),
        ];
        rij(dossier, rest)
    };
    (1..).zip(keten).map(maak).collect()
}
