//! What was declared in a period, put together per dossier, toewijzing and client: what signals, samples and proposals start
//! from.

use std::collections::{BTreeMap, HashMap};

use bericht::{Datum, Dossier, Eenheid, Periode};
use chrono::Datelike;
use contract::reken::Lijn;
use dossier::{ClientSleutel, PrestatieFeit, SmolStr, Uitslag};

use super::Vraag;
use crate::fout::OverzichtFout;
use crate::netto::Netto;

/// Codes with which a line is refused because a toewijzing is used up.
const OP: [&str; 3] = ["9321", "9322", "9369"];

/// A granted debet line that was not taken back.
#[derive(Debug, Clone)]
pub(crate) struct Lijnfeit {
    pub(crate) nummer: u32,
    pub(crate) code: SmolStr,
    pub(crate) periode: Periode,
    pub(crate) eenheid: Eenheid,
    pub(crate) volume: i64,
    pub(crate) tarief: Option<i64>,
    pub(crate) cent: i64,
}

impl Lijnfeit {
    pub(crate) fn als_lijn(&self) -> Lijn<'_> {
        Lijn { code: &self.code, periode: self.periode, eenheid: self.eenheid, volume: self.volume, cent: self.cent }
    }
}

/// What was declared on one toewijzing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gebruik {
    /// Net granted.
    pub(crate) netto: Netto,
    /// Months of the year of which something was handed in, whatever became of it: a bit each.
    ingediend: u16,
    /// Lines that were refused because the toewijzing was used up: first day and amount in eurocent.
    pub(crate) op: Vec<(Datum, i64)>,
}

impl Gebruik {
    /// Whether something was handed in of a month of the year.
    pub(crate) fn ingediend(&self, maand: u32) -> bool {
        self.ingediend & (1 << maand) != 0
    }
}

/// What was declared in one dossier.
#[derive(Debug, Default)]
pub(crate) struct Dossierverkeer {
    pub(crate) per_toewijzing: HashMap<u32, Gebruik>,
    pub(crate) per_client: HashMap<ClientSleutel, Vec<Lijnfeit>>,
    /// Net granted per client and product.
    pub(crate) per_product: BTreeMap<(ClientSleutel, SmolStr), Netto>,
    /// Net granted.
    pub(crate) netto: Netto,
}

/// All dossiers of a question with what was declared in its period. Dossiers that `nodig` does not want are left out.
pub(crate) fn verkeer(
    vraag: &Vraag<'_>,
    mut nodig: impl FnMut(&Dossier) -> bool,
) -> Result<BTreeMap<Dossier, Dossierverkeer>, OverzichtFout> {
    let mut uit: BTreeMap<Dossier, Option<Dossierverkeer>> = BTreeMap::new();
    vraag.prestaties(|dossier, feit| {
        if !uit.contains_key(dossier) {
            let leeg = nodig(dossier).then(Dossierverkeer::default);
            uit.insert(dossier.clone(), leeg);
        }
        if let Some(Some(verkeer)) = uit.get_mut(dossier) {
            verkeer.tel(&feit);
        }
        Ok(())
    })?;
    Ok(uit.into_iter().filter_map(|(dossier, verkeer)| Some((dossier, verkeer?))).collect())
}

impl Dossierverkeer {
    fn tel(&mut self, feit: &PrestatieFeit) {
        let gebruik = self.per_toewijzing.entry(feit.nummer).or_default();
        gebruik.netto.tel(feit);
        // A ProductPeriode lies in one month (TR319); what does not, is counted by its first day.
        gebruik.ingediend |= 1 << feit.periode.begin.month();
        if let Uitslag::Geweigerd(codes) = &feit.uitslag
            && codes.iter().any(|code| OP.contains(&code.as_str()))
        {
            gebruik.op.push((feit.periode.begin, feit.bedrag.cent));
        }
        if feit.toegekend_cent() != 0 {
            self.netto.tel(feit);
            self.per_product.entry((feit.client, feit.code.clone())).or_default().tel(feit);
        }
        if feit.is_toegekend_debet() && feit.gecrediteerd_door.is_none() {
            self.per_client.entry(feit.client).or_default().push(Lijnfeit {
                nummer: feit.nummer,
                code: feit.code.clone(),
                periode: feit.periode,
                eenheid: feit.eenheid,
                volume: feit.volume,
                tarief: feit.tarief,
                cent: feit.bedrag.cent,
            });
        }
    }
}
