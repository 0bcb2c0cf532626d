//! Production overview: what was granted, per product, unit and month.

use std::collections::{BTreeMap, HashSet};

use bericht::{Dossier, Eenheid};
use chrono::Datelike;
use dossier::Uitslag;

use super::{Rij, Vraag, rij};
use crate::fout::OverzichtFout;

pub(super) const KOLOMMEN: &[&str] = &[
    "domein",
    "gemeente",
    "aanbieder",
    "categorie",
    "product",
    "maand",
    "eenheid",
    "volume",
    "bedrag_cent",
    "prestaties",
    "clienten",
];

/// Dossier, categorie, product, year and month, unit.
type Plek = (Dossier, String, String, (i32, u32), Eenheid);

#[derive(Default)]
struct Som {
    volume: i64,
    cent: i64,
    prestaties: i64,
    clienten: HashSet<dossier::ClientSleutel>,
}

pub(super) fn rijen(vraag: &Vraag<'_>) -> Result<Vec<Rij>, OverzichtFout> {
    let mut sommen: BTreeMap<Plek, Som> = BTreeMap::new();
    vraag.prestaties(|dossier, feit| {
        if feit.uitslag != Uitslag::Toegekend {
            return Ok(());
        }
        let maand = (feit.periode.begin.year(), feit.periode.begin.month());
        let (cent, volume) = (feit.toegekend_cent(), feit.toegekend_volume());
        let sleutel = (dossier.clone(), feit.categorie.into(), feit.code.into(), maand, feit.eenheid);
        let som = sommen.entry(sleutel).or_default();
        som.cent += cent;
        som.volume += volume;
        som.prestaties += 1;
        som.clienten.insert(feit.client);
        Ok(())
    })?;
    let maak = |((dossier, categorie, code, (jaar, maand), eenheid), som): (Plek, Som)| {
        let clienten = i64::try_from(som.clienten.len()).unwrap_or(i64::MAX);
        let maand = format!("{jaar:04}-{maand:02}");
        let rest: [super::Waarde; 8] = [
            categorie.into(),
            code.into(),
            maand.into(),
            eenheid.code().into(),
            som.volume.into(),
            som.cent.into(),
            som.prestaties.into(),
            clienten.into(),
        ];
        rij(&dossier, rest)
    };
    Ok(sommen.into_iter().map(maak).collect())
}
